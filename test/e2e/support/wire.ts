import { connect, createServer, type Socket } from 'node:net';
import type { ImapServer } from '../servers/server-process.ts';
import { type Piece, readConversation } from './imap-pieces.ts';

/**
 * What happens to one piece of a conversation.
 * `cut`: the connection ends before it. `cut-half`: in its middle. `cut-after`: right behind it; what the client said still reaches the server.
 * `stall`: nothing passes any more, and nobody hangs up. `refuse`: an answer becomes NO, though the server did what it was told.
 * `drip`: from here on the server's words come byte by byte, `everyMs` apart. `delay`: it comes `ms` later.
 */
export type Does = 'cut' | 'cut-half' | 'cut-after' | 'stall' | 'refuse' | { readonly dripEveryMs: number } | { readonly delayMs: number };

interface Fault {
  /** The name of a piece, as in {@link Piece}. */
  readonly at: string;
  /** The first piece of this name by default. */
  readonly nth?: number;
  readonly does: Does;
}

/** A server behind a proxy that reads along, notes what is said, and does to it what a test asks for. */
export interface Wire<Server extends ImapServer> {
  readonly server: Server;
  /** The client's command lines, without their tags. */
  readonly commands: readonly string[];
  /** The names of all pieces in the order of their passing. */
  readonly pieces: readonly string[];
  /** Bytes that the server has said, and the client. */
  readonly bytes: { readonly server: number; readonly client: number };
  /** Once, on this connection or on a later one. */
  inject(fault: Fault): void;
  /** Ends the next connection after this many bytes from one side. */
  cutAtByte(side: 'client' | 'server', byte: number): void;
  /** Whether every fault asked for has happened. */
  isSpent(): boolean;
  stop(): Promise<void>;
}

interface Notes {
  readonly commands: string[];
  readonly pieces: string[];
  readonly bytes: { server: number; client: number };
  readonly faults: Set<Fault & { seen: number }>;
  byteCut: { readonly side: 'client' | 'server'; readonly byte: number } | null;
}

export async function startWire<Server extends ImapServer>(server: Server): Promise<Wire<Server>> {
  const notes: Notes = { commands: [], pieces: [], bytes: { server: 0, client: 0 }, faults: new Set(), byteCut: null };
  const open = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(server.port, server.host);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => open.delete(socket));
    }
    join(client, upstream, notes);
  });
  await new Promise<void>((resolve) => proxy.listen(0, server.host, resolve));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    server: { ...server, port: address.port },
    commands: notes.commands,
    pieces: notes.pieces,
    bytes: notes.bytes,
    inject: (fault) => notes.faults.add({ ...fault, seen: 0 }),
    cutAtByte: (side, byte) => {
      notes.byteCut = { side, byte };
    },
    isSpent: () => notes.faults.size === 0 && notes.byteCut === null,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => {
        proxy.close(resolve);
      });
    },
  };
}

/** Hands on both sides of one connection, piece by piece and in order. */
function join(client: Socket, upstream: Socket, notes: Notes): void {
  const conversation = readConversation();
  const line = { isStalled: false, dripEveryMs: 0 };
  const end = () => {
    client.destroy();
    upstream.destroy();
  };
  // Half-closed rather than destroyed: what was handed on before a cut must still arrive.
  client.on('error', end).on('close', () => upstream.end());
  upstream.on('error', end).on('close', () => client.end());
  const sides = [
    { side: 'client', from: client, to: upstream, cutter: conversation.client },
    { side: 'server', from: upstream, to: client, cutter: conversation.server },
  ] as const;
  for (const { side, from, to, cutter } of sides) {
    let passing: Promise<void> = Promise.resolve();
    let passed = 0;
    const hand = async (piece: Piece): Promise<void> => {
      if (line.isStalled) return;
      notes.pieces.push(piece.name);
      if (piece.name.startsWith('command ')) notes.commands.push(piece.bytes.toString('latin1').trimEnd().replace(/^\S+ /, ''));
      let { bytes } = piece;
      const { byteCut } = notes;
      if (byteCut?.side === side && passed + bytes.length > byteCut.byte) {
        notes.byteCut = null;
        return cutBehind(bytes.subarray(0, byteCut.byte - passed), to, from);
      }
      passed += bytes.length;
      notes.bytes[side] += bytes.length;
      const does = faultAt(piece, notes.faults);
      if (does === 'cut') return end();
      if (does === 'cut-half') return cutBehind(bytes.subarray(0, Math.floor(bytes.length / 2)), to, from);
      if (does === 'cut-after') return cutBehind(bytes, to, from);
      if (does === 'stall') {
        line.isStalled = true;
        return;
      }
      if (does === 'refuse') bytes = Buffer.from(`${bytes.toString('latin1').split(' ')[0]} NO refused by the test\r\n`);
      else if (typeof does === 'object' && 'dripEveryMs' in does) line.dripEveryMs = does.dripEveryMs;
      else if (typeof does === 'object') await sleep(does.delayMs);
      if (line.dripEveryMs > 0 && side === 'server') await drip(bytes, to, line.dripEveryMs);
      else to.write(bytes);
    };
    from.on('data', (chunk: Buffer) => {
      // Pieces are named at once, handed on in turn.
      for (const piece of cutter.push(chunk)) passing = passing.then(() => hand(piece));
    });
  }
}

function faultAt(piece: Piece, faults: Notes['faults']): Does | undefined {
  for (const fault of faults) {
    if (fault.at !== piece.name || ++fault.seen < (fault.nth ?? 1)) continue;
    faults.delete(fault);
    return fault.does;
  }
  return undefined;
}

/** Both ends are closed, and the bytes still arrive: a reset would take them along. */
function cutBehind(bytes: Buffer, to: Socket, from: Socket): void {
  from.destroy();
  to.end(bytes);
}

async function drip(bytes: Buffer, to: Socket, everyMs: number): Promise<void> {
  for (const byte of bytes) {
    if (to.destroyed) return;
    to.write(Buffer.of(byte));
    await sleep(everyMs);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
