import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findDraftFolders } from '../../src/delivery/imap-draft-box.ts';
import { connectImap, disconnectImap } from '../../src/intake/imap/connect-imap.ts';
import { inspectMailbox } from '../../src/intake/imap/inspect-mailbox.ts';
import { type DovecotServer, startDovecot } from './dovecot/dovecot-server.ts';
import { deliver } from './dovecot/maildir.ts';
import { PASSWORD, START_TIMEOUT_MS } from './servers/server-process.ts';
import { type PollBench, pollBench } from './support/poll-bench.ts';
import { startWire, type Wire } from './support/wire.ts';

let server: DovecotServer;
let wire: Wire<DovecotServer>;
let bench: PollBench;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(async () => {
  wire = await startWire(server);
  bench = pollBench(wire.server);
});
afterEach(async () => {
  bench.remove();
  await wire.stop();
});

/** What a pass says after it has logged in. */
async function commandsOfPass(): Promise<string[]> {
  const before = wire.commands.length;
  await bench.poll();
  return wire.commands.slice(before).filter((line) => !/^(ID|AUTHENTICATE|LOGIN|CAPABILITY|NAMESPACE|LOGOUT)\b/.test(line));
}

describe('what a pass says to the server', () => {
  test('one STATUS where nothing is new: no LIST, no SELECT, whatever the size of the mailbox', async () => {
    for (let i = 0; i < 20; i++) deliver(bench.maildir, { subject: 'hello' });
    await bench.poll();
    expect(await commandsOfPass()).toEqual(['STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY)']);
  });

  test('one more for Drafts and for Sent while drafts wait, as long as nothing came or went there', async () => {
    deliver(bench.maildir);
    await bench.poll();
    await bench.poll();
    expect(await commandsOfPass()).toEqual([
      'STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY)',
      'STATUS Drafts (MESSAGES UIDNEXT UIDVALIDITY)',
      'STATUS Sent (MESSAGES UIDNEXT UIDVALIDITY)',
    ]);
    await bench.asPerson((client) => client.append('Sent', 'Subject: lunch?\r\n\r\nAt noon.\r\n'));
    expect((await commandsOfPass()).slice(3).filter((line) => !line.startsWith('LIST'))).toEqual([
      'EXAMINE Drafts',
      'UID FETCH 2:* (UID BODY.PEEK[HEADER.FIELDS (message-id in-reply-to x-refund-triage)])',
      'NOOP',
      'UID SEARCH UNDELETED',
      'EXAMINE Sent',
      'UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (message-id in-reply-to x-refund-triage)])',
    ]);
  });

  test('UIDs above the last one, sizes before bodies, and nothing that could set a flag', async () => {
    deliver(bench.maildir, { subject: 'hello' });
    await bench.poll();
    deliver(bench.maildir, { body: 'x'.repeat(2_000_000) });
    deliver(bench.maildir, { subject: 'hello' });
    expect(await commandsOfPass()).toEqual([
      'STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY)',
      'SELECT INBOX',
      'UID FETCH 2:* (UID INTERNALDATE RFC822.SIZE)',
      'UID FETCH 3 (UID BODY.PEEK[]<0.1000001>)',
    ]);
  });
});

describe('what doctor may ask', () => {
  const settings = () =>
    ({ host: server.host, port: server.port, tls: 'none', user: bench.user, password: PASSWORD, maxMailBytes: 1_000_000 }) as const;

  test('the mailbox, its server, and where drafts would go, without changing anything', async () => {
    const client = await connectImap(settings());
    if (!client.ok) throw new Error(client.error.what);
    const inspected = await inspectMailbox(client.value, settings(), 'INBOX');
    expect(inspected).toMatchObject({ ok: true, value: { exists: 0, takesKeywords: true } });
    expect(inspected.ok && inspected.value.capabilities).toContain('UIDPLUS');
    expect(await findDraftFolders(client.value, {})).toEqual({ drafts: 'Drafts', sent: 'Sent' });
    expect(await findDraftFolders(client.value, { drafts: 'Nowhere' })).toEqual({ drafts: null, sent: 'Sent' });
    await disconnectImap(client.value);
  });

  test('a folder that is not there is told, by name', async () => {
    const client = await connectImap(settings());
    if (!client.ok) throw new Error(client.error.what);
    expect(await inspectMailbox(client.value, settings(), 'Nowhere')).toMatchObject({ ok: false, error: { kind: 'no-such-folder' } });
    await disconnectImap(client.value);
  });
});
