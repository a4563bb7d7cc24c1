import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { type PollBench, pollBench } from './poll-bench.ts';
import { startWire, type Wire } from './wire.ts';

/** What is there while a test runs. */
export interface WiredBench {
  readonly wire: Wire<DovecotServer>;
  readonly bench: PollBench;
}

/** For the tests of a file: one Dovecot, and for each test a mailbox of its own behind a wire of its own. */
export function useWiredBench(): WiredBench {
  let server: DovecotServer | undefined;
  let wire: Wire<DovecotServer> | undefined;
  let bench: PollBench | undefined;
  beforeAll(async () => {
    server = await startDovecot();
  }, START_TIMEOUT_MS);
  afterAll(() => server?.stop());
  beforeEach(async () => {
    wire = await startWire(started(server));
    bench = pollBench(wire.server);
  });
  afterEach(async () => {
    bench?.remove();
    await wire?.stop();
  });
  return {
    get wire() {
      return started(wire);
    },
    get bench() {
      return started(bench);
    },
  };
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('asked for before the test began');
  return thing;
}
