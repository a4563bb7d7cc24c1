import { comparableAddress } from '../domain/address.ts';
import { similarityOf } from '../domain/similarity.ts';
import { parseMail } from '../parse/parse-mail.ts';

/** What a person sees of a draft. Servers and mail programs rewrite headers, line ends and encodings; this they keep. */
interface DraftContent {
  readonly subject: string;
  readonly recipients: string;
  readonly text: string;
}

/** Another subject or recipient makes another message, however alike the words are. */
const ANOTHER_LETTER = 0.99;

/**
 * How alike two messages are to whoever reads them.
 * @returns 1 only for the same words, subject and recipients
 */
export async function compareDrafts(ours: Uint8Array, theirs: Uint8Array): Promise<number> {
  const [a, b] = [await readDraft(ours), await readDraft(theirs)];
  if (a === null || b === null) return 0;
  const similarity = similarityOf(a.text, b.text);
  const isSameLetter = similarityOf(a.subject, b.subject) === 1 && a.recipients === b.recipients;
  return isSameLetter ? similarity : Math.min(similarity, ANOTHER_LETTER);
}

async function readDraft(bytes: Uint8Array): Promise<DraftContent | null> {
  const parsed = await parseMail({ source: 'draft', bytes, internalDate: null, fileModifiedAt: null });
  if (!parsed.ok) return null;
  const { subject, headers, body } = parsed.value;
  const to = headers.filter(({ name }) => name === 'to' || name === 'cc' || name === 'bcc').map(({ value }) => value);
  return { subject, recipients: addressesIn(to.join(', ')), text: body.map((segment) => segment.text).join('\n') };
}

/** In one order, whatever names stand beside them. */
function addressesIn(fields: string): string {
  const found = fields.match(/[^\s<>,;"()@]{1,64}@[^\s<>,;"()@]{1,255}/g) ?? [];
  return [...new Set(found.map(comparableAddress))].toSorted().join(' ');
}
