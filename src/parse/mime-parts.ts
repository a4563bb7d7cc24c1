import { MailParser } from 'mailparser';
import type { Attachment } from '../domain/mail.ts';
import { displayText } from './header-fields.ts';
import { MAX_ATTACHMENTS, MAX_HEADER_BYTES, MAX_MIME_PARTS } from './limits.ts';

/** One text part, or a multipart with its children. Binary parts are listed as attachments. */
export interface TextNode {
  /** Lower case, without parameters. */
  readonly contentType: string;
  /** Decoded from its charset and format=flowed (RFC 3676); null for a multipart and for what is no text. */
  readonly text: string | null;
  readonly children: readonly TextNode[];
}

export interface MimeParts {
  readonly root: TextNode;
  readonly attachments: readonly Attachment[];
}

/**
 * mailparser's own answer folds all text parts into one string; which alternative is shown has to be decided by what is in them.
 * Its tree holds them apart. The tree is no documented interface: `mime-parts.test.ts` fails should an upgrade change it.
 */
interface ParserNode {
  readonly contentType?: string | false;
  readonly textContent?: string;
  readonly contentStream?: NodeJS.ReadableStream;
  readonly isAttachment?: boolean;
  readonly children?: readonly ParserNode[];
}

/** @throws Error where mailparser gives up: too many parts, too large a part header */
export async function readMimeParts(bytes: Uint8Array): Promise<MimeParts> {
  const parser = new MailParser({
    // Each of these turns text into something else and costs time on hostile input; none is needed here.
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    checksumAlgo: false,
    maxHeadSize: MAX_HEADER_BYTES,
    maxChildNodes: MAX_MIME_PARTS,
  });
  const attachments: Attachment[] = [];
  await new Promise<void>((resolve, reject) => {
    parser.on('error', (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))));
    parser.on('end', () => resolve());
    parser.on('data', (data) => {
      if (data.type !== 'attachment') return;
      let sizeBytes = 0;
      data.content.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
      });
      data.content.on('end', () => {
        if (attachments.length < MAX_ATTACHMENTS)
          attachments.push({ filename: nameOf(data.filename), contentType: data.contentType.toLowerCase(), sizeBytes });
        data.release?.();
      });
    });
    parser.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
  const { tree } = parser as unknown as { readonly tree: ParserNode | false };
  if (tree === false) return { root: { contentType: 'text/plain', text: '', children: [] }, attachments };
  return { root: nodeOf(tree), attachments };
}

function nameOf(filename: string | undefined): string | null {
  return filename === undefined ? null : displayText(filename, 255);
}

function nodeOf(node: ParserNode): TextNode {
  const contentType = (node.contentType || 'text/plain').toLowerCase();
  const text = node.isAttachment === true ? null : (node.textContent ?? null);
  return { contentType, text, children: (node.children ?? []).map(nodeOf) };
}
