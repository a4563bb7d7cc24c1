import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../src/cli/answer.ts';
import { jsonLine } from '../../../src/cli/io.ts';
import { printable, safeForTerminal } from '../../../src/cli/printable.ts';
import { verdictTable } from '../../../src/cli/verdict-table.ts';
import { describeVerdict } from '../../../src/cli/verdict-view.ts';
import { composeMessage } from '../../../src/delivery/compose-message.ts';
import { bookOf, judge, mail, ORDER, OWNER, order } from '../pipeline/judge-mail.ts';

const TERMINAL = { stdout: new PassThrough() };

/** What a terminal obeys (C0, DEL, C1) and what makes text read as another: overrides, isolates, marks, separators. */
const OBEYED = /(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** A mail that has the same sequence everywhere a stranger can write. */
function mailWith(sequence: string): string {
  const word = `=?utf-8?b?${Buffer.from(`x${sequence}y`).toString('base64')}?=`;
  const fields = [
    `Reply-To: ${word} <eve@evil.example>`,
    `Thread-Topic: ${word}`,
    `Authentication-Results: mx.shop.example; dmarc=pass header.from=example.com; dkim=pass reason="x${sequence}y" header.d=e${sequence}.example`,
    `References: <a${sequence}@b.example>`,
  ];
  const body = `Hello,\n\nplease refund me.\nOrder number: ${ORDER.orderId}\nOrder: QI-9${sequence}9\nAccount: ${OWNER}\nPurchase date: 1 March 2026${sequence}\nReason: it${sequence}broke`;
  return mail(`${word} <${OWNER}>`, body, `${fields.join('\n')}\n`).replace('Refund Request', `Refund Request ${word}`);
}

const SEQUENCES: [string, string][] = [
  ['an escape sequence that clears the screen', '\u001b[2J\u001b[H'],
  ['a title that types a command', '\u001b]0;rm -rf ~\u0007'],
  ['the same in eight bits', '\u009b2J'],
  ['backspaces over what was said', '\b\b\b\b'],
  ['a carriage return over the line', '\rfull 9999.00 USD'],
  ['a right-to-left override', '\u202e'],
  ['isolates', '\u2066x\u2069'],
  ['a line separator', '\u2028'],
  ['a bell', '\u0007'],
];

describe('what a stranger writes moves no terminal', () => {
  test.each(SEQUENCES)('%s', async (_, sequence) => {
    const verdict = await judge(mailWith(sequence), bookOf(order()));
    expect(verdict.decision?.outcome).toBe('proportional');
    expect(describeVerdict(verdict, TERMINAL)).not.toMatch(OBEYED);
    const event = { kind: 'mail', done: 1, due: 1, uid: 1, result: 'drafted', why: `x${sequence}`, verdict, plan: null } as const;
    expect(verdictTable([event, { ...event, verdict: null }], TERMINAL)).not.toMatch(OBEYED);
    expect(safeForTerminal(`cannot read mails/x${sequence}.eml`)).not.toMatch(OBEYED);
  });

  test.each(SEQUENCES)('as JSON, which still says it: %s', async (_, sequence) => {
    const answer = answerOf(await judge(mailWith(sequence), bookOf(order())));
    const line = jsonLine(answer);
    expect(line.trimEnd()).not.toMatch(OBEYED);
    expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(answer)));
  });

  test('joiners of emoji and Persian stay', () => {
    expect(printable('👩\u200d💻 می\u200cخواهم')).toBe('👩\u200d💻 می\u200cخواهم');
  });
});

describe('a reply says nothing but what we say', () => {
  test.each(SEQUENCES)('no header and no body holds %s', async (_, sequence) => {
    const { reply } = await judge(mailWith(sequence), bookOf(order()));
    if (reply === null) throw new Error('no reply');
    for (const value of [reply.subject, reply.to, ...Object.values(reply.headers)]) expect(value).not.toMatch(OBEYED);
    expect(`${reply.text}${reply.html}`).not.toMatch(OBEYED);
    const envelope = { from: { name: 'Shop', address: 'support@shop.example' }, messageId: '<r1@shop.example>', date: new Date(0) };
    const message = Buffer.from(await composeMessage(reply, envelope)).toString('latin1');
    expect(message.replaceAll('\r\n', '')).not.toMatch(OBEYED);
  });

  const PAYLOADS: [string, string][] = [
    ['a Handlebars value', '{{amount}}'],
    ['a Handlebars value without escaping', '{{{supportName}}}'],
    ['a way to the constructor', '{{constructor.constructor "return process"}}'],
    ['a way to the prototype', '{{lookup __proto__ "x"}}{{__proto__.polluted}}'],
    ['a partial', '{{> page}}'],
    ['a template literal', ['$', '{process.env.HOME}'].join('')],
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['a link', '<a href="https://evil.example">click</a>'],
    ['a formula of a spreadsheet', '=HYPERLINK("https://evil.example","x")'],
  ];

  test.each(PAYLOADS)('%s in the name, the order number and the reason is not repeated', async (_, payload) => {
    const body = `Hello,\n\nplease refund me.\nOrder number: ${payload}\nOrder number: ${ORDER.orderId}\nReason: ${payload}`;
    const { reply } = await judge(mail(`"${payload.replaceAll('"', '\\"')}" <${OWNER}>`, body), bookOf(order()));
    expect(JSON.stringify(reply)).not.toContain(JSON.stringify(payload).slice(1, -1));
    expect(`${reply?.text}${reply?.html}`).not.toMatch(/alert|evil|__proto__|constructor|\{\{|\$\{|=HYPERLINK/);
  });

  test.each(PAYLOADS)('%s in the subject is repeated as the words it is, in the subject alone', async (_, payload) => {
    const { reply } = await judge(
      mail(OWNER, `Please refund order ${ORDER.orderId}.`).replace('Refund Request', `Refund Request ${payload}`),
      bookOf(order()),
    );
    expect(reply?.subject).toBe(`Re: Refund Request ${payload}`);
    expect(`${reply?.text}${reply?.html}`).not.toMatch(/alert|evil|__proto__|constructor|\{\{|\$\{|=HYPERLINK/);
  });

  test.each(PAYLOADS)('%s in an order number of the book is shown and never run', async (_, payload) => {
    const orderId = `QI-${payload}`;
    const { reply } = await judge(mail(OWNER, `Please refund order ${ORDER.orderId}.`), {
      ...bookOf(),
      find: async () => ({ ok: true, value: { matches: [{ candidate: ORDER.orderId, entry: order({ orderId }) }], asOf: new Date(0) } }),
    });
    expect(reply?.text).toContain(orderId);
    expect(reply?.html).not.toMatch(/<script|<img|<a href="https:\/\/evil/);
  });
});

test.each([
  ['postgres://shop:s3cret@db.example/shop cannot be reached', 'postgres://shop:[secret]@db.example/shop cannot be reached'],
  ['postgres://shop:p@ss/w0rd@db.example/shop', 'postgres://shop:[secret]@db.example/shop'],
  ['https://user:token@api.example/orders?x=1', 'https://user:[secret]@api.example/orders?x=1'],
  ['https://api.example/orders of a@example.com', 'https://api.example/orders of a@example.com'],
])('no message tells a password of an address: %s', (text, shown) => {
  expect(safeForTerminal(text)).toBe(shown);
});
