import { MailboxLost, type MailboxProblem } from '../../ports/mailbox.ts';

interface Server {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/** What imapflow and Node put on an error; everything else in it is for developers. */
interface ImapError {
  readonly code: string;
  readonly message: string;
  readonly authenticationFailed: boolean;
  readonly isMailboxMissing: boolean;
  readonly isTls: boolean;
  /** The server's own words, one line. */
  readonly said: string;
}

interface Row {
  readonly when: (error: ImapError) => boolean;
  readonly problem: (error: ImapError, server: Server) => MailboxProblem;
}

const CERTIFICATE_CODES = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS_CERT_ALTNAME)/;
const UNREACHABLE_CODES = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];
const TIMEOUT_CODES = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'LOGIN_TIMEOUT', 'ETIMEOUT', 'ETIMEDOUT'];
const LOST_CODES = [
  'NoConnection',
  'EConnectionClosed',
  'StateLogout',
  'ECONNRESET',
  'EPIPE',
  'ClosedAfterConnectText',
  'ClosedAfterConnectTLS',
];

/** The first row that fits. */
const ROWS: readonly Row[] = [
  {
    when: (e) => e.authenticationFailed,
    problem: (e, { user, host }) => ({
      kind: 'login-refused',
      what: `${host} refused the login of ${user}${e.said}`,
      mend: 'check the user name and the password; accounts with two-step sign-in need an app password',
    }),
  },
  {
    when: (e) => CERTIFICATE_CODES.test(e.code),
    problem: (e, { host }) => ({
      kind: 'certificate',
      what: `the certificate of ${host} is not trusted (${e.code}: ${e.message})`,
      mend: 'use the host name that the certificate names, or name the file of the authority that signed it',
    }),
  },
  {
    when: (e) => e.code === 'ENOTFOUND' || e.code === 'EAI_AGAIN',
    problem: (_, { host }) => ({
      kind: 'unreachable',
      what: `no address is known for ${host}`,
      mend: 'check the host name and the DNS of this machine',
    }),
  },
  {
    when: (e) => UNREACHABLE_CODES.includes(e.code),
    problem: (e, { host, port }) => ({
      kind: 'unreachable',
      what: `nothing answers at ${host} port ${port} (${e.code})`,
      mend: 'check host and port (993 with TLS, 143 with STARTTLS), the firewall, and whether the server runs',
    }),
  },
  {
    when: (e) => e.code === 'EPROTO' || e.code.startsWith('ERR_SSL_') || e.isTls,
    problem: (e, { host, port }) => ({
      kind: 'no-encryption',
      what: `no encrypted connection with ${host} port ${port}: ${e.message}`,
      mend: 'TLS from the start belongs to port 993, STARTTLS to port 143: check which of the two the server offers',
    }),
  },
  {
    when: (e) => TIMEOUT_CODES.includes(e.code),
    problem: (e, { host, port }) => ({
      kind: 'timeout',
      what: `${host} port ${port} did not answer in time (${e.code})`,
      mend: 'try again; if it stays so, check the port and the firewall',
    }),
  },
  {
    when: (e) => e.isMailboxMissing,
    problem: (e) => ({
      kind: 'no-such-folder',
      what: `the server has no such folder${e.said}`,
      mend: 'check the name of the mailbox, with its delimiter',
    }),
  },
  {
    when: (e) => LOST_CODES.includes(e.code),
    problem: (e, { host }) => ({
      kind: 'lost',
      what: `${host} ended the connection${e.said}`,
      mend: 'the next pass goes on where this one stopped',
    }),
  },
];

export function describeImapError(error: unknown, server: Server): MailboxProblem {
  const known = readImapError(error);
  const row = ROWS.find(({ when }) => when(known));
  if (row) return row.problem(known, server);
  const what = `${server.host} did not do as asked: ${known.message}${known.said}`;
  return { kind: 'refused', what, mend: "try again; if it stays so, the server's log says more" };
}

/** Runs commands of one pass; what goes wrong ends the pass as {@link MailboxLost}. */
export async function orLost<T>(server: Server, command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof MailboxLost) throw error;
    throw new MailboxLost(describeImapError(error, server), error);
  }
}

function readImapError(error: unknown): ImapError {
  const fields: Readonly<Record<string, unknown>> = error instanceof Error ? Object.fromEntries(Object.entries(error)) : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const words = text('responseText') || text('reason') || text('response');
  return {
    code: text('code'),
    message: error instanceof Error ? error.message : String(error),
    authenticationFailed: fields['authenticationFailed'] === true,
    isMailboxMissing: fields['mailboxMissing'] === true || text('code') === 'NotFound',
    isTls: fields['tlsFailed'] === true,
    said: words ? `: ${oneLine(words)}` : '',
  };
}

/** A server's words are shown, never trusted: no line breaks, no control characters, not endless. */
function oneLine(words: string): string {
  return words.replace(/\p{Cc}+/gu, ' ').slice(0, 200);
}
