import type { Write } from './schema.ts';

interface LedgerEvent {
  readonly at: Date;
  /** What happened, in the past tense: `case-opened`, `draft-placed`. */
  readonly what: string;
  readonly messageRowId?: number;
  readonly caseId?: string;
  /** Never the words of a mail, nor a secret. */
  readonly detail?: Readonly<Record<string, string | number | null>>;
}

/** Adds to the record of what happened. The database refuses to change or remove what is there. */
export async function addEvent(write: Write, event: LedgerEvent): Promise<void> {
  await write
    .insertInto('events')
    .values({
      at: event.at.toISOString(),
      what: event.what,
      message_row_id: event.messageRowId ?? null,
      case_id: event.caseId ?? null,
      detail: JSON.stringify(event.detail ?? {}),
    })
    .execute();
}
