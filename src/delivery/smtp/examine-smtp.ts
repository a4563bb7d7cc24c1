import type { Finding } from '../../domain/finding.ts';
import { mendOf, readSmtpFailure } from './smtp-problem.ts';
import { SMTP_PATIENCE, type SmtpSettings } from './smtp-settings.ts';

/** Connects, starts TLS and logs in. Sends nothing. */
export async function examineSmtp(settings: SmtpSettings): Promise<Finding> {
  const { host, port, user } = settings;
  const { openSmtp } = await import('./open-smtp.ts');
  try {
    const connection = await openSmtp(settings, SMTP_PATIENCE);
    connection.quit();
    connection.close();
    return { check: 'SMTP login', state: 'ok', what: `${user} at ${host}:${port}` };
  } catch (error) {
    const failure = readSmtpFailure(error);
    return { check: 'SMTP login', state: 'wrong', what: `${host}:${port}: ${failure.said}`, ...mendOf(failure) };
  }
}
