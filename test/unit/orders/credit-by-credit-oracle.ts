import type { LedgerEvent } from '../../../src/orders/attribution/ledger-event.ts';

/** One single credit, and what became of it. */
interface Credit {
  readonly paid: boolean;
  readonly order: string | null;
  readonly grant: string | null;
  readonly came: bigint;
  readonly ends: bigint | null;
  readonly place: number;
  fate: 'there' | 'used' | 'back' | 'gone';
}

export interface OracleAnswer {
  /** Order, or `-` for credits of none, and kind → used, gone, taken back, still there. */
  readonly counts: Readonly<Record<string, { used: number; gone: number; back: number; there: number }>>;
  readonly beyond: Readonly<Record<string, number>>;
  readonly unattributed: number;
}

type Named<K extends LedgerEvent['kind']> = Extract<LedgerEvent, { kind: K }>;

const time = ({ ms, nanos }: LedgerEvent['at']) => BigInt(ms) * 1_000_000n + BigInt(nanos);

/**
 * The same question answered another way: no lots and no queues, but every credit by itself, and for every single use a search through
 * all credits for the one that goes next. Slow on purpose.
 */
export function attributeCreditByCredit(events: readonly LedgerEvent[], bonusFirst: boolean, asOf: LedgerEvent['at']): OracleAnswer {
  const now = time(asOf);
  const past = events.filter((event) => time(event.at) <= now);
  const instants = new Set<bigint>();
  for (const event of past) {
    instants.add(time(event.at));
    if ('expiresAt' in event && event.expiresAt !== null) {
      const end = time(event.expiresAt);
      if (end <= now) instants.add(end);
    }
  }
  const credits: Credit[] = [];
  const beyond: Record<string, number> = {};
  let unattributed = 0;
  let lastOrder: string | null = null;

  const goesBefore = (a: Credit, b: Credit) => {
    if (a.paid !== b.paid) return a.paid !== bonusFirst;
    return a.place < b.place;
  };
  const takeOne = (fate: Credit['fate'], belongs: (credit: Credit) => boolean, before = goesBefore) => {
    let best: Credit | null = null;
    for (const credit of credits) if (credit.fate === 'there' && belongs(credit) && (best === null || before(credit, best))) best = credit;
    if (best !== null) best.fate = fate;
    return best !== null;
  };
  const named = <K extends LedgerEvent['kind']>(kind: K, at: bigint) =>
    past.filter((event): event is Extract<LedgerEvent, { kind: K }> => event.kind === kind && time(event.at) === at);
  const byText = (text: (event: LedgerEvent) => string) => (a: LedgerEvent, b: LedgerEvent) =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
  const padded = (count: number | null | undefined) => (count == null ? '!' : String(count).padStart(20, '0'));
  const end = (event: LedgerEvent) =>
    'expiresAt' in event && event.expiresAt !== null ? String(time(event.expiresAt)).padStart(30, '0') : '~';

  for (const at of [...instants].sort((a, b) => (a < b ? -1 : 1))) {
    for (const bought of named('purchase', at).sort(byText((e) => `${(e as Named<'purchase'>).orderId} \0${padded(e.credits)}${end(e)}`))) {
      for (let n = 0; n < bought.credits; n += 1)
        credits.push({
          paid: true,
          order: bought.orderId,
          grant: null,
          came: at,
          ends: bought.expiresAt && time(bought.expiresAt),
          place: credits.length,
          fate: 'there',
        });
      lastOrder = bought.orderId;
    }
    for (const given of named('grant', at).sort(
      byText((e) => `${(e as Named<'grant'>).orderId ?? ''} ${(e as Named<'grant'>).id ?? ''}\0${padded(e.credits)}${end(e)}`),
    ))
      for (let n = 0; n < given.credits; n += 1)
        credits.push({
          paid: false,
          order: given.orderId,
          grant: given.id,
          came: at,
          ends: given.expiresAt && time(given.expiresAt),
          place: credits.length,
          fate: 'there',
        });
    for (const used of named('usage', at))
      for (let n = 0; n < used.credits; n += 1) {
        if (takeOne('used', () => true)) continue;
        if (lastOrder === null) unattributed += 1;
        else beyond[lastOrder] = (beyond[lastOrder] ?? 0) + 1;
      }
    const paidFirst = (a: Credit, b: Credit) => (a.paid === b.paid ? a.place < b.place : a.paid);
    for (const back of named('refund', at))
      for (let n = 0; n < back.credits; n += 1) takeOne('back', ({ order }) => order === back.orderId, paidFirst);
    for (const gone of named('expiry', at).sort(
      byText((e) => `${(e as Named<'expiry'>).orderId ?? ''} ${(e as Named<'expiry'>).grantId ?? ''}\0${padded(e.credits)}`),
    )) {
      const belongs = (credit: Credit) =>
        gone.grantId !== null ? credit.grant === gone.grantId : gone.orderId === null || credit.order === gone.orderId;
      const before = gone.grantId === null && gone.orderId !== null ? paidFirst : goesBefore;
      for (let n = 0; gone.credits === null || n < gone.credits; n += 1) if (!takeOne('gone', belongs, before)) break;
    }
    for (const credit of credits) if (credit.fate === 'there' && credit.ends !== null && credit.ends <= at) credit.fate = 'gone';
  }

  const counts: Record<string, { used: number; gone: number; back: number; there: number }> = {};
  for (const { paid, order, fate } of credits) {
    const key = `${order ?? '-'} ${paid ? 'purchased' : 'bonus'}`;
    counts[key] ??= { used: 0, gone: 0, back: 0, there: 0 };
    counts[key][fate] += 1;
  }
  return { counts, beyond, unattributed };
}
