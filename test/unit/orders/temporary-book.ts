import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OrderEntry } from '../../../src/domain/order.ts';
import { openOrderBook } from '../../../src/orders/open-order-book.ts';
import type { OrderBook } from '../../../src/ports/order-book.ts';

/** Writes `text` to a file that is gone after the test. */
export function temporaryFile(name: string, text: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'orders-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

export async function openText(
  name: string,
  text: string | Uint8Array,
  onUnusable: (entry: OrderEntry) => void = () => {},
): Promise<OrderBook> {
  return openOrderBook(temporaryFile(name, text), { onUnusable, signal: new AbortController().signal });
}

/** The lines of the problems that `text` gives, without the folder; those of the whole book where it is unusable. */
export async function problemsIn(name: string, text: string | Uint8Array): Promise<readonly string[]> {
  const file = temporaryFile(name, text);
  const lines: string[] = [];
  try {
    const book = await openOrderBook(file, {
      onUnusable: (entry) => {
        if (entry.kind === 'unusable') lines.push(...entry.problems.map(({ place, what }) => `${place}: ${what}`));
      },
      signal: new AbortController().signal,
    });
    await book.close();
  } catch (error) {
    lines.push(`unusable: ${(error as Error).name === 'UnusableInput' ? (error as Error).message : String(error)}`);
  }
  return lines.map((line) => line.replaceAll(file, name));
}
