import { createHmac } from 'node:crypto';
import type { CaseNames } from '../domain/ledger.ts';
import type { Database } from './schema.ts';

/** Without the letters and digits that people confuse (I, L, O, U): case numbers are read aloud. Crockford's base 32. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits: two cases of one shop never meet. */
const CASE_DIGITS = 10;
/** 80 bits: a stranger cannot guess the Message-ID of a reply, so an answer to it proves that its sender saw it. */
const TOKEN_DIGITS = 16;

/**
 * Names the case that a message would open. A function of the ledger's secret and of the message's place in the mailbox,
 * so that a pass that died and its successor speak of the same case and the same reply.
 */
export async function nameCase(database: Database, messageRowId: number, messageIdDomain: string): Promise<CaseNames> {
  const { value: secret } = await database.selectFrom('settings').select('value').where('name', '=', 'secret').executeTakeFirstOrThrow();
  const place = await database
    .selectFrom('messages')
    .innerJoin('mailboxes', 'mailboxes.id', 'messages.mailbox_id')
    .select(['account', 'path', 'uid_validity', 'uid'])
    .where('messages.id', '=', messageRowId)
    .executeTakeFirstOrThrow();
  const revision = 1;
  const caseId = digits(secret, CASE_DIGITS, 'case', place.account, place.path, place.uid_validity, place.uid);
  const token = digits(secret, TOKEN_DIGITS, 'reply', caseId, revision);
  return { caseId, revision, replyMessageId: `<${caseId}.${revision}.${token}@${messageIdDomain}>`.toLowerCase() };
}

function digits(secret: string, count: number, ...parts: readonly (string | number)[]): string {
  const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(JSON.stringify(parts)).digest();
  // One byte a digit, its low five bits: uniform, and plenty of bytes.
  return Array.from(mac.subarray(0, count), (byte) => ALPHABET[byte & 31]).join('');
}
