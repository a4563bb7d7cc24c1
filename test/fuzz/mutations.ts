import fc from 'fast-check';

/** One change to a mail's bytes; places are shares of its length, so that every change fits every mail. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number; readonly share: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string; readonly times: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'splice'; readonly at: number; readonly other: number; readonly from: number }
  | { readonly kind: 'shuffle-header'; readonly order: readonly number[] };

/** What parsers and readers look for: a mail of random bytes would never get past the first of them. */
const TOKENS = [
  '\r\n',
  '\r\n\r\n',
  '\r',
  '\0',
  ' ',
  '\t',
  '> ',
  '-- \r\n',
  'Order: ',
  'Order number:\r\n',
  '#10482 ',
  'QI-20260301-0042 ',
  'mira@example.com ',
  'mira at example dot com ',
  '1 March 2026 ',
  '03/04/26 ',
  '令和8年3月1日',
  'vor 3 Tagen ',
  '9999-12-31 ',
  'On Mon, 2 Mar 2026 at 10:00, Shop <shop@example.net> wrote:\r\n',
  'From: a\r\nSent: b\r\nTo: c\r\nSubject: d\r\n',
  'Content-Type: text/html\r\n',
  'Content-Type: multipart/mixed; boundary=b\r\n',
  'Content-Type: message/rfc822\r\n',
  'Content-Type: text/plain; charset=iso-2022-jp; format=flowed; delsp=yes\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  '--b\r\n',
  '=?utf-8?B?UmVmdW5k?= ',
  '=?utf-8?Q?=0D=0ABcc:_x@example.com?= ',
  '=0D=0A',
  '<div>',
  '<table><tr><td>Order</td><td>',
  '<p style="display:none">',
  '<!--',
  '&#x202e;',
  '\u202e',
  '\u200b',
  '\ufeff',
  '１２３',
];

const at = fc.nat({ max: 999 });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at, byte: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at, share: fc.nat({ max: 300 }) }),
  fc.record({ kind: fc.constant('insert' as const), at, text: fc.constantFrom(...TOKENS), times: fc.constantFrom(1, 1, 2, 50, 2000) }),
  fc.record({ kind: fc.constant('repeat' as const), at, length: fc.integer({ min: 1, max: 400 }), times: fc.constantFrom(2, 10, 1000) }),
  fc.record({ kind: fc.constant('splice' as const), at, other: fc.nat(), from: at }),
  fc.record({ kind: fc.constant('shuffle-header' as const), order: fc.array(fc.nat({ max: 999 }), { minLength: 2, maxLength: 12 }) }),
);

/** A fixture by its place in the list, and what is done to it. */
export const mutatedMail = fc.record({ fixture: fc.nat(), mutations: fc.array(mutation, { minLength: 1, maxLength: 12 }) });

/** Ten times the longest fixture; the time limits are for mails of this size. */
export const MAX_FUZZED_BYTES = 512 * 1024;

/** @param mails not empty; numbers beyond its end begin again */
export function mutate(mails: readonly Uint8Array[], fixture: number, mutations: readonly Mutation[]): Uint8Array {
  let bytes = Buffer.from(pick(mails, fixture));
  for (const each of mutations) bytes = Buffer.from(apply(bytes, each, mails).subarray(0, MAX_FUZZED_BYTES));
  return bytes;
}

function apply(bytes: Buffer, change: Mutation, mails: readonly Uint8Array[]): Buffer {
  if (change.kind === 'shuffle-header') return shuffleHeader(bytes, change.order);
  const place = shareOf(bytes, change.at);
  const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (change.kind) {
    case 'flip':
      return Buffer.concat([head, Buffer.of(change.byte), tail.subarray(1)]);
    case 'cut':
      return Buffer.concat([head, tail.subarray(shareOf(bytes, change.share))]);
    case 'insert':
      return Buffer.concat([head, Buffer.from(change.text.repeat(change.times)), tail]);
    case 'repeat':
      return Buffer.concat([head, ...Array<Buffer>(change.times).fill(tail.subarray(0, change.length)), tail]);
    case 'splice':
      return Buffer.concat([head, tailOf(pick(mails, change.other), change.from)]);
    default:
      throw new Error(`no such change: ${JSON.stringify(change satisfies never)}`);
  }
}

function tailOf(bytes: Uint8Array, from: number): Uint8Array {
  return bytes.subarray(shareOf(bytes, from));
}

/** The header's lines in another order, folded ones torn apart. */
function shuffleHeader(bytes: Buffer, order: readonly number[]): Buffer {
  const end = bytes.indexOf('\n\r\n');
  if (end < 0) return bytes;
  const lines = bytes.toString('latin1', 0, end).split('\n');
  for (const [index, from] of order.entries()) {
    const [line] = lines.splice(from % lines.length, 1);
    if (line !== undefined) lines.splice(index % (lines.length + 1), 0, line);
  }
  return Buffer.concat([Buffer.from(lines.join('\n'), 'latin1'), bytes.subarray(end)]);
}

function shareOf(bytes: Uint8Array, share: number): number {
  return Math.floor((bytes.length * share) / 1000);
}

function pick(mails: readonly Uint8Array[], index: number): Uint8Array {
  return mails[index % mails.length] ?? new Uint8Array();
}
