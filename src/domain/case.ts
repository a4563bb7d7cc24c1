import { ok, type Result, refuse } from './result.ts';

/**
 * Where a case stands.
 * `received`: opened, nothing done yet. `waiting-for-customer`: our question went out. `drafted`: a reply lies in Drafts. `held`: a person must look first.
 * `approved`: a person approved it, its reply is on the way. `sent`: our reply went out. `answered`: a person answered in words of their own.
 * `declined`: a person decided against a refund. `refund-handed-over`, `paid`, `failed`: the way of the money, told by a person.
 * `closed`: nothing is left to do. `quarantined` and `ignored` stand aside: nobody is answered.
 */
export const CASE_STATES = [
  'received',
  'waiting-for-customer',
  'drafted',
  'held',
  'approved',
  'sent',
  'answered',
  'declined',
  'refund-handed-over',
  'paid',
  'failed',
  'closed',
  'quarantined',
  'ignored',
] as const;

export type CaseState = (typeof CASE_STATES)[number];

/** What can happen to a case. `approve`, `decline`, `hand-over`, `pay`, `fail`, `close`, `reopen` and `ignore` are a person's. */
export const CASE_MOVES = [
  'ask',
  'draft',
  'hold',
  'approve',
  'send',
  'answer',
  'decline',
  'hand-over',
  'pay',
  'fail',
  'close',
  'reopen',
  'quarantine',
  'ignore',
] as const;

export type CaseMove = (typeof CASE_MOVES)[number];

/** The answers that a request can get, and the ends that need none. */
const ANSWERS = { ask: 'waiting-for-customer', draft: 'drafted', hold: 'held', send: 'sent', answer: 'answered' } as const;
const VERDICTS = { approve: 'approved', decline: 'declined', close: 'closed' } as const;

/**
 * Read aloud: a received case can be asked about, drafted, held, …; what is missing in a row is not allowed.
 * Once the money is on its way (`refund-handed-over`, `paid`) no new reply changes the case: only a person tells what became of it.
 */
const TRANSITIONS: Readonly<Record<CaseState, Readonly<Partial<Record<CaseMove, CaseState>>>>> = {
  received: { ...ANSWERS, ...VERDICTS, quarantine: 'quarantined', ignore: 'ignored' },
  'waiting-for-customer': { ...ANSWERS, ...VERDICTS, ignore: 'ignored' },
  drafted: { ...ANSWERS, ...VERDICTS, ignore: 'ignored', 'hand-over': 'refund-handed-over' },
  held: { ...ANSWERS, ...VERDICTS, ignore: 'ignored', 'hand-over': 'refund-handed-over' },
  approved: { ...ANSWERS, decline: 'declined', close: 'closed', 'hand-over': 'refund-handed-over' },
  sent: { ...ANSWERS, ...VERDICTS, 'hand-over': 'refund-handed-over' },
  answered: { ...ANSWERS, ...VERDICTS, 'hand-over': 'refund-handed-over' },
  declined: { ...ANSWERS, approve: 'approved', close: 'closed', reopen: 'received', 'hand-over': 'refund-handed-over' },
  'refund-handed-over': { pay: 'paid', fail: 'failed' },
  paid: { close: 'closed', fail: 'failed' },
  failed: { 'hand-over': 'refund-handed-over', pay: 'paid', decline: 'declined', close: 'closed' },
  closed: { reopen: 'received' },
  quarantined: { reopen: 'received', ignore: 'ignored', close: 'closed' },
  ignored: { reopen: 'received', close: 'closed' },
};

export interface IllegalMove {
  readonly kind: 'illegal-move';
  readonly from: CaseState;
  readonly move: CaseMove;
  /** What could be done instead. */
  readonly allowed: readonly CaseMove[];
}

/** A move that is not in the table is refused, never an exception: two people may act on one case at once. */
export function moveCase(from: CaseState, move: CaseMove): Result<CaseState, IllegalMove> {
  const to = TRANSITIONS[from][move];
  if (to !== undefined) return ok(to);
  return refuse({ kind: 'illegal-move', from, move, allowed: allowedMoves(from) });
}

export function allowedMoves(from: CaseState): readonly CaseMove[] {
  return CASE_MOVES.filter((move) => TRANSITIONS[from][move] !== undefined);
}

/** States in which a later request for the same order does not attach to the case. */
export const ENDED_STATES = ['closed', 'quarantined', 'ignored'] as const satisfies readonly CaseState[];

export function isOpen(state: CaseState): boolean {
  return !ENDED_STATES.some((ended) => ended === state);
}

/** States in which a person, or a merger with another case, has decided that the request gets no reply of ours. */
export const ANSWERING_ENDED_STATES = ['declined', 'closed', 'ignored'] as const satisfies readonly CaseState[];

export function hasEndedAnswering(state: CaseState): boolean {
  return ANSWERING_ENDED_STATES.some((ended) => ended === state);
}

/** States in which a person is to look at the case anyway. In all others, new words of the customer would be seen by nobody. */
export const LOOKED_AT_STATES = ['received', 'drafted', 'held', 'approved'] as const satisfies readonly CaseState[];

/** Moves after which a reply that still waits to leave would contradict the person who made them. */
export function endsAnswering(move: CaseMove): boolean {
  return move === 'decline' || move === 'close' || move === 'ignore';
}
