const MENDS: Readonly<Record<string, string>> = {
  EAUTH: 'check SMTP_USER and SMTP_PASSWORD; accounts with two-step sign-in need an app password',
  EDNS: 'check SMTP_HOST',
  ECONNECTION: 'check SMTP_HOST and SMTP_PORT, and that a firewall lets this machine through',
  ESOCKET: 'check SMTP_HOST, SMTP_PORT and SMTP_TLS; a certificate of your own goes into SMTP_CA_FILE',
  ETIMEDOUT: 'check SMTP_HOST and SMTP_PORT; implicit TLS on a STARTTLS port waits for ever',
  ETLS: 'the server offers no STARTTLS, or its certificate is not trusted: check SMTP_TLS, SMTP_PORT and SMTP_CA_FILE',
};

/** A server's words are shown, never trusted: one line, and not endless. */
const MAX_SAID_CHARS = 200;

/** What nodemailer puts on an error, as far as it tells what happened. */
export interface SmtpFailure {
  readonly code: string;
  /** The command whose answer it is. `CONN` for every end of the connection, at whatever command. */
  readonly command: string;
  /** The server's reply code (RFC 5321 section 4.2), null where the server did not answer. */
  readonly replyCode: number | null;
  readonly said: string;
}

export function readSmtpFailure(error: unknown): SmtpFailure {
  const fields: Readonly<Record<string, unknown>> = error instanceof Error ? Object.fromEntries(Object.entries(error)) : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const said = (error instanceof Error ? error.message : String(error)).replace(/\p{Cc}+/gu, ' ').slice(0, MAX_SAID_CHARS);
  const replyCode = typeof fields['responseCode'] === 'number' ? fields['responseCode'] : null;
  return { code: text('code'), command: text('command'), replyCode, said };
}

/** What an operator can do about it, where that is known. */
export function mendOf({ code }: SmtpFailure): { readonly mend?: string } {
  const mend = MENDS[code];
  return mend === undefined ? {} : { mend };
}
