import { inspect } from 'node:util';

/** What a text is searched for before a person or a log sees it. Shorter ones stand in too many words by chance. */
const TOLD_TO_NOBODY = new Set<string>();
const SHORTEST_SEARCHED = 6;

/** A password or token. It prints, serialises and inspects as `[secret]`; only {@link Secret.reveal} gives it away. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length >= SHORTEST_SEARCHED) TOLD_TO_NOBODY.add(value);
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Base64, as logins send it; 8 characters hold 6. */
const BASE64 = /[A-Za-z0-9+/]{8,2000}={0,2}/g;

/** A message without any secret of this process: servers and libraries repeat in their refusals what they were sent. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const secret of TOLD_TO_NOBODY) clean = clean.replaceAll(secret, '[secret]').replaceAll(encodeURIComponent(secret), '[secret]');
  return clean.replace(BASE64, (encoded) => (holdsSecret(decodeBase64(encoded)) ? '[secret]' : encoded));
}

function holdsSecret(text: string): boolean {
  return [...TOLD_TO_NOBODY].some((secret) => text.includes(secret));
}

function decodeBase64(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString('utf8');
}
