import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readMessages } from '../../../src/intake/files/read-messages.ts';
import type { ReadOptions } from '../../../src/intake/files/read-options.ts';

/** A folder with these files in it, gone after the test. */
export function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'intake-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export async function* chunksOf(...chunks: readonly string[]): AsyncIterable<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

/** One line an input, in order: `source: text`, or `source! code: message`; the folder's name left out. */
export async function readAll(folder: string, paths: readonly string[], differs: Partial<ReadOptions> = {}): Promise<readonly string[]> {
  const options = {
    stdin: chunksOf(),
    maxBytes: 1000,
    signal: new AbortController().signal,
    now: new Date('2026-03-05T09:30:00Z'),
    ...differs,
  };
  const lines: string[] = [];
  for await (const read of readMessages(
    paths.map((path) => (path === '-' ? path : join(folder, '/') + path)),
    options,
  )) {
    lines.push(
      read.ok
        ? `${read.value.source}: ${Buffer.from(read.value.bytes).toString()}`
        : `${read.error.source}! ${read.error.code}: ${read.error.message}`,
    );
  }
  return lines.map((line) => line.replace(join(folder, '/'), ''));
}
