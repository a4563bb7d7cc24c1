import { expect, test } from 'vitest';
import { cachedDns, limitedDns, MAX_QUESTIONS } from '../../../src/verification/cached-dns.ts';
import { zoneResolver } from './zone.ts';

const MINUTE_MS = 60_000;
const ZONE = { 'a.example': 'v=spf1 -all', 'down.example': 'servfail', 'slow.example': 'timeout' } as const;
const NO_ABORT = new AbortController().signal;

test.each([
  ['an answer', 'a.example', 10],
  ['that there is nothing', 'gone.example', 10],
  ['a failure', 'down.example', 0.5],
])('%s is kept for its time and asked again after it', async (_, name, minutes) => {
  const asked: string[] = [];
  let now = 0;
  const resolve = cachedDns(zoneResolver(ZONE, asked), () => now);
  const ask = () => resolve(name, 'TXT').catch((error: unknown) => String(error));
  const first = await ask();
  now = minutes * MINUTE_MS - 1;
  expect(await resolve(name.toUpperCase(), 'TXT').catch(String)).toEqual(first);
  expect(asked).toHaveLength(1);
  now += 1;
  await ask();
  expect(asked).toHaveLength(2);
});

test('types of one name are told apart, and whoever sorts an answer sorts his own', async () => {
  const asked: string[] = [];
  const resolve = cachedDns(
    zoneResolver({ 'h.example': ['192.0.2.2', '192.0.2.1'].map((value) => ({ type: 'A', value })) }, asked),
    () => 0,
  );
  (await resolve('h.example', 'A')).reverse();
  expect(await resolve('h.example', 'A')).toEqual(['192.0.2.2', '192.0.2.1']);
  await expect(resolve('h.example', 'TXT')).rejects.toThrow('ENODATA');
  expect(asked).toEqual(['A h.example', 'TXT h.example']);
});

test('all that is asked about one mail shares one time-out', async () => {
  const budget = limitedDns(zoneResolver(ZONE), 5, NO_ABORT);
  const both = await Promise.allSettled([budget.resolve('slow.example', 'TXT'), budget.resolve('slow.example', 'A')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(budget.resolve('a.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  expect([budget.answered(), budget.unanswered()]).toEqual([0, 2]);
  budget.end();
});

test('one mail cannot make us ask without end', async () => {
  const asked: string[] = [];
  const budget = limitedDns(zoneResolver(ZONE, asked), 10_000, NO_ABORT);
  for (let i = 0; i < MAX_QUESTIONS; i++) await budget.resolve('a.example', 'TXT');
  await expect(budget.resolve('a.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  expect(asked).toHaveLength(MAX_QUESTIONS);
  budget.end();
});
