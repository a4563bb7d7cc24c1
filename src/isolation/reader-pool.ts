import { Worker } from 'node:worker_threads';
import type { IntakeError, IntakeErrorCode, RawMessage } from '../domain/message.ts';
import type { Reading } from '../domain/reading.ts';
import { type Result, refuse } from '../domain/result.ts';
import type { ReadingNeeds } from '../pipeline/read-mail.ts';
import { HARD_LIMIT_FACTOR, type ReaderLimits, WATCH_MS } from './reader-limits.ts';
import type { ReaderAnswer, ReaderTask } from './reader-task.ts';

export interface ReaderPoolSettings {
  /** The thread's entry. */
  readonly entry: URL;
  /** Sent to each thread once they are known: it loads meanwhile. */
  readonly needs: Promise<ReadingNeeds>;
  /** Of this process, the only ones a thread sees: what reads a stranger's words needs no secret. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: ReaderLimits;
  /** Threads at most. */
  readonly width: number;
  /** Mails read before each further thread is worth its start. */
  readonly growsAfter: number;
}

/** Reads mails in threads that can be ended: a mail that hangs or eats memory costs its thread and nothing else. */
export interface ReaderPool {
  /**
   * As `readMail`. Besides its refusals: `timeout` where reading takes too long, `unparseable` where it takes too much memory.
   * @throws Error where no thread can be started, or where our own code failed on the mail
   */
  readonly read: (raw: RawMessage) => Promise<Result<Reading, IntakeError>>;
  /** When the first thread can read, or cannot be started: then reading tells why. */
  readonly ready: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Waiting extends ReaderTask {
  readonly resolve: (result: Result<Reading, IntakeError>) => void;
  readonly reject: (error: Error) => void;
}

const MIB = 1024 * 1024;
const CLOSED = 'the readers are closed';

/** The first thread is started at once, so that it loads while its owner does; the others as mails wait. */
export function openReaderPool(settings: ReaderPoolSettings): ReaderPool {
  const queue: Waiting[] = [];
  const threads = new Set<ReaderThread>();
  let { width } = settings;
  let taken = 0;
  let closed = false;

  const first = Promise.withResolvers<void>();
  const startThread = () => {
    const thread = new ReaderThread(settings, {
      onFree: () => {
        first.resolve();
        dispatch();
      },
      onEnd: (beforeReady) => {
        first.resolve();
        threads.delete(thread);
        // Else a thread that cannot be started would be started for ever: the others read on, and without any there is no reading.
        if (beforeReady) width = Math.max(1, threads.size);
        if (beforeReady && threads.size === 0) for (const waiting of queue.splice(0)) waiting.reject(beforeReady);
        dispatch();
      },
    });
    threads.add(thread);
  };
  const dispatch = () => {
    if (closed) return;
    for (const thread of threads) {
      if (!thread.isFree) continue;
      const next = queue.shift();
      if (!next) continue;
      thread.take(next);
      taken += 1;
    }
    const starting = [...threads].filter((thread) => !thread.isReady).length;
    const worth = Math.min(width, 1 + (settings.growsAfter === 0 ? width : Math.floor(taken / settings.growsAfter)));
    if (queue.length > starting && threads.size < worth) startThread();
  };

  startThread();
  return {
    read: (raw) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error(CLOSED));
        queue.push({ raw, resolve, reject });
        dispatch();
      }),
    ready: () => first.promise,
    close: async () => {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.reject(new Error(CLOSED));
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

interface ThreadEvents {
  readonly onFree: () => void;
  /** @param beforeReady why it could not be started; null where it ended later */
  readonly onEnd: (beforeReady: Error | null) => void;
}

/** One thread, and the mail it reads. */
class ReaderThread {
  readonly #worker: Worker;
  readonly #limits: ReaderLimits;
  readonly #events: ThreadEvents;
  #task: Waiting | null = null;
  #timer: NodeJS.Timeout;
  #watch: NodeJS.Timeout | undefined;
  isReady = false;
  #hasEnded = false;

  constructor({ entry, needs, env, limits }: ReaderPoolSettings, events: ThreadEvents) {
    this.#limits = limits;
    this.#events = events;
    this.#worker = new Worker(entry, {
      env,
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMiB * HARD_LIMIT_FACTOR },
    });
    this.#worker.on('message', (answer: ReaderAnswer) => this.#hear(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`the thread that read it ended with status ${code}`)));
    needs.then(
      (known) => this.#worker.postMessage(known),
      (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))),
    );
    this.#timer = setTimeout(() => this.#fail(new Error(`no reading thread in ${limits.startMs} ms`)), limits.startMs);
    this.#rest();
  }

  get isFree(): boolean {
    return this.isReady && this.#task === null && !this.#hasEnded;
  }

  take(task: Waiting): void {
    this.#task = task;
    this.#worker.ref();
    this.#timer = setTimeout(() => this.#timeOut(task), this.#limits.timeoutMs);
    this.#watch = setInterval(() => void this.#lookAtMemory(task), WATCH_MS);
    // A copy of its own, handed over: of a view, the whole buffer below it would be copied.
    const bytes = new Uint8Array(task.raw.bytes);
    this.#worker.postMessage({ raw: { ...task.raw, bytes } } satisfies ReaderTask, [bytes.buffer]);
  }

  async end(): Promise<void> {
    this.#fail(new Error(CLOSED));
    await this.#worker.terminate();
  }

  #hear(answer: ReaderAnswer): void {
    if (this.#hasEnded) return;
    this.#stopClocks();
    const task = this.#task;
    this.#task = null;
    this.#rest();
    if (answer.kind === 'ready') this.isReady = true;
    if (answer.kind === 'read') task?.resolve(answer.result);
    if (answer.kind === 'fault') task?.reject(new Error(answer.what));
    this.#events.onFree();
  }

  #timeOut(task: Waiting): void {
    this.#giveUp(task, 'timeout', `took more than ${this.#limits.timeoutMs / 1000} s to read`);
  }

  async #lookAtMemory(task: Waiting): Promise<void> {
    const used = await this.#worker.getHeapStatistics().catch(() => null);
    if (used === null || this.#task !== task) return;
    if (used.used_heap_size + used.external_memory > this.#limits.memoryMiB * MIB) this.#giveUpMemory(task);
  }

  #giveUpMemory(task: Waiting): void {
    this.#giveUp(task, 'unparseable', `took more than ${this.#limits.memoryMiB} MiB of memory to read`);
  }

  #giveUp({ raw: { source }, resolve }: Waiting, code: IntakeErrorCode, message: string): void {
    this.#task = null;
    resolve(refuse({ source, code, message }));
    this.#fail(new Error(message));
  }

  #stopClocks(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
  }

  /** Idle threads do not keep the process alive. */
  #rest(): void {
    this.#worker.unref();
  }

  #fail(error: Error): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#stopClocks();
    if (this.#task && isOutOfMemory(error)) this.#giveUpMemory(this.#task);
    this.#task?.reject(error);
    this.#task = null;
    void this.#worker.terminate();
    this.#events.onEnd(this.isReady ? null : error);
  }
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
