// The loop that everybody writes first, without its mailbox: parse, find an order number, fill in a template. The peer of triage.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { simpleParser } from 'mailparser';

const [folder = '.'] = process.argv.slice(2);
const reply = Handlebars.compile('Hello {{name}},\n\nwe received your request for order {{order}} and will look at it.\n');
for (const name of readdirSync(folder).sort()) {
  const mail = await simpleParser(readFileSync(join(folder, name)));
  const order = /\b[A-Z]{2}-[\d-]{4,20}/.exec(mail.text ?? '')?.[0] ?? null;
  const sender = mail.from?.value[0];
  const text = reply({ name: sender?.name ?? '', order });
  process.stdout.write(`${JSON.stringify({ source: name, to: sender?.address, subject: `Re: ${mail.subject ?? ''}`, order, text })}\n`);
}
