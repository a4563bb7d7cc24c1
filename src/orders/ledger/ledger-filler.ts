import type { OrderEntry } from '../../domain/order.ts';
import type { OpenedBook } from '../opened-book.ts';
import { ledgerBook } from './ledger-book.ts';
import { LedgerIndex } from './ledger-index.ts';
import type { LedgerList } from './ledger-schema.ts';
import { readEvent } from './read-event.ts';

/** Takes a ledger in, element by element, in any order. */
export class LedgerFiller {
  readonly #index = new LedgerIndex();
  readonly #unusable: OrderEntry[] = [];

  /** @param placeOf names the element's place, or that of a field in it, to a person */
  add(list: LedgerList, fields: unknown, placeOf: (field?: string) => string): void {
    const read = readEvent(list, fields, placeOf);
    this.#index.add(read, placeOf());
    if (read.problems.length === 0) return;
    const nameless: OrderEntry = { kind: 'unusable', orderId: placeOf(), accountEmail: read.account, problems: read.problems };
    this.#unusable.push(read.order?.entry ?? nameless);
  }

  /**
   * @param asOf what is dated later has not happened
   * @param onUnusable told of everything set aside; all orders of its account are unusable then
   */
  finish(where: string, asOf: Date, onUnusable: (entry: OrderEntry) => void): OpenedBook {
    this.#index.seal();
    for (const entry of this.#unusable) onUnusable(entry);
    const setAside =
      this.#unusable.length === 0 ? where : `${where}; ${this.#unusable.length} unusable records are set aside, triage names them`;
    return ledgerBook(this.#index, setAside, asOf, onUnusable);
  }

  abandon(): void {
    this.#index.close();
  }
}
