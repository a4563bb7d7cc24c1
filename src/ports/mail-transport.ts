import type { Result } from '../domain/result.ts';

/** One message with its envelope, which is told apart from what its header says (RFC 5321 section 2.3.1). */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  /** A whole RFC 5322 message with CRLF lines, sent as it is. */
  readonly raw: Uint8Array;
}

/** The server has taken the message on (250 after its content, RFC 5321 section 4.2.5). */
export interface SendReceipt {
  /** With angle brackets, where the server says that it gave the message another Message-ID; else null. */
  readonly renamedTo: string | null;
}

export interface SendError {
  /**
   * `refused`: the server will never take this message (5yz). `deferred`: it did not take it now and may later (4yz).
   * `unavailable`: no message can be handed over at all; a mistake of the settings, or the server is gone.
   * `unclear`: its content was begun and the answer never came, so it may be on its way.
   */
  readonly kind: 'refused' | 'deferred' | 'unavailable' | 'unclear';
  readonly what: string;
  /** What a person can do about it, where that is known. */
  readonly mend?: string;
}

/** Sends mail. One connection is opened with the first message and kept for the next. */
export interface MailTransport {
  /**
   * Hands over one message, once. Never repeats what may have been taken.
   * @param beforeContent awaited when the server is ready for the content and none of it has been sent: what is written down there tells a
   *   send that was cut short from one that never began. Where it throws, nothing is sent and the error is thrown on.
   * @returns every ending but `unclear` is one in which the server has not taken the message
   */
  send(mail: OutgoingMail, beforeContent: () => Promise<void>): Promise<Result<SendReceipt, SendError>>;
  /** Ends within a few seconds, whatever the server does. */
  close(): Promise<void>;
}
