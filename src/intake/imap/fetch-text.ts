import type { ImapFlow } from 'imapflow';
import type { Attachment } from '../../domain/mail.ts';
import { LARGE_BODY_BYTES } from '../../domain/message.ts';
import { assembleTextParts, headedPartsOf, MAX_TEXT_PART_BYTES, planTextParts, textPartsOf } from './text-parts.ts';

/** The header and text of a message, and what was left of it on the server. */
export interface FetchedText {
  readonly bytes: Uint8Array;
  readonly leftOut: readonly Attachment[];
}

/** A header of more is fetched with the message, and cut by the parser. */
const MAX_HEADER_BYTES = 512 * 1024;

/**
 * Fetches what people wrote in a large message, in two commands: structure and header, then the text parts.
 * @returns null where the message must be fetched whole: the server tells no structure that can be relied on, or its body is not large after all
 */
export async function fetchText(client: ImapFlow, uid: number): Promise<FetchedText | null> {
  const first = await client.fetchOne(
    String(uid),
    { uid: true, size: true, bodyStructure: true, bodyParts: [{ key: 'HEADER', start: 0, maxLength: MAX_HEADER_BYTES }] },
    { uid: true },
  );
  // imapflow gives the part HEADER as `headers`.
  const { size, bodyStructure, headers: head } = first || {};
  if (!bodyStructure || !head || head.length >= MAX_HEADER_BYTES || (size ?? 0) - head.length <= LARGE_BODY_BYTES) return null;
  const plan = planTextParts(bodyStructure);
  if (plan === null) return null;

  const texts = textPartsOf(plan.root);
  const isSingle = plan.root.kind === 'text';
  const wanted = [
    ...(isSingle ? [] : headedPartsOf(plan.root).map((part) => ({ key: `${part}.MIME`, start: 0, maxLength: MAX_HEADER_BYTES }))),
    ...texts.map((key) => ({ key, start: 0, maxLength: MAX_TEXT_PART_BYTES })),
  ];
  if (wanted.length === 0) return { bytes: head, leftOut: plan.leftOut };
  const second = await client.fetchOne(String(uid), { uid: true, bodyParts: wanted }, { uid: true });
  const { bodyParts } = second || {};
  const bytes = bodyParts ? assembleTextParts(head, plan, (key) => partOf(bodyParts, key)) : null;
  return bytes === null ? null : { bytes, leftOut: plan.leftOut };
}

/** imapflow keys parts in lower case. */
function partOf(parts: ReadonlyMap<string, Uint8Array>, key: string): Uint8Array | undefined {
  return parts.get(key.toLowerCase());
}
