import type { CreditConsumption } from '../../domain/policy.ts';
import { compareEvents, compareInstants, type Instant, type LedgerEvent } from './ledger-event.ts';

/** Credits that came at once, and what became of each of them: `credits = used + expired + takenBack + left`. */
export interface Lot {
  readonly kind: 'purchased' | 'bonus';
  readonly at: Instant;
  readonly orderId: string | null;
  readonly grantId: string | null;
  readonly credits: number;
  used: number;
  expired: number;
  /** By an earlier refund. */
  takenBack: number;
  left: number;
}

/** One step of the attribution, for a person to follow. */
export interface AttributionLine {
  readonly event: LedgerEvent;
  /** Null: these credits are nobody's. */
  readonly lot: Lot | null;
  readonly what: 'granted' | 'used' | 'used-beyond' | 'taken-back' | 'expired' | 'nothing-left';
  readonly credits: number;
  /** Of the lot, after this step. */
  readonly left: number;
}

/** Whose usage it was. Everything used is in exactly one of: a lot's `used`, an order's `beyond`, `unattributed`. */
export interface Attribution {
  /** In the order in which they came. */
  readonly lots: readonly Lot[];
  /** Used beyond all that the account had, by the order that was bought last before. */
  readonly beyond: ReadonlyMap<string, number>;
  /** Used before anything was bought, with nothing there. */
  readonly unattributed: number;
}

/**
 * Says which order's credits each use took.
 *
 * 1. Which credits go first is the policy's word (section 4): all bonus credits of the account before its purchased ones, or the other way round.
 * 2. Among credits of one kind those that came first go first.
 * 3. Credits that expired, or that an earlier refund took back, cannot be used any more, and were not used.
 * 4. Use beyond all that is there is use of the order that was bought last: it then shows more use than credits, and a person looks.
 *
 * Time is linear in the events once they are in order; they are put in order first.
 * @param asOf later events have not happened
 */
export function attributeUsage(
  events: readonly LedgerEvent[],
  consumption: CreditConsumption,
  asOf: Instant,
  tell: (line: AttributionLine) => void = () => {},
): Attribution {
  const account = new Account(consumption, tell);
  for (const event of inOrder(events, asOf)) account.take(event);
  return account.attribution();
}

/** With each end of a lot's time as an event of its own, which names it. */
type Happening = LedgerEvent | { readonly kind: 'end'; readonly of: LedgerEvent; readonly event: LedgerEvent };

function* inOrder(events: readonly LedgerEvent[], asOf: Instant): Iterable<Happening> {
  const happened = events.filter(({ at }) => compareInstants(at, asOf) <= 0).sort(compareEvents);
  const ends = happened
    .flatMap((of) => {
      const at = of.kind === 'purchase' || of.kind === 'grant' ? of.expiresAt : null;
      if (at === null || compareInstants(at, asOf) > 0) return [];
      const event: LedgerEvent = {
        kind: 'expiry',
        // A time that ended before it began ends at once.
        at: compareInstants(at, of.at) < 0 ? of.at : at,
        orderId: 'orderId' in of ? of.orderId : null,
        grantId: of.kind === 'grant' ? of.id : null,
        credits: null,
      };
      return [{ kind: 'end', of, event } as const];
    })
    .sort((a, b) => compareInstants(a.event.at, b.event.at) || compareEvents(a.of, b.of));
  let next = 0;
  for (const event of happened) {
    for (let end = ends[next]; end !== undefined && compareInstants(end.event.at, event.at) < 0; end = ends[next]) {
      next += 1;
      yield end;
    }
    yield event;
  }
  yield* ends.slice(next);
}

/** Lots that are used up in turn: those in front are empty and are never looked at again. */
class Queue {
  readonly #lots: Lot[] = [];
  #front = 0;

  push(lot: Lot): void {
    this.#lots.push(lot);
  }

  /** The first lot that has something left. */
  first(): Lot | null {
    let lot = this.#lots[this.#front];
    while (lot !== undefined && lot.left === 0) {
      this.#front += 1;
      lot = this.#lots[this.#front];
    }
    return lot ?? null;
  }
}

type Fate = 'used' | 'takenBack' | 'expired';

const WHAT = { used: 'used', takenBack: 'taken-back', expired: 'expired' } as const satisfies Record<Fate, AttributionLine['what']>;

