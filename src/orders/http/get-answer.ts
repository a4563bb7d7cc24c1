import { Buffer } from 'node:buffer';
import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { getCACertificates } from 'node:tls';
import { UnusableInput } from '../../domain/problem.ts';
import { isCertificateFault } from '../certificate-faults.ts';
import { SourceSilent } from '../steady-source.ts';

/** A thousand times an ordinary order; a longer answer is none to one look-up. */
const MAX_ANSWER_BYTES = 1_048_576;
/** Connections at once; a shop's web service serves customers first. */
const CONNECTIONS = 8;
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly etag: string | null;
  /** As the header has it. */
  readonly retryAfter: string | null;
}

export interface HttpClient {
  /**
   * One GET; redirects are followed on the same origin only.
   * @param headersFor the headers of a request, made anew for each
   * @throws SourceSilent where no whole answer came, UnusableInput where the certificate is not accepted
   */
  get(url: URL, headersFor: (url: URL) => Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer>;
  close(): void;
}

/** @param ca PEM of further certificate authorities */
export function openHttpClient(shown: string, ca: string | null, timeoutMs: number): HttpClient {
  const shared = { keepAlive: true, maxSockets: CONNECTIONS };
  const plain = new HttpAgent(shared);
  const secure = new HttpsAgent({ ...shared, ...(ca === null ? {} : { ca: [...getCACertificates('default'), ca] }) });
  const once = (url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const request =
        url.protocol === 'https:'
          ? httpsGet(url, { agent: secure, headers, signal }, resolve)
          : httpGet(url, { agent: plain, headers, signal }, resolve);
      request.on('error', reject);
    });
  return {
    get: async (first, headersFor, signal) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const either = AbortSignal.any([signal, timeout]);
      try {
        let url = first;
        for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
          const response = await once(url, headersFor(url), either);
          const next = redirectOf(response, url);
          if (next === null) return await readAnswer(response);
          response.resume();
          if (next.origin !== first.origin) throw new SourceSilent(`${shown}: leads to another host, ${next.origin}`);
          url = next;
        }
        throw new SourceSilent(`${shown}: leads from one address to the next, more than ${MAX_REDIRECTS} times`);
      } catch (error) {
        signal.throwIfAborted();
        throw timeout.aborted ? new SourceSilent(`${shown}: no answer within ${timeoutMs} ms`) : explainFault(error, shown);
      }
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

function redirectOf({ statusCode, headers }: IncomingMessage, from: URL): URL | null {
  if (!REDIRECTS.includes(statusCode ?? 0) || headers.location === undefined) return null;
  return URL.parse(headers.location, from.href);
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new SourceSilent(`its answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  // A body cut short would be read as another one, were it JSON by chance.
  if (!response.complete) throw new SourceSilent('its answer broke off');
  const { statusCode = 0, headers } = response;
  return {
    status: statusCode,
    body: Buffer.concat(chunks).toString('utf8'),
    contentType: headers['content-type'] ?? '',
    etag: headers.etag ?? null,
    retryAfter: headers['retry-after'] ?? null,
  };
}

function explainFault(error: unknown, shown: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof SourceSilent) return error.message.startsWith(shown) ? error : new SourceSilent(`${shown}: ${error.message}`);
  const code = 'code' in error ? String(error.code) : '';
  if (isCertificateFault(code)) {
    const mend = 'name the certificate authority in ORDERS_CA_FILE, or correct the host in ORDERS';
    return new UnusableInput([{ place: shown, what: error.message, mend }]);
  }
  if (code === '') return error;
  return new SourceSilent(`${shown}: ${error.message === '' ? code : error.message}`);
}
