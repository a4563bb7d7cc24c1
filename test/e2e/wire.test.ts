import { describe, expect, test } from 'vitest';
import { findDraftFolders } from '../../src/delivery/imap-draft-box.ts';
import { connectImap, disconnectImap } from '../../src/intake/imap/connect-imap.ts';
import { inspectMailbox } from '../../src/intake/imap/inspect-mailbox.ts';
import { deliver } from './dovecot/maildir.ts';
import { PASSWORD } from './servers/server-process.ts';
import { useWiredBench } from './support/wired-bench.ts';

const place = useWiredBench();

/** What a pass says after it has logged in. */
async function commandsOfPass(): Promise<string[]> {
  const before = place.wire.commands.length;
  await place.bench.poll();
  return place.wire.commands.slice(before).filter((line) => !/^(ID|AUTHENTICATE|LOGIN|CAPABILITY|NAMESPACE|LOGOUT)\b/.test(line));
}

describe('what a pass says to the server', () => {
  test('one STATUS where nothing is new: no LIST, no SELECT, whatever the size of the mailbox', async () => {
    for (let i = 0; i < 20; i++) deliver(place.bench.maildir, { subject: 'hello' });
    await place.bench.poll();
    expect(await commandsOfPass()).toEqual(['STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY)']);
  });

  test('one more for Drafts and for Sent while drafts wait, as long as nothing came or went there', async () => {
    deliver(place.bench.maildir);
    await place.bench.poll();
    await place.bench.poll();
    expect(await commandsOfPass()).toEqual([
      'STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY)',
      'STATUS Drafts (MESSAGES UIDNEXT UIDVALIDITY)',
      'STATUS Sent (MESSAGES UIDNEXT UIDVALIDITY)',
    ]);
    await place.bench.asPerson((client) => client.append('Sent', 'Subject: lunch?\r\n\r\nAt noon.\r\n'));
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
    deliver(place.bench.maildir, { subject: 'hello' });
    await place.bench.poll();
    deliver(place.bench.maildir, { body: 'x'.repeat(2_000_000) });
    deliver(place.bench.maildir, { subject: 'hello' });
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
    ({
      host: place.bench.settings.host,
      port: place.bench.settings.port,
      tls: 'none',
      user: place.bench.user,
      password: PASSWORD,
      maxMailBytes: 1_000_000,
    }) as const;

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
