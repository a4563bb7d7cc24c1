import { readFileSync } from 'node:fs';

const folder = new URL('../../../fixtures/syntax/', import.meta.url);

/** The lines of a table below `fixtures/syntax`, without its comments. */
export function readSyntaxTable(file: string): string[] {
  return readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
