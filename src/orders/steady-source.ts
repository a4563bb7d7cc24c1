import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  decorrelatedJitterGenerator,
  handleType,
  retry,
  wrap,
} from 'cockatiel';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { OrderBookUnavailable } from '../ports/order-book.ts';

/** So many look-ups in a row without an answer: the source is down, and asking more keeps it there. */
const FAILURES_BEFORE_PAUSE = 5;
const PAUSE_MS = 10_000;
/** The first wait; each later one is about twice as long, spread by chance so that many askers do not return at once. */
const FIRST_BACK_OFF_MS = 150;
const MAX_BACK_OFF_MS = 5_000;

/** The source did not answer this time; asked again it may. */
export class SourceSilent extends Error {
  override readonly name = 'SourceSilent';
  /** The source asks not to be asked again sooner. */
  readonly retryAfterMs: number;

  constructor(why: string, retryAfterMs = 0) {
    super(why);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Asks a source that can be down: again after a while, and not at all while it plainly is. */
export type Ask = <T>(attempt: () => Promise<T>, signal: AbortSignal) => Promise<Result<T, OrderBookUnavailable>>;

/**
 * @param attempts how often one look-up asks at most
 * @returns a function that rejects with whatever an attempt throws but {@link SourceSilent}
 */
export function steadySource(attempts: number): Ask {
  const silent = handleType(SourceSilent);
  const soon = handleType(SourceSilent, ({ retryAfterMs }) => retryAfterMs <= MAX_BACK_OFF_MS);
  const policy = wrap(
    circuitBreaker(silent, { halfOpenAfter: PAUSE_MS, breaker: new ConsecutiveBreaker(FAILURES_BEFORE_PAUSE) }),
    retry(soon, { maxAttempts: attempts - 1, backoff: jitterOrAsAsked() }),
  );
  let lastWhy = '';
  return async (attempt, signal) => {
    signal.throwIfAborted();
    try {
      return ok(await policy.execute(attempt, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceSilent) {
        lastWhy = error.message;
        return refuse({ kind: 'unavailable', why: lastWhy });
      }
      if (!(error instanceof BrokenCircuitError)) throw error;
      return refuse({ kind: 'unavailable', why: `${lastWhy} (not asked again for ${PAUSE_MS / 1000} s)` });
    }
  };
}

function jitterOrAsAsked() {
  const generate = decorrelatedJitterGenerator;
  type State = Parameters<typeof generate>[0];
  const options = {
    generator: generate,
    maxDelay: MAX_BACK_OFF_MS,
    maxAttempts: Number.POSITIVE_INFINITY,
    exponent: 2,
    initialDelay: FIRST_BACK_OFF_MS,
  };
  return new DelegateBackoff<{ readonly result: object }, State>(({ result }, state) => {
    const [delay, next] = generate(state, options);
    const error = 'error' in result ? result.error : null;
    return { delay: Math.max(delay, error instanceof SourceSilent ? error.retryAfterMs : 0), state: next };
  });
}
