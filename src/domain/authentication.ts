import type { Authentication } from './classification.ts';

/** One method's verdict (RFC 8601 section 2.2), names and results lower case. */
export interface MethodResult {
  readonly method: string;
  readonly result: string;
  /** `header.from`, `smtp.mailfrom`, … to their values. The first of a name counts. */
  readonly properties: ReadonlyMap<string, string>;
  /** Why, for people. */
  readonly reason?: string;
}

/** A chain of seals that holds (RFC 8617): who sealed last, and what that host found when the mail came to it, as it wrote it. */
export interface Seal {
  /** The newest ARC-Seal's `d=`, lower case. */
  readonly sealer: string;
  readonly authenticationResults: string;
}

/** What checking a mail here came to. */
export interface CheckedMail {
  readonly results: readonly MethodResult[];
  /** Null without a chain of seals, and where it does not hold. */
  readonly seal: Seal | null;
}

/** How far the sender can be believed, by whose word, and the figures that it follows from. */
export interface SenderCheck {
  readonly authentication: Authentication;
  readonly by: 'receiving-host' | 'checked-here' | 'nobody';
  readonly results: readonly MethodResult[];
}

/** `dkim=pass header.d=example.com`, as RFC 8601 section 2.2 writes it. */
export function describeResult({ method, result, properties, reason }: MethodResult): string {
  const named = [...properties].map(([name, value]) => ` ${name}=${value}`).join('');
  return `${method}=${result}${reason === undefined ? '' : ` (${reason})`}${named}`;
}
