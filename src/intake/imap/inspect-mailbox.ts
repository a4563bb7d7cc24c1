import type { ImapFlow } from 'imapflow';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { MailboxProblem } from '../../ports/mailbox.ts';
import type { ImapSettings } from './connect-imap.ts';
import { describeImapError } from './imap-problem.ts';

/** What a mailbox and its server can do, as far as a pass makes use of it. */
export interface MailboxInspection {
  readonly exists: number;
  readonly uidValidity: string;
  /** Upper case, as the server names them. */
  readonly capabilities: readonly string[];
  readonly takesKeywords: boolean;
}

/** Opens the mailbox and looks, for a person who wants to know why it does not work. Changes nothing. */
export async function inspectMailbox(
  client: ImapFlow,
  settings: ImapSettings,
  path: string,
): Promise<Result<MailboxInspection, MailboxProblem>> {
  try {
    // Not read-only: then a server names no permanent flags.
    const { exists, uidValidity, permanentFlags } = await client.mailboxOpen(path);
    const capabilities = [...client.capabilities.keys()].map((name) => name.toUpperCase()).sort();
    return ok({ exists, uidValidity: String(uidValidity), capabilities, takesKeywords: permanentFlags?.has('\\*') ?? false });
  } catch (error) {
    return refuse(describeImapError(error, settings));
  }
}
