/** Mails made to be slow, each by one thing in abundance. Built here, not kept: 60 MB of them say nothing that a line does not. */

const KB = 1024;
const MB = 1024 * KB;

const HEADER = [
  'From: Mira <mira.holt@example.com>',
  'To: support@example.net',
  'Subject: Refund Request',
  'Message-ID: <heavy@example.com>',
  'Received: from a.example by b.example; Thu, 05 Mar 2026 09:30:00 +0000',
].join('\r\n');
const WORDS = 'Please refund my order QI-20260301-0042, it does not work.\r\n';

const filled = (unit: string, chars = 300 * KB) => unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);
const listed = (count: number, item: (at: number) => string, between: string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(between);
/** A unit over and over in lines of one length: what is worked out for each place of a line costs most in long lines. */
const inLines = (unit: string, length: number) => filled(`${filled(unit, length).trimEnd()}\r\n`);
const withText = (text: string) => `${HEADER}\r\n\r\n${WORDS}${text}\r\n`;
const withHtml = (html: string) => `${HEADER}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>${WORDS}</p>${html}`;
const withField = (field: string) => `${HEADER}\r\n${field}\r\n\r\n${WORDS}`;
const withBody = (field: string, body: string) => `${HEADER}\r\n${field}\r\n\r\n${body}`;
const withSubject = (subject: string) => withText('').replace('Refund Request', subject);
const withFrom = (name: string) => withText('').replace('Mira', name);
const inParts = (count: number, type: string, part: string) =>
  withBody('Content-Type: multipart/mixed; boundary=b', `--b\r\nContent-Type: ${type}\r\n\r\n${part}\r\n`.repeat(count));

const UNITS = [
  'a@',
  '1/',
  '-',
  '>',
  '> ',
  ' ',
  '\t',
  '7',
  '(',
  '. ',
  '.',
  '"',
  '_',
  '*',
  'Order: ',
  'Order:\r\n',
  'Order: QI-1\r\n',
  'QI-1 ',
  '#1 ',
  'order number ',
  '1 March ',
  '3 days ago ',
  'yesterday ',
  'refund ',
  'https://a.b/',
  'mira at example dot com ',
  'a\r\n',
  '\r\n',
  '年',
  '1月',
  '退款',
  '-- \r\n',
  'Best regards\r\n',
  'On Mon 1 Jan 2020 wrote:\r\n',
  'From: a\r\nSent: b\r\nTo: c\r\nSubject: d\r\n',
  '\0',
  '\u202e',
  '\u0301',
  'e\u0301',
];

const ELEMENTS = [
  '<div>',
  '</div>',
  '<table>',
  '<td>Order</td>',
  '<b>1</b>',
  '<blockquote>',
  '<li>1',
  '<br>',
  '<!--',
  '<style>a{b:c}',
  '<p style="display:none">x',
  '&#49;',
  '<',
];

const RULES = listed(2000, (at) => `.a${at}{display:none}`, '');
const PASSED_ON =
  '---------- Forwarded message ---------\r\nFrom: a <a@b.example>\r\nDate: 1 Mar 2026 at 10:00\r\nSubject: x\r\n\r\nOrder: QI-1\r\n';

/** What the mail says its bytes are, over bytes that fit none of them. */
const CHARSETS = [
  'utf-8',
  'utf-16',
  'utf-7',
  'utf-32',
  'iso-2022-jp',
  'hz-gb-2312',
  'gb18030',
  'shift_jis',
  'koi8-r',
  'cp437',
  'x-unknown',
  'utf-8\\',
  'a'.repeat(5000),
];
const NO_CHARSET = filled('\xff\xfe\x1b$B\x80\xe9\x00 1', 400 * KB);

const YEARS = ['0000', '0001', '1970', '2999', '9999', '99999', '275761'];

const BROKEN_UNITS = ['Order: ', 'From: ', '| a ', '| number ', '(a) order ', 'a - ', '年1月', '1月2日 ', '。'];
/** As mail programs break them, as long as a table's row, and nearly the longest that is read. */
const LINE_LENGTHS = [78, 390, 1990];
const WIDE_ROWS = `<tr>${'<th>Order</th>'.repeat(2000)}</tr><tr>${'<td>QI-1</td>'.repeat(2000)}</tr>`;

/** Each mail by what is too much in it. */
export const HOSTILE_MAILS: ReadonlyMap<string, Buffer> = new Map(
  [
    ...UNITS.map((unit) => [`300 KB of ${JSON.stringify(unit)}`, withText(filled(unit))]),
    ...['a@', '1/', ' ', '>', '0', 'Order: QI-1\r\n'].map((unit) => [`5 MB of ${JSON.stringify(unit)}`, withText(filled(unit, 5 * MB))]),
    ...ELEMENTS.map((element) => [`2 MB of ${element}`, withHtml(filled(element, 2 * MB))]),
    ...BROKEN_UNITS.flatMap((unit) =>
      LINE_LENGTHS.map((length) => [
        `300 KB of ${JSON.stringify(unit)} in lines of ${length}`,
        withBody('Content-Type: text/plain; charset=utf-8', `${WORDS}${inLines(unit, length)}`),
      ]),
    ),
    ['rows of 2000 labels, rows of 2000 values', withHtml(`<table>${WIDE_ROWS.repeat(5)}</table>`)],
    ['questions of ours and answers in turn, 9000 times', withText('> Order number, please?\r\nyes\r\n'.repeat(9000))],
    ['200,000 elements in one another', withHtml(`${'<div>'.repeat(200_000)}x${'</div>'.repeat(200_000)}`)],
    ['100,000 cells in one row', withHtml(`<table><tr>${'<td>1</td>'.repeat(100_000)}</tr></table>`)],
    ['50,000 rows of label and value', withHtml(`<table>${'<tr><td>Order</td><td>QI-1</td></tr>'.repeat(50_000)}</table>`)],
    ['a style of a megabyte', withHtml(`<p style="${'color:red;'.repeat(100_000)}">x</p>`)],
    ['2000 rules of style on 60,000 elements', withHtml(`<style>${RULES}</style>${'<p class="b c d e">x</p>'.repeat(60_000)}`)],
    ['100,000 ends of what never began', withHtml(`${'<div>'.repeat(100_000)}${'</b>'.repeat(100_000)}`)],
    ['40,000 tables in one another', withHtml('<table><tr><td>'.repeat(40_000))],
    ['quotations and answers in turn, 20,000 times', withHtml('<blockquote>Order: QI-1</blockquote>yes'.repeat(20_000))],
    ['2500 mails passed on', withText(PASSED_ON.repeat(2500))],
    ['990 fields of encoded words', withField(listed(990, (at) => `X-${at}: ${'=?utf-8?Q?a?= '.repeat(36)}`, '\r\n'))],
    ['200,000 attributes', withHtml(`<p ${'a=b '.repeat(200_000)}>x</p>`)],
    ['50,000 levels of quotation', withText(`${'>'.repeat(50_000)} x`)],
    ['each line quoted once more', withText(listed(1500, (at) => `${'>'.repeat(at)} x`, '\r\n'))],
    ['20,000 header fields', withField(listed(20_000, (at) => `X-${at}: v`, '\r\n'))],
    ['20,000 relays', withField(listed(20_000, () => 'Received: a by b; x', '\r\n'))],
    ['5000 results of authentication', withField(listed(5000, () => 'Authentication-Results: mx; dkim=pass header.d=a', '\r\n'))],
    ['a field folded 300,000 times', withField(`X-Long:${'\r\n a'.repeat(300_000)}`)],
    ['a field of five megabytes', withField(`X-Long: ${filled('y', 5 * MB)}`)],
    ['100,000 references', withField(`References: ${'<a@b> '.repeat(100_000)}`)],
    ['5000 recipients', withField(`Cc: ${listed(5000, (at) => `"a ${at}" <a${at}@b.example>`, ',\r\n ')}`)],
    ['5000 senders', withFrom(`${listed(5000, (at) => `a${at}@b.example`, ', ')}, Mira`)],
    ['5000 addresses to reply to', withField(`Reply-To: ${listed(5000, (at) => `a${at}@b.example`, ', ')}`)],
    ['comments in comments', withFrom(`${'('.repeat(50_000)}${')'.repeat(50_000)} Mira`)],
    ['50,000 escaped quotation marks', withFrom(`"${'\\"'.repeat(50_000)}"`)],
    ['20,000 encoded words', withSubject('=?utf-8?B?UmVmdW5k?= '.repeat(20_000))],
    ['encoded words that never end', withSubject('=?utf-8?Q?'.repeat(30_000))],
    ['an answer to an answer to an answer', withSubject(`${'Re: '.repeat(50_000)}Refund Request`)],
    ['out of office, twenty thousand times', withSubject('out of office '.repeat(20_000))],
    ['20,000 parameters of a type', withField(`Content-Type: text/plain${'; a*0*=x'.repeat(20_000)}`)],
    ['a file name in 10,000 pieces', withField(`Content-Disposition: attachment${listed(10_000, (at) => `; filename*${at}*=%41`, '')}`)],
    ['5000 order numbers with their labels', withText(listed(5000, (at) => `Order: QI-20260301-${at}`, '\r\n'))],
    ['20,000 order numbers', withText(listed(20_000, (at) => `QI-20260301-${at}`, ' '))],
    ['5000 dates', withText(listed(5000, (at) => `Purchase date: ${(at % 28) + 1}.${(at % 12) + 1}.20${at % 100}`, '\r\n'))],
    ['5000 addresses', withText(listed(5000, (at) => `a${at}@b.example`, ', '))],
    ['1000 parts in one another', nestedParts(1000)],
    [
      '1000 mails in one another',
      withBody('Content-Type: message/rfc822', `${'From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n'.repeat(1000)}x`),
    ],
    ['400 parts of text', inParts(400, 'text/plain', filled('Order: 1 ', 10 * KB))],
    ['400 parts of HTML', inParts(400, 'text/html', filled('<p>Order: 1</p>', 10 * KB))],
    ['boundaries that are none', withBody('Content-Type: multipart/mixed; boundary=b', '--b-\r\n'.repeat(100_000))],
    ['Base64 that is none', withBody('Content-Transfer-Encoding: base64', filled('@@@@====A', 2 * MB))],
    ['Base64 on one line', withBody('Content-Transfer-Encoding: base64', filled('QUJD', 3 * MB))],
    ['quoted-printable that is none', withBody('Content-Transfer-Encoding: quoted-printable', filled('=3', 2 * MB))],
    ['a line broken softly half a million times', withBody('Content-Transfer-Encoding: quoted-printable', filled('1=\r\n', 2 * MB))],
    ['a paragraph that flows on', withBody('Content-Type: text/plain; format=flowed; delsp=yes', filled('> a \r\n', MB))],
    ['uuencode', withText(`begin 644 a\r\n${filled(`M${'x'.repeat(60)}\r\n`, MB)}`)],
    ...CHARSETS.map((charset) => [
      `bytes that are no ${charset.slice(0, 20)}`,
      withBody(`Content-Type: text/plain; charset="${charset}"`, NO_CHARSET),
    ]),
    ...YEARS.map((year) => [`sent in the year ${year}`, withText('').replace(' 2026 ', ` ${year} `)]),
    ...YEARS.map((year) => [`bought in the year ${year}`, withText(boughtIn(year))]),
    [
      'counts beyond every calendar',
      withText('I bought it 1e308 days ago, 999999999999999999999 years ago, 2147483648 weeks ago, vor 88888888 Wochen'),
    ],
    ['nothing', ''],
    ['empty lines alone', '\r\n'.repeat(100_000)],
    ['no header', filled('x\r\n')],
    ['an old Mac’s line ends', withText(filled('a\r\n')).replaceAll('\r\n', '\r')],
    ['a header alone', `${HEADER}\r\n${filled('X: y\r\n', 5 * MB)}`],
  ].map(([name, mail]) => [name ?? '', Buffer.from(mail ?? '', name?.startsWith('bytes') ? 'latin1' : 'utf8')]),
);

function nestedParts(depth: number): string {
  const opened = listed(depth, (at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n`, '\r\n');
  return withBody('Content-Type: multipart/mixed; boundary=b0', `${opened}\r\n--b${depth}\r\n\r\n${WORDS}`);
}

function boughtIn(year: string): string {
  return `Purchase date: ${year}-12-30\r\nBought on 30 December ${year}, 30.12.${year}, ${year}年12月30日, 令和${year}年1月1日, 民國${year}年1月1日, ${year} days ago, vor ${year} Jahren, ${year}日前, next Monday`;
}
