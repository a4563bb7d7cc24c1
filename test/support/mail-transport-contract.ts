import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SmtpPatience, SmtpSettings } from '../../src/delivery/smtp/smtp-settings.ts';
import { smtpTransport } from '../../src/delivery/smtp/smtp-transport.ts';
import type { MailTransport } from '../../src/ports/mail-transport.ts';

/** What a server can be made to do. */
export type Situation =
  | 'takes it'
  | 'refuses the recipient'
  | 'asks to try the recipient later'
  | 'refuses the content'
  | 'is cut off at the envelope'
  | 'takes it and is cut off before it says so';

/** A real mail server under test. */
export interface SubmissionServer {
  readonly settings: SmtpSettings;
  /** Arranges it for the next mail, and names the recipient to send it to. A mail whose content is to be refused says so in its header. */
  given(situation: Situation): string;
  /** Whole mails as the server has them, headers of its own included, when there are as many as this. */
  taken(count: number): Promise<readonly string[]>;
}

const PATIENCE: SmtpPatience = { connectMs: 10_000, commandMs: 10_000, contentMs: 10_000 };
const REFUSED = 'X-Refused: yes\r\n';
const BODY =
  'Date: Thu, 05 Mar 2026 10:00:00 +0000\r\nSubject: Re: Refund\r\n\r\n.a line that begins with a dot\r\n.\r\nand one that is a dot\r\n';

/** What every server must show of the transport: one mail, or none, or an end that nobody calls anything else. */
export function describeMailTransport(name: string, server: () => SubmissionServer): void {
  describe(`sending through ${name}`, () => {
    let transport: MailTransport;
    let number = 0;
    let before = 0;

    beforeEach(async () => {
      transport = smtpTransport(server().settings, PATIENCE);
      before = (await server().taken(0)).length;
    });
    afterEach(() => transport.close());

    async function send(situation: Situation) {
      const to = server().given(situation);
      const raw = `From: support@shop.test\r\nMessage-ID: <${++number}.${process.pid}@shop.test>\r\n${situation === 'refuses the content' ? REFUSED : ''}${BODY}`;
      let begun = 0;
      const sent = await transport.send({ from: 'support@shop.test', to, raw: new TextEncoder().encode(raw) }, async () => {
        begun++;
      });
      return { sent, begun, raw };
    }
    /** All mails, when so many more have come. */
    const arrived = (count: number) => server().taken(before + count);

    test('a mail arrives as it was written, and so do those that follow it', async () => {
      const written: string[] = [];
      for (let i = 0; i < 3; i++) {
        const { sent, raw } = await send('takes it');
        expect(sent).toEqual({ ok: true, value: { renamedTo: null } });
        written.push(raw);
      }
      const mails = await arrived(3);
      for (const raw of written)
        expect(mails.filter((mail) => mail.replaceAll('\r\n', '\n').includes(raw.replaceAll('\r\n', '\n')))).toHaveLength(1);
    });

    test.each<[Situation, string, number]>([
      ['refuses the recipient', 'refused', 0],
      ['asks to try the recipient later', 'deferred', 0],
      ['refuses the content', 'refused', 1],
      ['is cut off at the envelope', 'unavailable', 0],
    ])('a server that %s does not have the mail, and takes the next', async (situation, kind, begun) => {
      expect(await send(situation)).toMatchObject({ sent: { ok: false, error: { kind } }, begun });
      expect(await send('takes it')).toMatchObject({ sent: { ok: true } });
      expect(await arrived(1)).toHaveLength(before + 1);
    });

    test('a server that takes it and is cut off before it says so has it once, and the end is unclear', async () => {
      expect(await send('takes it and is cut off before it says so')).toMatchObject({
        sent: { ok: false, error: { kind: 'unclear' } },
        begun: 1,
      });
      expect(await arrived(1)).toHaveLength(before + 1);
    });
  });
}
