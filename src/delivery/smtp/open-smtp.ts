import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { hangUpAfter } from './hang-up.ts';
import { type SmtpPatience, type SmtpSettings, smtpOptions } from './smtp-settings.ts';

/**
 * Connects, starts TLS and logs in, unless the server asks for no login.
 * @throws nodemailer's error
 */
export async function openSmtp(settings: SmtpSettings, patience: SmtpPatience): Promise<SMTPConnection> {
  const connection = new SMTPConnection(smtpOptions(settings, patience));
  // Each command tells of its own error; without a listener the same one, or that of an idle connection, would end the process.
  connection.on('error', () => undefined);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    if (connection.allowsAuth) await hangUpAfter(connection, patience.commandMs, () => logIn(connection, settings));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function logIn(connection: SMTPConnection, { user, password }: SmtpSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.login({ user, pass: password }, (error) => (error ? reject(error) : resolve()));
  });
}
