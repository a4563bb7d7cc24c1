import { createHmac, timingSafeEqual } from 'node:crypto';
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
  const place = await database
    .selectFrom('messages')
    .innerJoin('mailboxes', 'mailboxes.id', 'messages.mailbox_id')
    .select(['account', 'path', 'uid_validity', 'uid'])
    .where('messages.id', '=', messageRowId)
    .executeTakeFirstOrThrow();
  const secret = await readSecret(database);
  const caseId = digits(secret, CASE_DIGITS, 'case', place.account, place.path, place.uid_validity, place.uid);
  return namesOf(secret, caseId, 1, messageIdDomain);
}

/** Names the reply of one revision of a case that is there. */
export async function nameRevision(database: Database, caseId: string, revision: number, messageIdDomain: string): Promise<CaseNames> {
  return namesOf(await readSecret(database), caseId, revision, messageIdDomain);
}

/**
 * The cases whose names stand in a mail's In-Reply-To or References: a reply's Message-ID, or the case's token. Anybody can write
 * something of their form; only who has seen a reply of ours can write one that fits.
 * @param ids with angle brackets, as found
 */
export async function casesNamedBy(database: Database, ids: readonly string[]): Promise<readonly string[]> {
  const candidates = nearestIds(ids).flatMap((id) => {
    const [, caseId, revision, token] = NAME.exec(id.toLowerCase()) ?? [];
    return caseId && revision && token ? [{ caseId: caseId.toUpperCase(), revision, token }] : [];
  });
  if (candidates.length === 0) return [];
  const secret = await readSecret(database);
  const genuine = candidates.filter(({ caseId, revision, token }) => {
    const expected = revision === TOKEN_PART ? caseTokenOf(secret, caseId) : replyTokenOf(secret, caseId, Number(revision));
    return isSame(expected.toLowerCase(), token);
  });
  return [...new Set(genuine.map(({ caseId }) => caseId))];
}

/** References of real threads hold a few dozen; a hostile mail holds thousands. The case's token comes first in what we send, the nearest reply last. */
const MAX_IDS = { first: 10, last: 90 } as const;
const TOKEN_PART = 'case';
const NAME = /^<([0-9a-z]{10})\.([1-9]\d{0,5}|case)\.([0-9a-z]{16})@/;

function nearestIds(ids: readonly string[]): readonly string[] {
  return ids.length <= MAX_IDS.first + MAX_IDS.last ? ids : [...ids.slice(0, MAX_IDS.first), ...ids.slice(-MAX_IDS.last)];
}

function namesOf(secret: string, caseId: string, revision: number, messageIdDomain: string): CaseNames {
  const id = (part: string | number, token: string) => `<${caseId}.${part}.${token}@${messageIdDomain}>`.toLowerCase();
  return {
    caseId,
    revision,
    replyMessageId: id(revision, replyTokenOf(secret, caseId, revision)),
    caseToken: id(TOKEN_PART, caseTokenOf(secret, caseId)),
  };
}

function replyTokenOf(secret: string, caseId: string, revision: number): string {
  return digits(secret, TOKEN_DIGITS, 'reply', caseId, revision);
}

function caseTokenOf(secret: string, caseId: string): string {
  return digits(secret, TOKEN_DIGITS, 'token', caseId);
}

async function readSecret(database: Database): Promise<string> {
  const { value } = await database.selectFrom('settings').select('value').where('name', '=', 'secret').executeTakeFirstOrThrow();
  return value;
}

function digits(secret: string, count: number, ...parts: readonly (string | number)[]): string {
  const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(JSON.stringify(parts)).digest();
  // One byte a digit, its low five bits: uniform, and plenty of bytes.
  return Array.from(mac.subarray(0, count), (byte) => ALPHABET[byte & 31]).join('');
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
