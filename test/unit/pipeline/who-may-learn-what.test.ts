import { describe, expect, test } from 'vitest';
import { composeMessage } from '../../../src/delivery/compose-message.ts';
import type { OrderEntry } from '../../../src/domain/order.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import type { OrderBook } from '../../../src/ports/order-book.ts';
import type { SenderVerifier } from '../../../src/ports/sender-verifier.ts';
import { policyOf } from '../policy/eligible.ts';
import { bookOf, judge, mail, ORDER, OWNER, order, type Surroundings } from './judge-mail.ts';

/** A request in each language that replies come in, naming an account and an order. */
const REQUESTS: Readonly<Record<string, string>> = {
  en: 'Hello, please refund my purchase, I was not satisfied.\n\nRegistered account: ACCOUNT\nOrder number: NUMBER',
  de: 'Guten Tag, bitte erstatten Sie mir den Kauf, ich war nicht zufrieden.\n\nRegistriertes Konto: ACCOUNT\nBestellnummer: NUMBER',
  fr: 'Bonjour, merci de me rembourser mon achat, je ne suis pas satisfait.\n\nCompte enregistré : ACCOUNT\nNuméro de commande : NUMBER',
  es: 'Hola, quiero que me devuelvan el dinero de mi compra, no estoy satisfecho.\n\nCuenta registrada: ACCOUNT\nNúmero de pedido: NUMBER',
  pt: 'Olá, quero o reembolso da minha compra, não fiquei satisfeito.\n\nConta registada: ACCOUNT\nNúmero do pedido: NUMBER',
  it: 'Buongiorno, vorrei il rimborso del mio acquisto, non sono soddisfatto.\n\nAccount registrato: ACCOUNT\nNumero ordine: NUMBER',
  nl: 'Hallo, ik wil graag mijn aankoop terugbetaald krijgen, ik ben niet tevreden.\n\nGeregistreerd account: ACCOUNT\nBestelnummer: NUMBER',
  pl: 'Dzień dobry, proszę o zwrot pieniędzy za mój zakup, nie jestem zadowolony.\n\nZarejestrowane konto: ACCOUNT\nNumer zamówienia: NUMBER',
  ru: 'Здравствуйте, прошу вернуть деньги за покупку, я недоволен результатом.\n\nАккаунт: ACCOUNT\nНомер заказа: NUMBER',
  uk: 'Добрий день, прошу повернути кошти за покупку, я незадоволений результатом.\n\nОбліковий запис: ACCOUNT\nНомер замовлення: NUMBER',
  tr: 'Merhaba, satın aldığım kredilerin ücretini iade etmenizi istiyorum, memnun kalmadım.\n\nKayıtlı hesap: ACCOUNT\nSipariş numarası: NUMBER',
  'zh-Hans': '您好，我对结果不满意，请给我退款，谢谢。\n\n注册账户：ACCOUNT\n订单号：NUMBER',
  'zh-Hant': '您好，我對結果不滿意，請給我退款，謝謝。\n\n註冊帳戶：ACCOUNT\n訂單編號：NUMBER',
  ja: 'お世話になっております。結果に満足できなかったため、返金をお願いいたします。\n\n登録アカウント：ACCOUNT\n注文番号：NUMBER',
  ko: '안녕하세요. 결과가 만족스럽지 않아 환불을 요청합니다.\n\n등록된 계정: ACCOUNT\n주문 번호: NUMBER',
  ar: 'مرحبا، أريد استرداد المبلغ لأنني غير راضٍ عن النتيجة.\n\nالحساب المسجل: ACCOUNT\nرقم الطلب: NUMBER',
};

const request = (locale: string, account: string) => (REQUESTS[locale] ?? '').replace('ACCOUNT', account).replace('NUMBER', ORDER.orderId);

/** What a recipient could see or measure of a reply, to the byte. */
async function visible({ reply }: Verdict) {
  if (reply === null) throw new Error('no reply');
  const envelope = { from: { name: 'Shop', address: 'support@shop.example' }, messageId: '<r1@shop.example>', date: new Date(0) };
  return { reply, message: Buffer.from(await composeMessage(reply, envelope)).toString('latin1') };
}

const STRANGER = 'eve@evil.example';
const UNUSABLE = { kind: 'unusable', orderId: ORDER.orderId, problems: [] } as const;

/** What the book may hold of the order that a stranger names. */
const BOOKS: [string, OrderBook, Surroundings?][] = [
  ["an order of somebody else's", bookOf(order())],
  ['an order that has an open case', bookOf(order()), { hasCase: true }],
  ['an order that is refunded', bookOf(order({ status: 'refunded' }))],
  ['an order that is disputed', bookOf(order({ status: 'disputed' }))],
  ['an order that is cancelled', bookOf(order({ status: 'cancelled' }))],
  ['an order past the window', bookOf(order({ purchasedAt: '2026-01-01' }))],
  ['an order of the future', bookOf(order({ purchasedAt: '2026-04-01' }))],
  ['an order with nothing left', bookOf(order({ creditsUsed: 400 }))],
  ['an order with impossible usage', bookOf(order({ creditsUsed: 4000 }))],
  ['an order in another currency', bookOf(order({ currency: 'JPY', total: '4000' }))],
  ['a record that cannot be used', bookOf({ ...UNUSABLE, accountEmail: OWNER })],
  ['a record without an account', bookOf({ ...UNUSABLE, accountEmail: null })],
  ['an order below the limit of sending', bookOf(order()), { autoSendMaxAmount: '1000' }],
];