class Account {
  readonly #tell: (line: AttributionLine) => void;
  readonly #lots: Lot[] = [];
  readonly #queues: readonly [Queue, Queue];
  readonly #purchased = new Queue();
  readonly #bonus = new Queue();
  /** Purchased credits before bonus ones: what is paid back is what was paid for. */
  readonly #ofOrder = new Map<string, readonly [Queue, Queue]>();
  readonly #ofGrant = new Map<string, Queue>();
  readonly #lotOf = new Map<LedgerEvent, Lot>();
  readonly #beyond = new Map<string, number>();
  #lastPurchase: Lot | null = null;
  #unattributed = 0;

  constructor(consumption: CreditConsumption, tell: (line: AttributionLine) => void) {
    this.#tell = tell;
    this.#queues = consumption === 'bonus-first' ? [this.#bonus, this.#purchased] : [this.#purchased, this.#bonus];
  }

  take(happening: Happening): void {
    switch (happening.kind) {
      case 'purchase':
        this.#lastPurchase = this.#add(happening, 'purchased', happening.orderId, null);
        return;
      case 'grant':
        this.#add(happening, 'bonus', happening.orderId, happening.id);
        return;
      case 'usage':
        this.#goBeyond(happening, this.#spend(happening, this.#queues, happening.credits, 'used'));
        return;
      case 'refund':
        this.#noteRest(happening, this.#spend(happening, this.#ofOrder.get(happening.orderId) ?? [], happening.credits, 'takenBack'));
        return;
      case 'expiry':
        this.#noteRest(happening, this.#spend(happening, this.#whatExpires(happening), happening.credits, 'expired'));
        return;
      case 'end': {
        const lot = this.#lotOf.get(happening.of);
        if (lot !== undefined && lot.left > 0) this.#move(happening.event, lot, lot.left, 'expired');
      }
    }
  }

  attribution(): Attribution {
    return { lots: this.#lots, beyond: this.#beyond, unattributed: this.#unattributed };
  }

  #add(event: LedgerEvent & { readonly credits: number }, kind: Lot['kind'], orderId: string | null, grantId: string | null): Lot {
    const { at, credits } = event;
    const lot: Lot = { kind, at, orderId, grantId, credits, used: 0, expired: 0, takenBack: 0, left: credits };
    this.#lots.push(lot);
    this.#lotOf.set(event, lot);
    (kind === 'purchased' ? this.#purchased : this.#bonus).push(lot);
    if (orderId !== null) {
      const queues = this.#ofOrder.get(orderId) ?? ([new Queue(), new Queue()] as const);
      queues[kind === 'purchased' ? 0 : 1].push(lot);
      this.#ofOrder.set(orderId, queues);
    }
    if (grantId !== null) {
      const queue = this.#ofGrant.get(grantId) ?? new Queue();
      queue.push(lot);
      this.#ofGrant.set(grantId, queue);
    }
    this.#tell({ event, lot, what: 'granted', credits, left: credits });
    return lot;
  }

  #whatExpires({ orderId, grantId }: Extract<LedgerEvent, { kind: 'expiry' }>): readonly Queue[] {
    if (grantId !== null) return [this.#ofGrant.get(grantId)].filter((queue) => queue !== undefined);
    return orderId === null ? this.#queues : (this.#ofOrder.get(orderId) ?? []);
  }

  /** @returns how many were not there; null where all were meant */
  #spend(event: LedgerEvent, queues: readonly Queue[], credits: number | null, fate: Fate): number | null {
    let open = credits ?? Number.POSITIVE_INFINITY;
    for (const queue of queues) {
      for (let lot = queue.first(); lot !== null && open > 0; lot = queue.first()) {
        const taken = Math.min(open, lot.left);
        this.#move(event, lot, taken, fate);
        open -= taken;
      }
    }
    return credits === null ? null : open;
  }

  #move(event: LedgerEvent, lot: Lot, credits: number, fate: Fate): void {
    lot.left -= credits;
    lot[fate] += credits;
    this.#tell({ event, lot, what: WHAT[fate], credits, left: lot.left });
  }

  #goBeyond(event: LedgerEvent, credits: number | null): void {
    if (credits === null || credits === 0) return;
    const lot = this.#lastPurchase;
    if (lot?.orderId == null) this.#unattributed += credits;
    else this.#beyond.set(lot.orderId, (this.#beyond.get(lot.orderId) ?? 0) + credits);
    this.#tell({ event, lot, what: 'used-beyond', credits, left: lot?.left ?? 0 });
  }

  #noteRest(event: LedgerEvent, credits: number | null): void {
    if (credits !== null && credits > 0) this.#tell({ event, lot: null, what: 'nothing-left', credits, left: 0 });
  }
}
