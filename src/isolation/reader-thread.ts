// The entry of a reading thread: reads one mail at a time and answers with what it says. Knows nothing but its settings and the mail.
import { type MessagePort, parentPort } from 'node:worker_threads';
import { type ReadingNeeds, readMail } from '../pipeline/read-mail.ts';
import type { ReaderAnswer, ReaderTask } from './reader-task.ts';

/** Null in a program of its own, where there is nobody to answer to. */
if (parentPort !== null) serve(parentPort);

function serve(port: MessagePort): void {
  const answer = (message: ReaderAnswer) => port.postMessage(message);
  port.once('message', (needs: ReadingNeeds) => {
    port.on('message', ({ raw }: ReaderTask) => {
      void readMail(raw, needs).then(
        (result) => answer({ kind: 'read', result }),
        (error: unknown) => answer({ kind: 'fault', what: error instanceof Error ? error.message : String(error) }),
      );
    });
    answer({ kind: 'ready' });
  });
}
