import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/**
 * Works with a connection, which is hung up on when `patienceMs` pass before `work` says that it came in time.
 * @throws also where the connection ends meanwhile: nodemailer then answers some commands and forgets others
 */
export async function hangUpAfter<T>(
  connection: SMTPConnection,
  patienceMs: number,
  work: (beInTime: () => void) => Promise<T>,
): Promise<T> {
  const ended = Promise.withResolvers<never>();
  // A moment later: nodemailer tells why, if it tells, right after it has closed.
  const onEnd = () => setImmediate(() => ended.reject(new Error('the connection ended')));
  const timer = setTimeout(() => {
    ended.reject(Object.assign(new Error(`no answer within ${patienceMs / 1000} s`), { code: 'ETIMEDOUT' }));
    connection.close();
  }, patienceMs);
  connection.once('end', onEnd);
  try {
    return await Promise.race([work(() => clearTimeout(timer)), ended.promise]);
  } finally {
    clearTimeout(timer);
    connection.off('end', onEnd);
  }
}
