// The loop that everybody writes first, with its mailbox: search by subject, and for each mail fetch, parse, render, append, flag.
// The peer of drafting.ts, and the one that the fault tests show to double drafts. Arguments: host, port, user, password.
import Handlebars from 'handlebars';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';

const [host = '', port = '', user = '', pass = ''] = process.argv.slice(2);
const DONE = 'Drafted';
const reply = Handlebars.compile('Hello {{name}},\n\nwe received your request for order {{order}} and will look at it.\n');

const client = new ImapFlow({ host, port: Number(port), secure: false, doSTARTTLS: false, auth: { user, pass }, logger: false });
client.on('error', () => undefined);
await client.connect();
await client.mailboxOpen('INBOX');
const uids = (await client.search({ subject: 'refund', unKeyword: DONE }, { uid: true })) || [];
for (const uid of uids) {
  const { source = null } = (await client.fetchOne(String(uid), { source: true }, { uid: true })) || {};
  if (source === null) continue;
  const mail = await simpleParser(source);
  const sender = mail.from?.value[0];
  const order = /\b[A-Z]{2}-[\d-]{4,20}/.exec(mail.text ?? '')?.[0] ?? null;
  const draft = await new MailComposer({
    from: 'support@shop.test',
    to: sender?.address ?? '',
    subject: `Re: ${mail.subject ?? ''}`,
    ...(mail.messageId === undefined ? {} : { inReplyTo: mail.messageId, references: mail.messageId }),
    text: reply({ name: sender?.name ?? '', order }),
  })
    .compile()
    .build();
  await client.append('Drafts', draft, ['\\Draft']);
  await client.messageFlagsAdd(String(uid), [DONE], { uid: true });
}
await client.logout();
