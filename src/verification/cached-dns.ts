/** Asks DNS one question, with the answers and the errors of Node's `dns.resolve`. */
export type Resolve = (name: string, type: string) => Promise<string[][] | string[]>;

const MINUTE_MS = 60_000;
/** Keys and policies change over days; ten minutes spare a pass the same question about the same large provider. */
const KEEP_ANSWER_MS = 10 * MINUTE_MS;
/** A server that is down is asked again soon, yet not by every mail that waits. */
const KEEP_FAILURE_MS = MINUTE_MS / 2;
/** A few hundred bytes each; a mail asks at most {@link MAX_QUESTIONS}. */
const MAX_KEPT = 2000;

interface Kept {
  readonly answer: ReturnType<Resolve>;
  until: number;
}

/** Answers of DNS that say for sure that there is nothing, as opposed to no answer. */
const NOTHING_THERE: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

/** Keeps answers, and the lack of one, for all mails of a process. */
export function cachedDns(ask: Resolve, now: () => number): Resolve {
  const kept = new Map<string, Kept>();
  return async (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = kept.get(key);
    if (known !== undefined && known.until > now()) return copyOf(await known.answer);
    const entry: Kept = { answer: ask(name, type), until: now() + KEEP_FAILURE_MS };
    const keep = () => {
      entry.until = now() + KEEP_ANSWER_MS;
    };
    entry.answer.then(keep, (error: unknown) => isNothingThere(error) && keep());
    kept.delete(key);
    kept.set(key, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
    return copyOf(await entry.answer);
  };
}

function isNothingThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NOTHING_THERE.has(error.code);
}

/** Whoever asked may sort it. */
function copyOf(answer: string[][] | string[]): string[][] | string[] {
  return answer.slice();
}

/** DKIM asks once a signature, SPF at most some 20 with the addresses of its names, DMARC 8 a domain. Above, somebody makes us ask. */
export const MAX_QUESTIONS = 80;

/** What DNS may cost one mail. */
export interface Budget {
  readonly resolve: Resolve;
  /** Questions that were not answered in time. */
  readonly unanswered: () => number;
  readonly answered: () => number;
  readonly end: () => void;
}

/** Every question about one mail together takes at most `totalMs`; what is not answered by then fails as a time-out. */
export function limitedDns(ask: Resolve, totalMs: number, signal: AbortSignal): Budget {
  let questions = 0;
  let answered = 0;
  let unanswered = 0;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), totalMs);
  const ended = AbortSignal.any([over.signal, signal]);
  const resolve: Resolve = async (name, type) => {
    if (ended.aborted || ++questions > MAX_QUESTIONS) throw timeOut(name);
    try {
      const answer = await Promise.race([ask(name, type), rejectWhen(ended, name)]);
      answered++;
      return answer;
    } catch (error) {
      if (isNothingThere(error)) answered++;
      else unanswered++;
      throw error;
    }
  };
  return { resolve, answered: () => answered, unanswered: () => unanswered, end: () => clearTimeout(timer) };
}

function rejectWhen(ended: AbortSignal, name: string): Promise<never> {
  return new Promise((_, reject) => {
    ended.addEventListener('abort', () => reject(timeOut(name)), { once: true });
  });
}

function timeOut(name: string): Error {
  return Object.assign(new Error(`no answer about ${name} in time`), { code: 'ETIMEOUT' });
}
