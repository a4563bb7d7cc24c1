import type { ImapFlow } from 'imapflow';

/** The server's answer to a bare command; where that failed, its error carries it. */
export interface TaggedResponse {
  readonly attributes?: readonly { readonly section?: readonly { readonly value?: unknown }[] }[];
}

/**
 * A configured folder need not be there yet: the server then says TRYCREATE to an APPEND, and has stored nothing (RFC 9051 section 6.3.12).
 * The folder is made, and the server asked once more.
 */
export async function makingFolder<T>(client: ImapFlow, folder: string, append: () => Promise<T>): Promise<T> {
  try {
    return await append();
  } catch (error) {
    if (!saysTryCreate(error)) throw error;
    await client.mailboxCreate(folder);
    return append();
  }
}

/** imapflow's own `append` names the code; the error of a bare command carries the server's answer. */
function saysTryCreate(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('serverResponseCode' in error && error.serverResponseCode === 'TRYCREATE') return true;
  const response = 'response' in error ? (error.response as TaggedResponse | undefined) : undefined;
  const code = response?.attributes?.[0]?.section?.[0]?.value;
  return typeof code === 'string' && code.toUpperCase() === 'TRYCREATE';
}
