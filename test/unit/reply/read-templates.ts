import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateSource } from '../../../src/reply/template-files.ts';

const FOLDER = join(import.meta.dirname, '../../../templates');

/** The templates as they are shipped, with some files replaced (or left out: null). */
export function shippedTemplates(replaced: Readonly<Record<string, string | null>> = {}): TemplateSource[] {
  const shipped = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.hbs'))
    .map((path): [string, string | null] => [path, readFileSync(join(FOLDER, path), 'utf8')]);
  const files = new Map<string, string | null>([...shipped, ...Object.entries(replaced)]);
  return [...files].flatMap(([path, source]) => (source === null ? [] : [{ path, source }]));
}
