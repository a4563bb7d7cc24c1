import { describe, expect, test } from 'vitest';
import { allowedMoves, CASE_MOVES, CASE_STATES, type CaseMove, type CaseState, isOpen, moveCase } from '../../../src/domain/case.ts';

/** Every move that is allowed, as `move → state`; whatever is missing must be refused. */
const ALLOWED: Readonly<Record<CaseState, string>> = {
  received:
    'ask → waiting-for-customer, draft → drafted, hold → held, approve → approved, send → sent, answer → answered, decline → declined, close → closed, quarantine → quarantined, ignore → ignored',
  'waiting-for-customer':
    'ask → waiting-for-customer, draft → drafted, hold → held, approve → approved, send → sent, answer → answered, decline → declined, close → closed, ignore → ignored',
  drafted:
    'ask → waiting-for-customer, draft → drafted, hold → held, approve → approved, send → sent, answer → answered, decline → declined, hand-over → refund-handed-over, close → closed, ignore → ignored',
  held: 'ask → waiting-for-customer, draft → drafted, hold → held, approve → approved, send → sent, answer → answered, decline → declined, hand-over → refund-handed-over, close → closed, ignore → ignored',
  approved:
    'ask → waiting-for-customer, draft → drafted, hold → held, send → sent, answer → answered, decline → declined, hand-over → refund-handed-over, close → closed',
  sent: 'ask → waiting-for-customer, draft → drafted, hold → held, approve → approved, send → sent, answer → answered, decline → declined, hand-over → refund-handed-over, close → closed',
  answered:
    'ask → waiting-for-customer, draft → drafted, hold → held, approve → approved, send → sent, answer → answered, decline → declined, hand-over → refund-handed-over, close → closed',
  declined:
    'ask → waiting-for-customer, draft → drafted, hold → held, approve → approved, send → sent, answer → answered, hand-over → refund-handed-over, close → closed, reopen → received',
  'refund-handed-over': 'pay → paid, fail → failed',
  paid: 'fail → failed, close → closed',
  failed: 'decline → declined, hand-over → refund-handed-over, pay → paid, close → closed',
  closed: 'reopen → received',
  quarantined: 'close → closed, reopen → received, ignore → ignored',
  ignored: 'close → closed, reopen → received',
};

describe('the life of a case', () => {
  test.each(CASE_STATES)('from %s every move is allowed or refused as the table says', (from) => {
    const allowed = CASE_MOVES.flatMap((move) => {
      const moved = moveCase(from, move);
      if (moved.ok) return [`${move} → ${moved.value}`];
      expect(moved.error).toEqual({ kind: 'illegal-move', from, move, allowed: allowedMoves(from) });
      return [];
    });
    expect(allowed.join(', ')).toBe(ALLOWED[from]);
  });

  test('every state can be reached from a received case, and every one can be closed', () => {
    expect(reachableFrom('received')).toEqual(new Set(CASE_STATES));
    for (const state of CASE_STATES) expect(reachableFrom(state)).toContain('closed');
  });

  test('no reply changes a case whose money is on its way', () => {
    const replies: readonly CaseMove[] = ['ask', 'draft', 'hold', 'send', 'answer', 'approve'];
    for (const state of ['refund-handed-over', 'paid', 'failed'] as const) {
      for (const move of replies) expect(moveCase(state, move)).toMatchObject({ ok: false });
    }
  });

  test('only what is closed, quarantined or ignored lets the next request open a case of its own', () => {
    expect(CASE_STATES.filter((state) => !isOpen(state))).toEqual(['closed', 'quarantined', 'ignored']);
  });
});

function reachableFrom(start: CaseState): ReadonlySet<CaseState> {
  const reached = new Set<CaseState>([start]);
  for (const state of reached) {
    for (const move of allowedMoves(state)) {
      const moved = moveCase(state, move);
      if (moved.ok) reached.add(moved.value);
    }
  }
  return reached;
}
