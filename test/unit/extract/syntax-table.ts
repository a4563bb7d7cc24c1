import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../fixtures/syntax/', import.meta.url);

/** The lines of a table below `fixtures/syntax`, without its comments. */
export function readSyntaxTable(file: string): string[] {
  return readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The lines of all tables in a folder below `fixtures/syntax`, one table a language, whose names end so. */
export function readSyntaxTables(under: string, ending: string): string[] {
  const files = readdirSync(new URL(`${under}/`, folder)).filter((file) => file.endsWith(ending));
  return files.sort().flatMap((file) => readSyntaxTable(`${under}/${file}`));
}
