import { createHmac } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../src/domain/secret.ts';
import { openOrderBook } from '../../../src/orders/open-order-book.ts';
import type { OpenedBook } from '../../../src/orders/opened-book.ts';
import { answerJson, CERTIFICATE, type Respond, type ShopService, startShopService } from '../../support/shop-service.ts';
import { askFor, describeOrderBook, PAID, type RawOrder } from './order-book-contract.ts';

const signal = new AbortController().signal;

type Settings = NonNullable<Parameters<typeof openOrderBook>[1]['settings']>;

async function serve(respond: Respond, options: { readonly tls?: boolean } = {}): Promise<ShopService> {
  const service = await startShopService(respond, options);
  onTestFinished(() => service.crash());
  return service;
}

/** What is asked for: the last segment of the path, or `id`. */
function idIn(url: string | undefined): string {
  const { pathname, searchParams } = new URL(url ?? '', 'http://localhost');
  return searchParams.get('id') ?? decodeURIComponent(pathname.split('/').at(-1) ?? '');
}

/** As a shop's service would: by order number without regard to case, or by payment reference. */
function shopOf(orders: readonly RawOrder[]): Respond {
  return (request, response) => {
    const id = idIn(request.url);
    const found = orders.filter(({ orderId, transactionIds }) => {
      const references = Array.isArray(transactionIds) ? (transactionIds as readonly string[]) : [];
      return String(orderId).replace('#', '').toLowerCase() === id.toLowerCase() || references.some((reference) => reference.trim() === id);
    });
    if (found.length === 0) answerJson(response, 404, { error: 'no such order' });
    else answerJson(response, 200, found.length === 1 ? found[0] : found);
  };
}

async function open(uri: string, settings: Settings = {}): Promise<OpenedBook> {
  const book = await openOrderBook(uri, { onUnusable: () => {}, signal, settings });
  onTestFinished(() => book.close());
  return book;
}

async function orderIn(book: OpenedBook, candidate = 'QI-1') {
  const found = await book.find(askFor(candidate), signal);
  if (!found.ok) return found.error;
  const [match] = found.value.matches;
  return match?.entry.kind === 'order' ? match.entry.order : (match?.entry ?? null);
}

describeOrderBook('HTTP', 'live', async (orders, onUnusable) => {
  const service = await serve(shopOf(orders));
  return openOrderBook(`${service.origin}/orders`, { onUnusable, signal });
});

describeOrderBook('HTTPS by path', 'live', async (orders, onUnusable) => {
  const service = await serve(shopOf(orders), { tls: true });
  return openOrderBook(`${service.origin}/orders/{id}?account={account}`, { onUnusable, signal, settings: { caFile: CERTIFICATE } });
});

describe('what an HTTP book asks', () => {
  test.each([
    ['/orders', '/orders?id=QI%2F1%20%3Fx%3D&account=mira%40example.com'],
    ['/orders?key=k', '/orders?key=k&id=QI%2F1%20%3Fx%3D&account=mira%40example.com'],
    ['/orders/{id}', '/orders/QI%2F1%20%3Fx%3D'],
    ['/accounts/{account}/orders/{id}.json', '/accounts/mira%40example.com/orders/QI%2F1%20%3Fx%3D.json'],
  ])('%s', async (template, expected) => {
    const service = await serve(shopOf([]));
    const book = await open(service.origin + template);
    expect(await orderIn(book, '# QI/1 ?x=')).toBeNull();
    expect(service.requests.at(-1)?.url).toBe(expected);
  });

  test('each name once, and no more than 32 of a mail', async () => {
    const service = await serve(shopOf([]));
    const book = await open(service.origin);
    service.requests.length = 0;
    await book.find(askFor('A', '#A', ' A ', ...Array.from({ length: 50 }, (_, n) => `B${n}`)), signal);
    expect(service.requests.map(({ url }) => idIn(url))).toEqual(['A', ...Array.from({ length: 31 }, (_, n) => `B${n}`)]);
  });

  test('with a bearer token, and a signature that a service can check', async () => {
    const service = await serve(shopOf([PAID]));
    const settings = { token: new Secret('tok_1'), hmacSecret: new Secret('shared'), hmacHeader: 'X-Shop-Signature' };
    const book = await open(service.origin, settings);
    expect(await orderIn(book)).toMatchObject({ orderId: 'QI-1' });
    const { headers, url } = service.requests.at(-1) ?? {};
    expect(headers?.authorization).toBe('Bearer tok_1');
    const [, seconds = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers?.['x-shop-signature'])) ?? [];
    expect(Math.abs(Number(seconds) * 1000 - Date.now())).toBeLessThan(60_000);
    expect(signature).toBe(createHmac('sha256', 'shared').update(`${seconds}.GET.${url}`).digest('hex'));
  });
});

