import { connect, createServer, type Socket } from 'node:net';
import type { DovecotServer } from '../dovecot/dovecot-server.ts';

/** The server behind a proxy that notes what the client says, and cuts the line when told to. */
export interface Wire {
  readonly server: DovecotServer;
  /** The client's command lines, without their tags. */
  readonly commands: readonly string[];
  /** Ends the connection, once, instead of handing on what the server says when it says this. */
  cutBeforeAnswer(pattern: RegExp): void;
  stop(): Promise<void>;
}

export async function startWire(server: DovecotServer): Promise<Wire> {
  const commands: string[] = [];
  const open = new Set<Socket>();
  let cut: RegExp | undefined;
  const proxy = createServer((client) => {
    const upstream = connect(server.port, server.host);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const lines = chunk.toString('latin1').split('\r\n');
      commands.push(...lines.flatMap((line) => /^[0-9A-F]+ ([A-Z].*)$/.exec(line)?.[1] ?? []));
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (cut?.test(chunk.toString('latin1'))) {
        cut = undefined;
        end();
      } else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, server.host, resolve));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    server: { ...server, port: address.port },
    commands,
    cutBeforeAnswer: (pattern) => {
      cut = pattern;
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
