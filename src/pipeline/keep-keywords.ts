import type { CaseStore } from '../ports/case-store.ts';
import type { Mailbox } from '../ports/mailbox.ts';

/** Of seven digits each they come to half of the 8 KiB that a command line may have (RFC 7162 section 4). */
const MOST_UIDS = 500;

/**
 * Puts the keyword on every mail that has reached its end, in this pass or in an earlier one that did not come so far. After the mails themselves,
 * so that what breaks the connection here holds up none of them.
 */
export async function keepKeywords(mailbox: Mailbox, store: CaseStore, mailboxId: number, keyword: string): Promise<void> {
  const due = await store.dueKeywords(mailboxId);
  for (let from = 0; from < due.length; from += MOST_UIDS) {
    const some = due.slice(from, from + MOST_UIDS);
    const rowIds = some.map(({ id }) => id);
    await store.beginKeywords(rowIds);
    await mailbox.addKeyword(
      some.map(({ uid }) => uid),
      keyword,
    );
    await store.endKeywords(rowIds);
  }
}
