import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RawMessage } from '../../../src/domain/message.ts';
import type { ReaderLimits } from '../../../src/isolation/reader-limits.ts';
import { openReaderPool, type ReaderPool } from '../../../src/isolation/reader-pool.ts';
import { type ReadingNeeds, readMail } from '../../../src/pipeline/read-mail.ts';
import { policyOf } from '../policy/eligible.ts';

const ENTRY = new URL('../../../src/isolation/reader-thread.ts', import.meta.url);
const OWN = { addresses: ['support@shop.example'], messageIdDomain: null, listIds: [], contactFormAddresses: [] };
/** An operator's pattern that backtracks: the one thing here that hangs on a mail for certain. */
const BACKTRACKS = /(?:a+)+!/u;
const NEEDS: ReadingNeeds = { policy: policyOf(), own: OWN, orderIdPatterns: [BACKTRACKS] };
/** The first mail of a thread takes a third of a second, and several times that on a machine that is busy. */
const UNTIL_HUNG_MS = 6_000;
const LIMITS: ReaderLimits = { timeoutMs: 20_000, memoryMiB: 512, startMs: 60_000 };

const HARMLESS = mailOf('mira', 'Please refund my order QI-20260301-0042, it does not work.');
const HANGS = mailOf('hangs', `Please refund my order ${'a'.repeat(60)}, it does not work.`);
/**
 * Of its line ends, the parser makes 130 MiB of heap, which it holds while the pattern hangs: more than the test grants however seldom the
 * heap is looked at, and never as much as V8 grants the thread, where it could end this process.
 */
const EATS = mailOf('eats', `${'a'.repeat(60)}${'\r\n'.repeat(2_500_000)}`);

// Threads start in a tenth of a second, and in many on a machine that is busy.
vi.setConfig({ testTimeout: 120_000 });

let pool: ReaderPool | undefined;
afterEach(() => pool?.close());

function open(
  differs: Partial<ReaderLimits> = {},
  width = 1,
  needs: Promise<ReadingNeeds> = Promise.resolve(NEEDS),
  entry = ENTRY,
  growsAfter = 0,
): ReaderPool {
  pool = openReaderPool({ entry, needs, env: {}, limits: { ...LIMITS, ...differs }, width, growsAfter });
  return pool;
}

describe('a mail read in a thread', () => {
  test('says what it says without one', async () => {
    const read = await open().read(HARMLESS);
    expect(read).toEqual(await readMail(HARMLESS, NEEDS));
    expect(read).toMatchObject({ ok: true, value: { claim: { orderIds: ['QI-20260301-0042'] } } });
  });

  test('is not taken from whoever handed it over, nor is what lies beside it in the same buffer', async () => {
    const around = Buffer.concat([Buffer.from('secret'), HARMLESS.bytes]);
    const view = around.subarray('secret'.length);
    await open().read({ ...HARMLESS, bytes: view });
    expect(around.length).toBe('secret'.length + HARMLESS.bytes.length);
    expect(Buffer.from(view).equals(HARMLESS.bytes)).toBe(true);
  });

  test('and twenty at once by three threads come back each with its own', async () => {
    const readers = open({}, 3);
    const mails = Array.from({ length: 20 }, (_, at) => mailOf(`m${at}`, `Please refund my order QI-20260301-${1000 + at}.`));
    const read = await Promise.all(mails.map((mail) => readers.read(mail)));
    expect(read.map((result) => result.ok && result.value.claim?.orderIds[0])).toEqual(mails.map((_, at) => `QI-20260301-${1000 + at}`));
  });
});

describe('a mail that', () => {
  test('hangs is given up, and the next one is read', async () => {
    const readers = open({ timeoutMs: UNTIL_HUNG_MS });
    const [hung, next] = await Promise.all([readers.read(HANGS), readers.read(HARMLESS)]);
    expect(hung).toEqual({ ok: false, error: { source: 'hangs', code: 'timeout', message: 'took more than 6 s to read' } });
    expect(next).toMatchObject({ ok: true });
  });

  test('hangs does not hold up the mails of another thread', async () => {
    const readers = open({ timeoutMs: UNTIL_HUNG_MS }, 2);
    const order: string[] = [];
    await Promise.all(
      [HANGS, HARMLESS].map(async (mail) => {
        await readers.read(mail);
        order.push(mail.source);
      }),
    );
    expect(order).toEqual(['mira', 'hangs']);
  });

  test('waits while few have been read starts no further thread', async () => {
    const readers = open({ timeoutMs: 1500 }, 2, Promise.resolve(NEEDS), ENTRY, 1000);
    const order: string[] = [];
    await Promise.all(
      [HANGS, HARMLESS].map(async (mail) => {
        await readers.read(mail);
        order.push(mail.source);
      }),
    );
    expect(order).toEqual(['hangs', 'mira']);
  });

  test('eats memory is unparseable, and the next one is read', async () => {
    const readers = open({ memoryMiB: 100 });
    const [eaten, next] = await Promise.all([readers.read(EATS), readers.read(HARMLESS)]);
    expect(eaten).toEqual({
      ok: false,
      error: { source: 'eats', code: 'unparseable', message: 'took more than 100 MiB of memory to read' },
    });
    expect(next).toMatchObject({ ok: true });
  });

  test('makes V8 itself end its thread is told as one that eats memory', async () => {
    const readers = open({ memoryMiB: 1000 }, 1, Promise.resolve(NEEDS), outOfMemoryThread());
    expect(await readers.read(HARMLESS)).toMatchObject({
      ok: false,
      error: { code: 'unparseable', message: 'took more than 1000 MiB of memory to read' },
    });
  });
});

describe('no mail is blamed', () => {
  test('for a thread that cannot be started', async () => {
    const readers = open({}, 1, Promise.resolve(NEEDS), new URL('./no-such-thread.ts', import.meta.url));
    await expect(readers.read(HARMLESS)).rejects.toThrow(/no-such-thread/);
  });

  test('for settings that are unusable', async () => {
    const readers = open({}, 1, Promise.reject(new Error('the policy is unusable')));
    await expect(readers.read(HARMLESS)).rejects.toThrow('the policy is unusable');
  });

  test('for being asked too late', async () => {
    const readers = open();
    await readers.close();
    await expect(readers.read(HARMLESS)).rejects.toThrow('the readers are closed');
  });

  test('for the end of everything while it is read', async () => {
    const readers = open();
    await readers.read(HARMLESS);
    const read = readers.read(HANGS).catch((error: unknown) => error);
    await readers.close();
    expect(await read).toEqual(new Error('the readers are closed'));
  });
});

/** Ends as V8 ends a thread, without the danger for the process that the real thing has. */
function outOfMemoryThread(): URL {
  const source = `
    import { parentPort } from 'node:worker_threads';
    parentPort.once('message', () => {
      parentPort.on('message', () => {
        throw Object.assign(new Error('out of memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
      });
      parentPort.postMessage({ kind: 'ready' });
    });`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

function mailOf(name: string, text: string): RawMessage {
  const head = `From: ${name}@example.com\r\nSubject: Refund Request\r\nDate: Thu, 05 Mar 2026 09:30:00 +0000\r\n\r\n`;
  return { source: name, bytes: Buffer.from(`${head}${text}\r\n`), internalDate: null, fileModifiedAt: null };
}
