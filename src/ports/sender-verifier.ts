import type { CheckedMail } from '../domain/authentication.ts';

/** Checks here who sent a mail: DKIM (RFC 6376, 8301), SPF (RFC 7208), DMARC (RFC 9989) and ARC (RFC 8617). */
export interface SenderVerifier {
  /**
   * Ends within a few seconds, whatever DNS does: what it does not answer in time is `temperror`, never a pass.
   * @param bytes the whole message as it was received, since that is what a signature covers
   * @param fromAddress the one address of its one From field
   * @param receivedAt a signature that had expired by then is no pass
   */
  verify(bytes: Uint8Array, fromAddress: string, receivedAt: Date, signal: AbortSignal): Promise<CheckedMail>;
  /** Lets go of what is still being asked. */
  close(): void;
}