describe('to a stranger, the reply is the same to the byte as if there were no such order', () => {
  test.each(BOOKS)('%s', async (_, book, around = {}) => {
    for (const account of [OWNER, STRANGER]) {
      const text = mail(STRANGER, request('en', account));
      const unknown = await judge(text, bookOf(), around);
      expect(unknown.decision?.flags).toContain('order-not-found');
      expect(await visible(await judge(text, book, around))).toEqual(await visible(unknown));
    }
  });

  test.each(Object.keys(REQUESTS))('in %s: sender-mismatch, account-mismatch, both, and order-not-found', async (locale) => {
    const text = mail(STRANGER, request(locale, OWNER));
    const unknown = await visible(await judge(text, bookOf()));
    expect(unknown.reply).toMatchObject({ locale, template: 'verify-details', action: 'draft' });
    const cases: readonly [OrderEntry, readonly string[]][] = [
      [order(), ['sender-mismatch']],
      [order({ accountEmail: STRANGER }), ['account-mismatch']],
      [order({ accountEmail: 'noor@example.org' }), ['account-mismatch', 'sender-mismatch']],
    ];
    for (const [entry, flags] of cases) {
      const verdict = await judge(text, bookOf(entry));
      expect(verdict.decision?.flags.filter((flag) => flag.endsWith('-mismatch'))).toEqual(flags);
      expect(await visible(verdict)).toEqual(unknown);
    }
  });

  test.each(['pass', 'fail'])('authenticated or not: DMARC %s', async (result) => {
    const text = mail(
      STRANGER,
      request('en', OWNER),
      `Authentication-Results: mx.shop.example; dmarc=${result} header.from=evil.example\n`,
    );
    expect(await visible(await judge(text, bookOf(order())))).toEqual(await visible(await judge(text, bookOf())));
  });

  test('where a stricter shop asks for more', async () => {
    const policy = policyOf({ requiredFields: ['accountEmail', 'orderId', 'purchaseDate', 'reason'] });
    const text = mail(STRANGER, request('en', OWNER));
    expect(await visible(await judge(text, bookOf(order()), { policy }))).toEqual(await visible(await judge(text, bookOf(), { policy })));
  });

  test('the payment named beside the order tells nothing either', async () => {
    const text = mail(STRANGER, `${request('en', OWNER)}\nTransaction ID: ch_3OqXyZ2eZvKYlo2C`);
    const second = order({ orderId: 'ch_3OqXyZ2eZvKYlo2C', accountEmail: 'noor@example.org' });
    const unknown = await visible(await judge(text, bookOf()));
    for (const book of [bookOf(second), bookOf(order(), second), bookOf(order())])
      expect(await visible(await judge(text, book))).toEqual(unknown);
  });
});

