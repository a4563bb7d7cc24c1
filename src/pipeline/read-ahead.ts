import type { RawMessage } from '../domain/message.ts';

/** Mails that are handed on to be read before their turn. */
export interface ReadAhead {
  readonly offer: (raws: readonly RawMessage[]) => void;
  /** The attempt of a mail is counted: from now on what is offered is handed on at once. */
  readonly begin: () => void;
}

/**
 * Holds mails back until a first attempt is counted. Reading one may end the process, and no attempt is counted of a mail that is not in
 * hand: with none at all, the next pass would read the same mails ahead and end in the same way, for ever.
 */
export function readAheadOnceBegun(handOn: (raws: readonly RawMessage[]) => void): ReadAhead {
  let held: RawMessage[] | null = [];
  return {
    offer: (raws) => {
      if (held === null) handOn(raws);
      else held.push(...raws);
    },
    begin: () => {
      if (held === null) return;
      const raws = held;
      held = null;
      if (raws.length > 0) handOn(raws);
    },
  };
}
