import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export const SMTP_USER = 'support@shop.test';
export const SMTP_PASSWORD = 'open-sesame';

const tlsFile = (name: string) => readFileSync(fileURLToPath(new URL(`../e2e/dovecot/tls/${name}`, import.meta.url)), 'utf8');

/** What the server does at one step: takes it, answers with an error, ends the connection, or says nothing more. */
type Act = 'take' | 'cut' | 'silence' | { readonly code: number; readonly text: string };

export interface Steps {
  readonly mail: Act;
  readonly recipient: Act;
  /** When the first bytes of the content have come. */
  readonly content: Act;
  /** When the whole content has come, and is kept. `cut` and `silence`: taken, and never answered. */
  readonly taken: Act;
}

interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

export interface SmtpSink {
  readonly host: string;
  readonly port: number;
  /** What the server has on its disk, so to speak: whatever came whole, answered or not. */
  readonly taken: readonly TakenMail[];
  readonly sessions: () => number;
  /** When the next mail has been taken, answered or not. */
  next(): Promise<void>;
  /** From now on; what is not named takes everything. */
  behave(steps: Partial<Steps>): void;
  /** Ends every session, as a server does that has waited long enough. */
  hangUp(): void;
  stop(): Promise<void>;
}

/** A real SMTP server on a free port of this machine, which misbehaves when it is told to. */
export async function startSmtpSink(options: SMTPServerOptions = {}): Promise<SmtpSink> {
  const taken: TakenMail[] = [];
  let steps: Partial<Steps> = {};
  const waiting: (() => void)[] = [];
  let sessions = 0;
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const act = (what: Act = 'take', done: (error?: Error) => void): void => {
    if (what === 'take') done();
    else if (what === 'cut') cut();
    else if (what !== 'silence') done(Object.assign(new Error(what.text), { responseCode: what.code }));
  };
  const server = new SMTPServer({
    key: tlsFile('key.pem'),
    cert: tlsFile('cert.pem'),
    // Passwords of tests, on loopback.
    allowInsecureAuth: true,
    logger: false,
    onConnect: (_, done) => {
      sessions++;
      done();
    },
    onAuth: ({ username, password }, _, done) =>
      username === SMTP_USER && password === SMTP_PASSWORD ? done(null, { user: username }) : done(new Error('wrong password')),
    onMailFrom: (_, __, done) => act(steps.mail, done),
    onRcptTo: (_, __, done) => act(steps.recipient, done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.once('data', () => act(steps.content === 'take' ? undefined : steps.content, () => undefined));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (steps.taken === undefined || typeof steps.taken === 'string') {
          taken.push(toTaken(session, Buffer.concat(chunks)));
          for (const tell of waiting.splice(0)) tell();
        }
        act(steps.taken, done);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    host: '127.0.0.1',
    port: address.port,
    taken,
    sessions: () => sessions,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    behave: (changed) => {
      steps = changed;
    },
    hangUp: cut,
    stop: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function toTaken({ envelope }: SMTPServerSession, raw: Buffer): TakenMail {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  return { from, to: envelope.rcptTo.map(({ address }) => address), raw: raw.toString('latin1') };
}