describe('who counts as the owner', () => {
  const sent = (from: string, fields = '') => judge(mail(from, 'Please refund order QI-20260301-0042.', fields), bookOf(order()));

  test.each([
    ['the account itself', OWNER],
    ['in capitals', 'MIRA.HOLT@EXAMPLE.COM'],
    ['with a name that is another address', '"eve@evil.example" <mira.holt@example.com>'],
    ['behind a route', '<@relay.example:mira.holt@example.com>'],
    ['with comments', '(x) mira.holt@example.com (eve@evil.example)'],
  ])('%s', async (_, from) => {
    expect((await sent(from)).sender).toMatchObject({ address: OWNER, matchesAccount: true });
  });

  test.each([
    ['a look-alike domain', 'mira.holt@examp1e.com'],
    ['a longer domain', 'mira.holt@example.com.evil.example'],
    ['a subdomain', 'mira.holt@mail.example.com'],
    ['a plus address', 'mira.holt+refund@example.com'],
    ['dots that some providers ignore', 'miraholt@example.com'],
    ['a homograph', 'mira.holt@exаmple.com'],
    ['a homograph in its A-label form', 'mira.holt@xn--exmple-4nf.com'],
    ['a homograph before the sign', 'mirа.holt@example.com'],
    ['a full-width letter', 'mira.holt@ｅxample.com'],
    ['the Kelvin sign, which lower-cases to k', 'mi\u212aa.holt@example.com'],
    ['the owner as display name', '"mira.holt@example.com" <eve@evil.example>'],
    ['the owner in an encoded display name', '=?utf-8?q?mira.holt=40example.com?= <eve@evil.example>'],
    ['the owner in a comment', 'eve@evil.example (mira.holt@example.com)'],
    ['the owner as quoted local part', '"mira.holt@example.com"@evil.example'],
    ['the local part in quotes', '"mira.holt"@example.com'],
    ['the owner in a route', '<@example.com:eve@evil.example>'],
  ])('not %s', async (_, from) => {
    const { sender, reply } = await sent(from);
    expect(sender?.matchesAccount).toBe(false);
    expect(reply?.template).toBe('verify-details');
  });

  test.each([
    ['two mailboxes', 'mira.holt@example.com, eve@evil.example', ''],
    ['a second From field', OWNER, 'From: eve@evil.example\n'],
    ['the same From field twice', OWNER, 'FROM: mira.holt@example.com\n'],
    ['a From field with a space before its colon', OWNER, 'From : eve@evil.example\n'],
    ['a group', 'Owners: mira.holt@example.com;', ''],
    ['an encoded word as address', '=?utf-8?q?mira.holt=40example.com?=', ''],
    ['a null byte', 'mira.holt@example.com\0.evil.example', ''],
    ['a trailing dot', 'mira.holt@example.com.', ''],
    ['two angles', '<mira.holt@example.com> <eve@evil.example>', ''],
    ['nobody', '', ''],
  ])('and nobody is answered: %s', async (_, from, fields) => {
    const { sender, reply } = await sent(from, fields);
    expect(sender).toMatchObject({ address: null, authentication: 'none' });
    expect(reply).toBeNull();
  });

  test.each([
    ['Sender', 'Sender: mira.holt@example.com\n'],
    ['Reply-To', 'Reply-To: mira.holt@example.com\n'],
    ['Return-Path', 'Return-Path: <mira.holt@example.com>\n'],
    ['Resent-From', 'Resent-From: mira.holt@example.com\n'],
    ['X-Original-From', 'X-Original-From: mira.holt@example.com\n'],
  ])('%s of the owner makes nobody the owner', async (_, fields) => {
    expect((await sent(STRANGER, fields)).sender).toMatchObject({ address: STRANGER, matchesAccount: false });
  });

  test('a reply to the owner goes to From, whatever Reply-To says', async () => {
    const { reply, decision } = await sent(OWNER, 'Reply-To: eve@evil.example\n');
    expect(reply?.to).toBe(OWNER);
    expect(decision?.flags).toContain('reply-to-differs');
    expect(JSON.stringify(reply)).not.toContain('eve@');
  });
});

describe('whose word counts for the sender', () => {
  const verifier = (result: string): SenderVerifier => ({
    verify: async () => ({ results: [{ method: 'dmarc', result, properties: new Map([['header.from', 'example.com']]) }], seal: null }),
    close: () => undefined,
  });
  const AR = (id: string, result: string) => `Authentication-Results: ${id}; dmarc=${result} header.from=example.com\n`;
  const sent = (fields: string, checked: SenderVerifier | null) =>
    judge(mail(OWNER, 'Please refund order QI-20260301-0042.', fields), bookOf(order()), {
      trust: { authservIds: ['mx.shop.example'], sealers: [], verifier: checked },
    });

  test.each([
    ['our receiving host', AR('mx.shop.example', 'pass'), verifier('fail'), 'pass', 'receiving-host', 'send'],
    [
      'our receiving host, against what would be found here',
      AR('mx.shop.example', 'fail'),
      verifier('pass'),
      'fail',
      'receiving-host',
      'draft',
    ],
    [
      'our receiving host over a forged field below it',
      AR('mx.shop.example', 'fail') + AR('mx.shop.example', 'pass'),
      null,
      'fail',
      'receiving-host',
      'draft',
    ],
    [
      'our receiving host below a foreign one',
      AR('mx.evil.example', 'pass') + AR('mx.shop.example', 'fail'),
      null,
      'fail',
      'receiving-host',
      'draft',
    ],
    [
      'our receiving host, though it cannot be read',
      'Authentication-Results: mx.shop.example; dmarc=(pass\n',
      verifier('pass'),
      'none',
      'receiving-host',
      'draft',
    ],
    ['what is found here, without such a host', '', verifier('pass'), 'pass', 'checked-here', 'send'],
    ['what is found here, whatever a foreign host says', AR('mx.evil.example', 'pass'), verifier('fail'), 'fail', 'checked-here', 'draft'],
    ['nobody, whatever a foreign host says', AR('mx.shop.example.evil.example', 'pass'), null, 'none', 'nobody', 'draft'],
  ])('%s', async (_, fields, checked, authentication, by, action) => {
    const { sender, senderCheck, reply } = await sent(fields, checked);
    expect([sender?.authentication, senderCheck?.by, reply?.action]).toEqual([authentication, by, action]);
  });

  test('mail that asks for nothing is not checked at all', async () => {
    const untouched: SenderVerifier = { ...verifier('pass'), verify: () => Promise.reject(new Error('asked')) };
    const text = mail(OWNER, 'How do I make a new image?').replace('Refund Request', 'A question');
    const { classification } = await judge(text, bookOf(), { trust: { authservIds: [], sealers: [], verifier: untouched } });
    expect(classification.kind).toBe('unrelated');
  });
});
