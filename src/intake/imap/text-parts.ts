import type { MessageStructureObject } from 'imapflow';
import type { Attachment } from '../../domain/mail.ts';

/** Of one text part; HTML of more is not read either. Quoted-printable takes up to three bytes a character. */
export const MAX_TEXT_PART_BYTES = 2 * 1024 * 1024;
/** Letters have two text parts, one that passes others on a few more. */
const MAX_TEXT_PARTS = 20;
const MAX_ATTACHMENTS = 200;
/** A letter's parts are nested three deep; mails in mails a few more. */
const MAX_DEPTH = 20;

/** A multipart to be written again, a text part to be fetched. What else there is, is left on the server. */
export type KeptNode =
  | { readonly kind: 'multipart'; readonly part: string | null; readonly boundary: string; readonly children: readonly KeptNode[] }
  | { readonly kind: 'text'; readonly part: string };

/** What of a message to fetch, and what of it stays where it is. */
export interface TextPlan {
  readonly root: KeptNode;
  readonly leftOut: readonly Attachment[];
}

/**
 * Chooses the text parts that a reader is shown, by RFC 9051 section 7.5.2; what lies in a mail that is attached is no part of this one.
 * @returns null where the structure cannot be relied on: the message is to be fetched whole
 */
export function planTextParts(structure: MessageStructureObject): TextPlan | null {
  const leftOut: Attachment[] = [];
  let texts = 0;
  const keep = (node: MessageStructureObject, depth: number): KeptNode | 'left-out' | null => {
    if (depth > MAX_DEPTH || node.type === '/' || node.type === '') return null;
    if (node.type.startsWith('multipart/')) {
      const boundary = node.parameters?.['boundary'];
      if (boundary === undefined || boundary === '' || /[\r\n]/.test(boundary)) return null;
      const children = (node.childNodes ?? []).map((child) => keep(child, depth + 1));
      if (children.includes(null)) return null;
      const kept = children.filter((child) => child !== null && child !== 'left-out');
      return { kind: 'multipart', part: node.part ?? null, boundary, children: kept };
    }
    const isShown = (node.type === 'text/plain' || node.type === 'text/html') && node.disposition !== 'attachment';
    if (isShown && texts < MAX_TEXT_PARTS) {
      texts += 1;
      return { kind: 'text', part: node.part ?? '1' };
    }
    if (leftOut.length < MAX_ATTACHMENTS) leftOut.push(attachmentOf(node));
    return 'left-out';
  };
  const root = keep(structure, 0);
  // One part that is no text: its header says so, and there is nothing below it.
  if (root === 'left-out') return { root: { kind: 'multipart', part: null, boundary: 'none', children: [] }, leftOut };
  return root === null ? null : { root, leftOut };
}

/** Part numbers of the texts, in order. */
export function textPartsOf(node: KeptNode): readonly string[] {
  return node.kind === 'text' ? [node.part] : node.children.flatMap(textPartsOf);
}

/** Part numbers below the message itself, whose own MIME header has to be fetched. */
export function headedPartsOf(node: KeptNode): readonly string[] {
  if (node.kind === 'text') return [node.part];
  return [...(node.part === null ? [] : [node.part]), ...node.children.flatMap(headedPartsOf)];
}

/**
 * The message without what was left out: its header to the byte, each text part with its own.
 * @param header with the empty line that ends it
 * @param bytesOf of `2.MIME` (with its empty line) or of `2`; undefined where the server sent nothing
 * @returns null where a part is lacking
 */
export function assembleTextParts(header: Uint8Array, plan: TextPlan, bytesOf: (key: string) => Uint8Array | undefined): Uint8Array | null {
  const pieces: Uint8Array[] = [header];
  const add = (text: string) => pieces.push(Buffer.from(text, 'latin1'));
  const write = (node: KeptNode, isRoot: boolean): boolean => {
    if (!isRoot && node.part !== null) {
      const head = bytesOf(`${node.part}.MIME`);
      if (head === undefined) return false;
      pieces.push(head);
      if (!endsWithEmptyLine(head)) add('\r\n');
    }
    if (node.kind === 'text') {
      const text = bytesOf(node.part);
      if (text === undefined) return false;
      pieces.push(text);
      return true;
    }
    for (const child of node.children) {
      add(`\r\n--${node.boundary}\r\n`);
      if (!write(child, false)) return false;
    }
    if (node.children.length > 0) add(`\r\n--${node.boundary}--\r\n`);
    return true;
  };
  return write(plan.root, true) ? Buffer.concat(pieces) : null;
}

function endsWithEmptyLine(head: Uint8Array): boolean {
  return head.length === 2 || Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1').endsWith('\r\n\r\n');
}

/** Base64 as mail programs write it: 57 bytes in a line of 76 characters and its end. */
const BASE64_SHARE = 57 / 78;

/** Sizes are the server's: for base64 what it comes to when decoded, within a line. */
function attachmentOf({ type, size, encoding, parameters, dispositionParameters }: MessageStructureObject): Attachment {
  const filename = dispositionParameters?.['filename'] ?? parameters?.['name'] ?? null;
  const encoded = size ?? 0;
  return { filename, contentType: type, sizeBytes: encoding === 'base64' ? Math.floor(encoded * BASE64_SHARE) : encoded };
}
