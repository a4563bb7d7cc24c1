import type { Finding } from '../domain/finding.ts';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly user: string;
  readonly password: string;
  /** PEM certificates of an authority of one's own. */
  readonly ca?: string;
}

/** A server that answers takes far less; one that does not must not hold up the other checks. */
const TIMEOUT_MS = 15_000;

const MENDS: Readonly<Record<string, string>> = {
  EAUTH: 'check SMTP_USER and SMTP_PASSWORD; accounts with two-step sign-in need an app password',
  EDNS: 'check SMTP_HOST',
  ECONNECTION: 'check SMTP_HOST and SMTP_PORT, and that a firewall lets this machine through',
  ESOCKET: 'check SMTP_HOST, SMTP_PORT and SMTP_TLS; a certificate of your own goes into SMTP_CA_FILE',
  ETIMEDOUT: 'check SMTP_HOST and SMTP_PORT; implicit TLS on a STARTTLS port waits for ever',
  ETLS: 'the server offers no STARTTLS: check SMTP_TLS and SMTP_PORT',
};

/** Connects, starts TLS and logs in. Sends nothing. */
export async function examineSmtp({ host, port, tls, user, password, ca }: SmtpSettings): Promise<Finding> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    auth: { user, pass: password },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    ...(ca === undefined ? {} : { tls: { ca } }),
  });
  try {
    await transport.verify();
    return { check: 'SMTP login', state: 'ok', what: `${user} at ${host}:${port}` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const said = (error instanceof Error ? error.message : String(error)).replace(/\p{Cc}+/gu, ' ').slice(0, 200);
    const mend = MENDS[code];
    return { check: 'SMTP login', state: 'wrong', what: `${host}:${port}: ${said}`, ...(mend === undefined ? {} : { mend }) };
  } finally {
    transport.close();
  }
}