describe('an answer', () => {
  const other = { ...PAID, orderId: 'QI-2' };
  test.each([
    ['one order', PAID],
    ['a list', [other, PAID]],
    ['{ orders }', { orders: [PAID, other], page: 1 }],
  ])('may be %s', async (_, body) => {
    const service = await serve((_request, response) => answerJson(response, 200, body));
    expect(await orderIn(await open(service.origin))).toMatchObject({ orderId: 'QI-1', total: '29.90' });
  });

  test.each([
    ['404', (response: Parameters<Respond>[1]) => answerJson(response, 404, {})],
    ['404 without a word', (response: Parameters<Respond>[1]) => response.writeHead(404).end()],
    ['an empty list', (response: Parameters<Respond>[1]) => answerJson(response, 200, [])],
    ['another order', (response: Parameters<Respond>[1]) => answerJson(response, 200, other)],
  ])('%s: there is no such order', async (_, answer) => {
    const service = await serve((_request, response) => answer(response));
    expect(await orderIn(await open(service.origin))).toBeNull();
  });

  test.each([
    ['500', (response: Parameters<Respond>[1]) => answerJson(response, 500, PAID), 'answers 500'],
    ['403', (response: Parameters<Respond>[1]) => answerJson(response, 403, {}), 'answers 403'],
    ['204', (response: Parameters<Respond>[1]) => response.writeHead(204).end(), 'answers 204'],
    [
      'a 404 page for people',
      (response: Parameters<Respond>[1]) => response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>'),
      'is the address right?',
    ],
    ['no JSON', (response: Parameters<Respond>[1]) => response.writeHead(200).end('<html>'), 'something that is no JSON'],
    [
      'an error that says 200',
      (response: Parameters<Respond>[1]) => answerJson(response, 200, { error: 'busy' }),
      'something that is no order',
    ],
    ['null', (response: Parameters<Respond>[1]) => answerJson(response, 200, null), 'something that is no order'],
    [
      'orders that are no list',
      (response: Parameters<Respond>[1]) => answerJson(response, 200, { orders: 7 }),
      'something that is no order',
    ],
    [
      'too long',
      (response: Parameters<Respond>[1]) => answerJson(response, 200, { ...PAID, note: 'x'.repeat(1_048_577) }),
      'its answer is longer than 1048576 bytes',
    ],
    [
      'broken off',
      (response: Parameters<Respond>[1]) => {
        response.writeHead(200, { 'Content-Length': '500' }).write('{"orderId"', () => response.destroy());
      },
      'aborted',
    ],
    [
      'another host',
      (response: Parameters<Respond>[1]) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
      'leads to another host, http://127.0.0.1:9',
    ],
    [
      'a circle',
      (response: Parameters<Respond>[1]) => response.writeHead(302, { Location: '/again' }).end(),
      'leads from one address to the next',
    ],
  ])('%s: it did not answer', async (_, answer, expected) => {
    const service = await serve((_request, response) => {
      answer(response);
    });
    expect(await orderIn(await open(service.origin))).toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining(expected) as string,
    });
  });

  test('a redirect on the same host is followed, signed for its own path', async () => {
    const service = await serve((request, response) => {
      if (request.url?.startsWith('/old') === true) response.writeHead(308, { Location: '/new?id=QI-1' }).end();
      else answerJson(response, 200, PAID);
    });
    const book = await open(`${service.origin}/old`, { hmacSecret: new Secret('shared'), hmacHeader: 'X-Signature' });
    expect(await orderIn(book)).toMatchObject({ orderId: 'QI-1' });
    const { url, headers } = service.requests.at(-1) ?? {};
    const [, seconds = '', signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers?.['x-signature'])) ?? [];
    expect([url, signature]).toEqual(['/new?id=QI-1', createHmac('sha256', 'shared').update(`${seconds}.GET./new?id=QI-1`).digest('hex')]);
  });
});

