// Loaded before the program: ends its process as V8 may where a thread runs out of memory, once a mail that says so is handed to be read.
import { Worker } from 'node:worker_threads';

const MARK = 'This mail ends whatever reads it.';
const post = Reflect.get(Worker.prototype, 'postMessage') as (...args: unknown[]) => void;

Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
  const [message] = args as [{ readonly raw?: { readonly bytes: Uint8Array } }];
  if (message.raw && Buffer.from(message.raw.bytes).includes(MARK)) process.abort();
  Reflect.apply(post, this, args);
};
