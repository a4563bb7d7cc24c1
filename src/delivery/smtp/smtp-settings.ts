import { getCACertificates } from 'node:tls';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly user: string;
  readonly password: string;
  /** PEM certificates of an authority of one's own. */
  readonly ca?: string;
}

/** How long silence is borne. */
export interface SmtpPatience {
  readonly connectMs: number;
  readonly commandMs: number;
  readonly contentMs: number;
}

export const SMTP_PATIENCE: SmtpPatience = {
  // A server that answers takes far less; one that does not must not hold up the pass, or the other checks of `doctor`.
  connectMs: 15_000,
  // RFC 5321 section 4.5.3.2 has five minutes, for queues that can wait for hours. Nothing is lost by giving up here: it is tried again.
  commandMs: 60_000,
  // Section 4.5.3.2.6, in full: whoever gives up here does not know whether the message is on its way, and a person has to find out.
  contentMs: 600_000,
};

export function smtpOptions({ host, port, tls, ca }: SmtpSettings, patience: SmtpPatience): SMTPConnectionOptions {
  return {
    host,
    port,
    secure: tls === 'implicit',
    // STARTTLS is required, never optional: a server (or whoever sits before it) that offers none is refused.
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: [...getCACertificates(), ca] }) },
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    // The longest silence of all; what must come sooner is hung up on sooner.
    socketTimeout: patience.contentMs,
    dnsTimeout: patience.connectMs,
  };
}