describe('a service that falters', () => {
  /** Answers with each of `first` once, then with the order; the probe of the opening is not counted. */
  async function faltering(...first: readonly ((response: Parameters<Respond>[1]) => void)[]) {
    const left = [...first];
    const service = await serve((request, response) => {
      if (idIn(request.url) === 'refund-triage-probe') return answerJson(response, 404, {});
      const next = left.shift();
      if (next === undefined) answerJson(response, 200, PAID);
      else next(response);
    });
    return { book: await open(service.origin, { timeoutMs: 400 }), service };
  }

  test.each([
    ['an error', (response: Parameters<Respond>[1]) => answerJson(response, 503, {})],
    ['a connection that is cut', (response: Parameters<Respond>[1]) => void response.destroy()],
    ['silence', () => {}],
    ['"slow down" for a moment', (response: Parameters<Respond>[1]) => answerJson(response, 429, {}, { 'Retry-After': '1' })],
    [
      '"slow down" until a date',
      (response: Parameters<Respond>[1]) => answerJson(response, 429, {}, { 'Retry-After': new Date(Date.now() + 1000).toUTCString() }),
    ],
  ])('is asked again after %s', async (_, falter) => {
    const { book } = await faltering(falter, falter);
    expect(await orderIn(book)).toMatchObject({ orderId: 'QI-1' });
  });

  test('is left alone for as long as it asks', async () => {
    const { book, service } = await faltering((response) => answerJson(response, 503, {}, { 'Retry-After': '3600' }));
    expect(await orderIn(book)).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('answers 503') as string });
    expect(service.requests).toHaveLength(2);
  });

  test('is asked no more for a while after many failures in a row', async () => {
    const { book, service } = await faltering(
      ...Array.from({ length: 100 }, () => (response: Parameters<Respond>[1]) => answerJson(response, 500, {})),
    );
    for (let n = 0; n < 5; n += 1) await orderIn(book);
    const asked = service.requests.length;
    expect(await orderIn(book)).toMatchObject({ why: expect.stringContaining('answers 500 (not asked again for 10 s)') as string });
    expect(service.requests).toHaveLength(asked);
  });

  test('that is down at first answers later', async () => {
    const service = await serve(shopOf([PAID]));
    await service.crash();
    const book = await open(service.origin);
    expect(await orderIn(book)).toMatchObject({ kind: 'unavailable' });
    await service.start();
    expect(await orderIn(book)).toMatchObject({ orderId: 'QI-1' });
  });

  test('an abort does not wait for it', async () => {
    const { book } = await faltering(
      () => {},
      () => {},
      () => {},
    );
    const abort = new AbortController();
    const asked = book.find(askFor('QI-1'), abort.signal);
    abort.abort(new Error('ended by SIGTERM'));
    await expect(asked).rejects.toThrow('ended by SIGTERM');
  });
});

describe('an entity tag', () => {
  test('spares the body, and facts are never older than the answer', async () => {
    let used = 0;
    const served: string[] = [];
    const service = await serve((request, response) => {
      const tag = `"v${used}"`;
      const same = request.headers['if-none-match'] === tag;
      served.push(same ? '304' : '200');
      if (same) response.writeHead(304, { ETag: tag }).end();
      else answerJson(response, 200, { ...PAID, creditsUsed: used }, { ETag: tag });
    });
    const book = await open(service.origin);
    served.length = 0;
    for (const now of [0, 0, 7, 7]) {
      used = now;
      expect(await orderIn(book)).toMatchObject({ creditsUsed: now });
    }
    expect(served).toEqual(['200', '304', '200', '304']);
    service.respond = (_request, response) => answerJson(response, 503, {});
    expect(await orderIn(book)).toMatchObject({ kind: 'unavailable' });
  });
});

describe('an HTTP book that is unusable as a whole is refused in words:', () => {
  test.each([
    [
      'in the clear to elsewhere',
      'http://shop.example/orders',
      'http://shop.example/orders: would send order numbers and addresses in the clear',
    ],
    ['a password in the address', 'https://u:secret@shop.example/orders', 'https://shop.example/orders: holds a user or a password'],
    ['an account alone', 'https://shop.example/{account}?key=secret', 'has {account} and no {id}'],
    ['a host by what a mail says', 'https://{id}.example/', 'has a placeholder in its host'],
    ['no address', 'https://', 'is no web address'],
  ])('%s', async (_, uri, expected) => {
    const refusal = await open(uri).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ name: 'UnusableInput', message: expect.stringContaining(expected) as string });
    expect(String(refusal)).not.toContain('secret');
  });

  test('it does not know us', async () => {
    const service = await serve((_request, response) => answerJson(response, 401, {}));
    const opened = open(`${service.origin}/orders?key=secret`, { token: new Secret('wrong-secret') });
    await expect(opened).rejects.toThrow(`${service.origin}/orders: does not accept who we are (401); check ORDERS_TOKEN`);
  });

  test('its certificate is not known', async () => {
    const service = await serve(shopOf([]), { tls: true });
    await expect(open(service.origin)).rejects.toThrow('name the certificate authority in ORDERS_CA_FILE');
  });
});

test.each([
  [200, 'ok', ' answers'],
  [503, 'wrong', 'does not answer: '],
])('doctor says how it is: %i', async (status, state, expected) => {
  const service = await serve((_request, response) => answerJson(response, status, []));
  const [finding] = await (await open(`${service.origin}/orders?key=secret`)).examine(signal);
  expect(finding).toMatchObject({ check: 'order book', state, what: expect.stringContaining(expected) as string });
  expect(JSON.stringify(finding)).not.toContain('secret');
});
