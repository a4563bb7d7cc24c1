import { afterEach, beforeEach, expect, test } from 'vitest';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { type ReplyLimits, SENDABLE_OUTCOMES } from '../../../src/domain/sending.ts';
import type { PassNeeds } from '../../../src/pipeline/poll-needs.ts';
import { judgeForSending } from '../../support/sending-judge.ts';
import { SMTP_PASSWORD, SMTP_USER, type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts';
import { deliver } from '../dovecot/maildir.ts';
import { useWiredBench } from '../support/wired-bench.ts';

const HOUR_MS = 3_600_000;
const NO_LIMIT: ReplyLimits = {
  sendsPerAddressPerDay: 100,
  sendsPerCase: 100,
  sendsPerHour: 100,
  repliesPerAddressPerDay: 100,
  repliesPerCase: 100,
  similarPerHour: 100,
  similarPerAddressPerHour: 100,
  fastestAnswerSeconds: 0,
};

const place = useWiredBench();
let sink: SmtpSink;

beforeEach(async () => {
  sink = await startSmtpSink();
});
afterEach(() => sink.stop());

/** A pass that sends, so long after now. */
function sendingPass(laterMs = 0) {
  const settings = { host: sink.host, port: sink.port, tls: 'none', user: SMTP_USER, password: SMTP_PASSWORD } as const;
  const sending: PassNeeds['sending'] = {
    outcomes: SENDABLE_OUTCOMES,
    areOutcomesNamed: true,
    limits: NO_LIMIT,
    transport: smtpTransport(settings, { connectMs: 5_000, commandMs: 5_000, contentMs: 5_000 }),
    from: 'support@shop.test',
    isOn: () => true,
    copiesToSent: true,
  };
  return place.bench.poll({}, { judge: judgeForSending(), sending, clock: { now: () => new Date(Date.now() + laterMs) } });
}

test.each(['command APPEND', 'answer to APPEND', 'command UID SEARCH'])(
  'a copy that ends the connection each time, at %s: the mails are all sent in one pass, and later each has one copy',
  async (at) => {
    const customers = ['mira@example.com', 'noor@example.com', 'olga@example.com'];
    for (const from of customers) deliver(place.bench.maildir, { from });
    await place.bench.asPerson((client) => client.mailboxCreate('Sent'));
    for (const sent of [3, undefined, undefined]) {
      place.wire.inject({ at, does: 'cut' });
      const ended = await sendingPass();
      expect(place.wire.isSpent()).toBe(true);
      expect(ended).toMatchObject({ ok: true, value: { sending: { copiesMissing: [expect.any(String)] } } });
      expect(ended.ok && ended.value.results.sent).toBe(sent);
    }
    expect(await sendingPass(HOUR_MS)).toMatchObject({ ok: true, value: { sending: { copiesMissing: [] } } });
    expect(await sendingPass(2 * HOUR_MS)).toMatchObject({ ok: true, value: { sending: { copiesMissing: [] } } });
    const copies = await place.bench.drafts('Sent');
    expect(copies.flatMap((copy) => /^To: (?:.*<)?([^<>\r]+)/m.exec(copy)?.[1] ?? []).toSorted()).toEqual(customers);
    expect(sink.taken.flatMap(({ to }) => to).toSorted()).toEqual(customers);
  },
);
