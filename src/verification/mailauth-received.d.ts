/** mailauth ships no types for this file. */
declare module 'mailauth/lib/parse-received.js' {
  export interface ReceivedClause {
    readonly value?: string;
    readonly comment?: string;
  }
  /** The clauses of one Received field by name (RFC 5321 section 4.4); false for what has no colon. */
  export function parseReceived(line: Uint8Array | string): false | Readonly<Record<string, ReceivedClause | undefined>>;
  /** The address that the connection came from, never one that the client only claimed; false where the field has none. */
  export function getClientAddress(from: ReceivedClause | undefined): string | false;
}
