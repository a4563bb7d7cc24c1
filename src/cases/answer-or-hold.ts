import type { CaseNames, ComposedReply, Filing, Judgement } from '../domain/ledger.ts';
import { moveCaseRow } from './case-rows.ts';
import { intendReply } from './reply-rows.ts';
import type { Write } from './schema.ts';

/** One judged mail on its way into the ledger. */
export interface Filed {
  readonly rowId: number;
  readonly judgement: Judgement;
  readonly names: CaseNames;
  readonly reply: ComposedReply | null;
  readonly now: Date;
}

/** Writes down the reply that is to be placed, or leaves the case to a person. */
export async function answerOrHold(write: Write, { rowId, judgement, names, reply, now }: Filed, caseId: string): Promise<Filing> {
  if (!reply) {
    await moveCaseRow(write, caseId, 'hold', { messageRowId: rowId, why: judgement.restraint?.why ?? null }, now);
    return { kind: 'held', caseId };
  }
  return { kind: 'answering', reply: await intendReply(write, rowId, names, reply, now) };
}
