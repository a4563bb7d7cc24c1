import Handlebars from 'handlebars';
import type { Problem } from '../domain/problem.ts';
import { TEMPLATE_NAMES, type TemplateName } from '../domain/reply.ts';

/** One file of the templates folder. */
export interface TemplateSource {
  /** Relative to the templates folder, with `/`: `en/full.html.hbs`. */
  readonly path: string;
  readonly source: string;
}

/** A file that parsed. */
export interface TemplateFile {
  readonly path: string;
  readonly program: hbs.AST.Program;
}

/** The three parts of a reply, each with a file of its own in each locale. */
export const PARTS = ['subject', 'text', 'html'] as const;
export type Part = (typeof PARTS)[number];

// A template's `words` are its sentences, included by its text and its HTML.
const LAYOUT = /^_layout\/(?:text|html)\/[a-z][a-z-]*\.hbs$/;
const PARTIAL = /^([A-Za-z][A-Za-z0-9-]*)\/partials\/[a-z][a-z-]*\.hbs$/;
const PART = new RegExp(`^([A-Za-z][A-Za-z0-9-]*)/(?:${TEMPLATE_NAMES.join('|')})\\.(?:subject|text|html|words)\\.hbs$`);

/** The files by what they are; look-ups by name only, whatever order they were read in. */
export class TemplateShelf {
  readonly locales: readonly string[];
  readonly #files: ReadonlyMap<string, TemplateFile>;

  constructor(files: ReadonlyMap<string, TemplateFile>) {
    this.#files = files;
    this.locales = [...new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''))].filter((folder) => folder !== '_layout').sort();
  }

  part(locale: string, template: TemplateName, part: Part): TemplateFile | undefined {
    return this.#files.get(`${locale}/${template}.${part}.hbs`);
  }

  /** What `{{> name}}` stands for in a text or HTML part: the template's words, else the shared layout's, else the locale's partial. */
  partial(locale: string, template: TemplateName, medium: 'text' | 'html', name: string): TemplateFile | undefined {
    if (name === 'words') return this.#files.get(`${locale}/${template}.words.hbs`);
    return this.#files.get(`_layout/${medium}/${name}.hbs`) ?? this.#files.get(`${locale}/partials/${name}.hbs`);
  }
}

/** Parses every file. What is no template by its name, or does not parse, is a problem. */
export function shelve(
  sources: readonly TemplateSource[],
  fallback: string,
): { readonly shelf: TemplateShelf; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const files = new Map<string, TemplateFile>();
  for (const { path, source } of sources) {
    if (!isTemplatePath(path)) {
      problems.push({ place: path, what: 'is no file that templates consist of', mend: `expected ${EXPECTED_PATHS}` });
      continue;
    }
    const parsed = parse(source);
    if ('program' in parsed) files.set(path, { path, program: parsed.program });
    else problems.push({ place: `${path} line ${parsed.line}`, what: parsed.what, mend: 'see https://handlebarsjs.com/guide/' });
  }
  const shelf = new TemplateShelf(files);
  return { shelf, problems: [...problems, ...missingFiles(shelf, fallback, new Set(sources.map(({ path }) => path)))] };
}

const EXPECTED_PATHS = `<locale>/<${TEMPLATE_NAMES.join('|')}>.<subject|text|html|words>.hbs, <locale>/partials/<name>.hbs or _layout/<text|html>/<name>.hbs`;

function isTemplatePath(path: string): boolean {
  if (LAYOUT.test(path)) return true;
  const locale = (PARTIAL.exec(path) ?? PART.exec(path))?.[1];
  return isLocale(locale);
}

function isLocale(folder: string | undefined): boolean {
  try {
    return folder !== undefined && new Intl.Locale(folder).baseName === folder;
  } catch {
    return false;
  }
}

function missingFiles(shelf: TemplateShelf, fallback: string, given: ReadonlySet<string>): Problem[] {
  const locales = shelf.locales.includes(fallback) ? shelf.locales : [fallback, ...shelf.locales];
  return locales.flatMap((locale) =>
    TEMPLATE_NAMES.flatMap((template) => PARTS.map((part) => `${locale}/${template}.${part}.hbs`))
      .filter((path) => !given.has(path))
      .map((place) => ({ place, what: 'is missing', mend: 'every locale has all six templates, each as subject, text and html' })),
  );
}

/** Handlebars says where only in words: "Parse error on line 3:", or "if doesn't match each - 3:5". */
function parse(source: string): { readonly program: hbs.AST.Program } | { readonly line: number; readonly what: string } {
  try {
    return { program: Handlebars.parse(source) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /line (\d+)/.exec(message)?.[1] ?? / - (\d+):\d+$/.exec(message)?.[1] ?? '1';
    const lines = message.split('\n');
    return { line: Number(line), what: `cannot be read: ${lines.at(-1) ?? message}` };
  }
}
