import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-trust-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const HOST = { TRUSTED_AUTHSERV_IDS: 'mx.shop.example' };

test.each<[string, Record<string, string>, string, string]>([
  ['nothing set', {}, 'note', 'DKIM and DMARC checked here; SPF is not'],
  ['a border host', { BORDER_HOSTS: 'mx.shop.example' }, 'ok', 'DKIM, SPF and DMARC checked here'],
  ['a receiving host', HOST, 'ok', 'the word of mx.shop.example'],
  [
    'both',
    { ...HOST, SENDER_VERIFICATION: 'dns', BORDER_HOSTS: 'mx.shop.example' },
    'ok',
    'the word of mx.shop.example; else DKIM, SPF and DMARC checked here',
  ],
  ['switched off', { SENDER_VERIFICATION: 'off' }, 'note', 'no sender counts as authenticated, so every reply is a draft'],
])('doctor says by whose word a sender counts: %s', async (_, env, state, what) => {
  const orders = { ORDERS: resolve('fixtures/contract/orders.example.json') };
  const { stdout } = await runCli(['doctor', '--json'], { cwd: directory, env: { ...orders, ...env } });
  const { findings } = JSON.parse(stdout) as { findings: { check: string }[] };
  expect(findings.find(({ check }) => check === 'sender trust')).toMatchObject({ state, what });
});

test('triage asks no name server unless a setting says so, and then shows what it found', async () => {
  const input = 'From: mira@no-such-domain.invalid\r\nSubject: Refund Request\r\n\r\nOrder number: QI-1\r\n';
  const silent = await runCli(['triage', '--json', '-'], { cwd: directory, input });
  expect(JSON.parse(silent.stdout)).toMatchObject({ sender: { authentication: 'none', checkedBy: 'nobody', checks: [] } });
  const asked = await runCli(['triage', '--json', '-'], { cwd: directory, input, env: { SENDER_VERIFICATION: 'dns' } });
  const { sender } = JSON.parse(asked.stdout) as { sender: { authentication: string; checkedBy: string; checks: string[] } };
  expect(sender).toMatchObject({ authentication: 'none', checkedBy: 'checked-here' });
  // With a name server or without one.
  expect(sender.checks).toEqual(
    expect.arrayContaining(['dkim=none (message not signed)', expect.stringMatching(/^dmarc=(?:none|temperror)/)]),
  );
});
