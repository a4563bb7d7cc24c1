import { getCACertificates } from 'node:tls';
import type { ImapFlow, ImapFlowOptions } from 'imapflow';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { MailboxProblem } from '../../ports/mailbox.ts';
import { describeImapError } from './imap-problem.ts';

/** `implicit`: TLS from the first byte. `starttls`: required after connecting, never optional. `none` is for a server on this machine only: a password never crosses a network in the clear. */
type TlsMode = 'implicit' | 'starttls' | 'none';

export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly user: string;
  readonly password: string;
  /** PEM certificates of authorities that are trusted besides the usual ones. */
  readonly ca?: string;
  /** No mail above this is fetched. */
  readonly maxMailBytes: number;
  readonly patience?: Patience;
}

/** How long a server is waited for, in milliseconds. */
interface Patience {
  /** DNS, TCP and TLS together. Cron comes again soon, and a server that takes longer is down for a mail client too. */
  readonly connectMs: number;
  readonly greetingMs: number;
  /** From the first packet to the end of the login, however busy the line is meanwhile. */
  readonly loginMs: number;
  /** Silence in the middle of a command: a large SEARCH on a cold index took 18 s on Dovecot. */
  readonly silenceMs: number;
  readonly logoutMs: number;
}

const PATIENCE: Patience = { connectMs: 20_000, greetingMs: 15_000, loginMs: 120_000, silenceMs: 90_000, logoutMs: 3_000 };
/** A body is asked for up to the cap on a mail; a server that announces a longer literal than that and some room is refused. imapflow's own bound is 1 GB. */
const LITERAL_ROOM_BYTES = 1024 * 1024;

/**
 * Connects and logs in. One client serves one pass; it cannot be used again.
 * Loaded on demand: imapflow is most of what a pass loads.
 */
export async function connectImap(settings: ImapSettings): Promise<Result<ImapFlow, MailboxProblem>> {
  const unsafe = findUnsafeSetting(settings);
  if (unsafe) return refuse(unsafe);
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow(optionsFor(settings));
  // Without listeners an error between two commands would end the process; every command reports it as well.
  client.on('error', () => undefined);
  client.on('close', () => undefined);
  let isLate = false;
  const timer = setTimeout(
    () => {
      isLate = true;
      client.close();
    },
    (settings.patience ?? PATIENCE).loginMs,
  );
  try {
    await client.connect();
    return ok(client);
  } catch (error) {
    client.close();
    return refuse(describeImapError(isLate ? Object.assign(new Error(), { code: 'LOGIN_TIMEOUT' }) : error, settings));
  } finally {
    clearTimeout(timer);
  }
}

/** Logs out politely within a few seconds, then hangs up. Never throws: the pass is over either way. */
export async function disconnectImap(client: ImapFlow, logoutMs = PATIENCE.logoutMs): Promise<void> {
  const timer = setTimeout(() => client.close(), logoutMs);
  try {
    await client.logout();
  } catch {
    client.close();
  } finally {
    clearTimeout(timer);
  }
}

function optionsFor({ host, port, tls, user, password, ca, maxMailBytes, patience = PATIENCE }: ImapSettings): ImapFlowOptions {
  return {
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'starttls' }),
    auth: { user, pass: password },
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: [...getCACertificates(), ca] }) },
    logger: false,
    clientInfo: { name: 'refund-triage' },
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.greetingMs,
    socketTimeout: patience.silenceMs,
    maxLiteralSize: maxMailBytes + LITERAL_ROOM_BYTES,
    disableAutoIdle: true,
    // Fetching from Cyrus is nine times slower with it.
    disableCompression: true,
    // CONDSTORE, UTF8=ACCEPT and IMAP4rev2 are of no use here and cost a round trip.
    disableAutoEnable: true,
    disableIMAP4rev2: true,
  };
}

function findUnsafeSetting({ host, tls }: ImapSettings): MailboxProblem | undefined {
  if (tls !== 'none' || isLoopback(host)) return undefined;
  const what = `the connection to ${host} would send the password unencrypted`;
  return {
    kind: 'no-encryption',
    what,
    mend: 'use TLS (port 993) or STARTTLS (port 143); no encryption is for a server on this machine only',
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
