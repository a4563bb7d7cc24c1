import { createHmac } from 'node:crypto';
import type { Secret } from '../../domain/secret.ts';

/** How a shop's web service knows us; both may be set. */
export interface Credentials {
  /** RFC 6750 section 2.1. */
  readonly token: Secret | null;
  readonly hmacSecret: Secret | null;
  readonly hmacHeader: string;
}

/**
 * The headers that prove a request is ours. The signature is `t=<Unix seconds>,v1=<hex>`: HMAC-SHA-256, under the shared secret, of
 * `<t>.GET.<path with query>`, so that a recorded request proves nothing later, nor for another order.
 */
export function credentialHeaders({ token, hmacSecret, hmacHeader }: Credentials, url: URL, now: Date): Readonly<Record<string, string>> {
  const seconds = Math.floor(now.getTime() / 1000);
  const signed = (secret: Secret) =>
    createHmac('sha256', secret.reveal()).update(`${seconds}.GET.${url.pathname}${url.search}`).digest('hex');
  return {
    ...(token === null ? {} : { Authorization: `Bearer ${token.reveal()}` }),
    ...(hmacSecret === null ? {} : { [hmacHeader]: `t=${seconds},v1=${signed(hmacSecret)}` }),
  };
}
