/** Enough for the orders of a day's mail. */
const MOST_ANSWERS = 256;
/** A longer body is fetched again rather than kept. */
const MAX_KEPT_CHARS = 65_536;

interface KnownAnswer {
  readonly etag: string;
  readonly body: string;
}

/**
 * Bodies with their entity tags. None is ever used by itself: only after the server has said, this time, that it still holds
 * (304, RFC 9110 section 15.4.5). That spares the server work, and us no question.
 */
export class KnownAnswers {
  readonly #byUrl = new Map<string, KnownAnswer>();

  get(url: URL): KnownAnswer | null {
    return this.#byUrl.get(url.href) ?? null;
  }

  keep(url: URL, etag: string | null, body: string): void {
    this.#byUrl.delete(url.href);
    if (etag === null || body.length > MAX_KEPT_CHARS) return;
    this.#byUrl.set(url.href, { etag, body });
    const [oldest] = this.#byUrl.keys();
    if (this.#byUrl.size > MOST_ANSWERS && oldest !== undefined) this.#byUrl.delete(oldest);
  }
}
