/** A point in time to the nanosecond: milliseconds of the epoch, and what is beyond them. */
export interface Instant {
  readonly ms: number;
  /** 0 to 999,999. */
  readonly nanos: number;
}

/** Credits that were paid for. */
interface Purchase {
  readonly kind: 'purchase';
  readonly at: Instant;
  readonly orderId: string;
  readonly credits: number;
  /** Usable up to and including this instant; null: for good. */
  readonly expiresAt: Instant | null;
}

/** Bonus, gifted and promotional credits: section 4 knows no difference between them. */
interface Grant {
  readonly kind: 'grant';
  readonly at: Instant;
  readonly id: string | null;
  /** The order that they came with; null for credits that came with none. */
  readonly orderId: string | null;
  readonly credits: number;
  readonly expiresAt: Instant | null;
}

interface Usage {
  readonly kind: 'usage';
  readonly at: Instant;
  readonly id: string | null;
  readonly credits: number;
}

/** An earlier refund took back credits that were not used. */
interface Refund {
  readonly kind: 'refund';
  readonly at: Instant;
  readonly orderId: string;
  readonly credits: number;
}

/** Credits that were not used and are no more. */
interface Expiry {
  readonly kind: 'expiry';
  readonly at: Instant;
  /** Of this order's, or this grant's; of both null: of all the account has, in the order of consumption. */
  readonly orderId: string | null;
  readonly grantId: string | null;
  /** Null: all that are left. */
  readonly credits: number | null;
}

/** What happened to the credits of one account. Counts are whole and 0 or more. */
export type LedgerEvent = Purchase | Grant | Usage | Refund | Expiry;

/** What happens at one instant happens in this order: credits come before they are used, and what is used does not expire. */
const RANKS: Readonly<Record<LedgerEvent['kind'], number>> = { purchase: 0, grant: 1, usage: 2, refund: 3, expiry: 4 };

/**
 * The one order of a ledger's events, whatever order its file has them in: by time, at one instant by kind, then by name and by count.
 * Events that are alike in all of these can change places without a difference.
 */
export function compareEvents(a: LedgerEvent, b: LedgerEvent): number {
  return (
    compareInstants(a.at, b.at) ||
    RANKS[a.kind] - RANKS[b.kind] ||
    compareTexts(nameOf(a), nameOf(b)) ||
    (a.credits ?? -1) - (b.credits ?? -1) ||
    compareInstants(endOf(a), endOf(b))
  );
}

export function compareInstants(a: Instant, b: Instant): number {
  return a.ms - b.ms || a.nanos - b.nanos;
}

const NEVER: Instant = { ms: Number.MAX_SAFE_INTEGER, nanos: 0 };

function endOf(event: LedgerEvent): Instant {
  return event.kind === 'purchase' || event.kind === 'grant' ? (event.expiresAt ?? NEVER) : NEVER;
}

/** One text for all that an event names; a space parts them, since no id of the files has one at an end. */
function nameOf(event: LedgerEvent): string {
  const order = 'orderId' in event ? event.orderId : null;
  const id = event.kind === 'expiry' ? event.grantId : 'id' in event ? event.id : null;
  return `${order ?? ''} ${id ?? ''}`;
}

/** By code unit: the same on every machine, in every locale. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
