import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestField } from '../../src/domain/claim.ts';
import type { MailKind } from '../../src/domain/classification.ts';

/** What is to be read from a request. */
export interface ExpectedRequest {
  /** What the mail shows. */
  readonly note: string;
  readonly kind: 'refund-request';
  readonly accountEmail: string | null;
  readonly orderId: string | null;
  /** Every candidate, best first; absent where only the best one is of interest. */
  readonly orderIds?: readonly string[];
  readonly purchaseDate: string | null;
  readonly purchaseDateReadings: readonly string[];
  readonly missing: readonly RequestField[];
  readonly language: string;
  readonly reasonContains: readonly string[];
  readonly reasonExcludes: readonly string[];
}

/** Of other mail only its kind is to be told; its language is for the table. */
interface ExpectedOther {
  readonly note: string;
  readonly kind: Exclude<MailKind, 'refund-request'>;
  readonly language: string;
}

/** `fixtures/mails/NAME/`: a mail as it came, and what an attentive person reads in it. */
export interface Fixture {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly expected: ExpectedRequest | ExpectedOther;
}

const MAILS = join(import.meta.dirname, '../../fixtures/mails');

/** @returns all fixtures, by name */
export async function loadFixtures(): Promise<Fixture[]> {
  const entries = await readdir(MAILS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map(loadFixture));
}

async function loadFixture(name: string): Promise<Fixture> {
  const path = join(MAILS, name, 'message.eml');
  const expected = await readFile(join(MAILS, name, 'expected.json'), 'utf8');
  return { name, path, bytes: await readFile(path), expected: JSON.parse(expected) as Fixture['expected'] };
}
