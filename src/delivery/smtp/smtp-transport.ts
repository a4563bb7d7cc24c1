import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { MailTransport, OutgoingMail, SendError, SendReceipt } from '../../ports/mail-transport.ts';
import { hangUpAfter } from './hang-up.ts';
import { mendOf, readSmtpFailure, type SmtpFailure } from './smtp-problem.ts';
import { SMTP_PATIENCE, type SmtpPatience, type SmtpSettings } from './smtp-settings.ts';

/** How far a send came: what is cut before the content has begun cannot have been taken (RFC 5321 section 4.1.1.4). */
interface Progress {
  contentBegun: boolean;
  /** `beforeContent`, once it has been called. */
  preparing?: Promise<void>;
}

/** SMTP submission (RFC 6409). Nothing is loaded and no connection opened before the first message. */
export function smtpTransport(settings: SmtpSettings, patience: SmtpPatience = SMTP_PATIENCE): MailTransport {
  let open: SMTPConnection | undefined;
  const hangUp = () => {
    open?.close();
    open = undefined;
  };
  const attempt = async (mail: OutgoingMail, beforeContent: () => Promise<void>): Promise<Result<SendReceipt, SendError>> => {
    const progress: Progress = { contentBegun: false };
    try {
      open ??= await (await import('./open-smtp.ts')).openSmtp(settings, patience);
      const { serverMessageId } = await hand(open, mail, beforeContent, progress, patience);
      return ok({ renamedTo: serverMessageId ?? null });
    } catch (error) {
      // After an error a session may expect anything; the next message gets a new one.
      hangUp();
      const { contentBegun, preparing } = progress;
      // A fault of ours in there is thrown on; and it must not be at work any more when the caller writes down how this ended.
      await preparing;
      return refuse(toSendError(readSmtpFailure(error), contentBegun, settings));
    }
  };
  return {
    send: async (mail, beforeContent) => {
      const isKept = open !== undefined;
      const sent = await attempt(mail, beforeContent);
      // Servers end a session after so many messages, or so many seconds without one; nothing had been begun.
      return !sent.ok && sent.error.kind === 'unavailable' && isKept ? attempt(mail, beforeContent) : sent;
    },
    close: () => {
      // QUIT is a courtesy whose answer nobody waits for; a server that does not hang up is hung up on after nodemailer's five seconds.
      open?.quit();
      hangUp();
      return Promise.resolve();
    },
  };
}

function hand(
  connection: SMTPConnection,
  { from, to, raw }: OutgoingMail,
  beforeContent: () => Promise<void>,
  progress: Progress,
  patience: SmtpPatience,
): Promise<SMTPConnectionSendInfo> {
  return hangUpAfter(connection, patience.commandMs, (beInTime) => {
    // nodemailer reads a stream only after the server's 354: whatever ends before has sent nothing of it.
    const content = Readable.from(
      (async function* () {
        beInTime();
        progress.preparing = beforeContent();
        await progress.preparing;
        progress.contentBegun = true;
        yield Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
      })(),
    );
    const envelope = { from, to: [to], size: raw.byteLength };
    return new Promise((resolve, reject) => connection.send(envelope, content, (error, info) => (error ? reject(error) : resolve(info))));
  });
}

function toSendError(failure: SmtpFailure, contentBegun: boolean, { host, port }: SmtpSettings): SendError {
  const what = `${host}:${port}: ${failure.said}`;
  const kind = kindOf(failure, contentBegun);
  return kind === 'unavailable' ? { kind, what, ...mendOf(failure) } : { kind, what };
}

const ABOUT_THE_MESSAGE = ['MAIL FROM', 'RCPT TO', 'DATA'];

/**
 * Only the server's own answer to the content says that it was not taken. A cut, silence, or an answer that was cut short says nothing.
 * Before the content, an answer to the envelope is about this message, and every other end about the server.
 */
function kindOf({ command, code, replyCode }: SmtpFailure, contentBegun: boolean): SendError['kind'] {
  const isAnswer = replyCode !== null && ABOUT_THE_MESSAGE.includes(command);
  if (contentBegun && !isAnswer) return 'unclear';
  if (isAnswer) return replyCode >= 500 ? 'refused' : 'deferred';
  // Too large for the server's SIZE (RFC 1870), or an address that cannot be written: found before anything was said.
  return code === 'EMESSAGE' || code === 'EENVELOPE' ? 'refused' : 'unavailable';
}
