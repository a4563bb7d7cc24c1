import type { CaseMove } from '../domain/case.ts';

/** A move that a person makes on a case, as the command line names it. */
export interface PersonsMove {
  readonly name: string;
  readonly move: CaseMove;
  readonly description: string;
}

export const PERSONS_MOVES: readonly PersonsMove[] = [
  { name: 'decline', move: 'decline', description: 'decided against a refund' },
  { name: 'handed-over', move: 'hand-over', description: 'the refund was handed over to whoever pays' },
  { name: 'paid', move: 'pay', description: 'the customer has been paid' },
  { name: 'failed', move: 'fail', description: 'the payment failed' },
  { name: 'close', move: 'close', description: 'nothing is left to do' },
  { name: 'reopen', move: 'reopen', description: 'take a closed or declined case up again' },
];
