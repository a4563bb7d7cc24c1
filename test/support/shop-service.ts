import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Signed by itself, for `localhost` only; shared with the mail server of the end-to-end tests. */
export const CERTIFICATE = fileURLToPath(new URL('../e2e/dovecot/tls/cert.pem', import.meta.url));

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback and a free port that answers as it is told. */
export interface ShopService {
  readonly origin: string;
  readonly requests: IncomingMessage[];
  respond: Respond;
  /** Cuts every connection and takes no more. */
  crash(): Promise<void>;
  /** On the same port. */
  start(): Promise<void>;
}

export async function startShopService(respond: Respond, options: { readonly tls?: boolean } = {}): Promise<ShopService> {
  const requests: IncomingMessage[] = [];
  let port = 0;
  const service: ShopService = {
    get origin() {
      return options.tls === true ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
    },
    requests,
    respond,
    crash: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    start: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    },
  };
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    service.respond(request, response);
  };
  const pem = () => ({ cert: readFileSync(CERTIFICATE), key: readFileSync(CERTIFICATE.replace('cert.pem', 'key.pem')) });
  const server = options.tls === true ? createSecureServer(pem(), listener) : createServer(listener);
  await service.start();
  return service;
}

export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
