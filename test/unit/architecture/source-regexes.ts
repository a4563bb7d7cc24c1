import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

/** A regular expression of the sources and every place that has it, as `file:line`. */
export interface SourceRegex {
  readonly source: string;
  readonly flags: string;
  readonly places: readonly string[];
}

/** What the sources hold: literals as they stand, and the places where an expression is put together. */
export interface SourceRegexes {
  readonly literals: readonly SourceRegex[];
  readonly built: readonly string[];
}

/** Reads every file with a parser: a regular expression that looked for regular expressions would miss some. */
export function readSourceRegexes(): SourceRegexes {
  const literals = new Collection();
  const built: string[] = [];
  for (const file of sourceFiles()) {
    const text = readFileSync(file, 'utf8');
    const { program, errors } = parseSync(file, text);
    if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
    const placeOf = (at: number) => `${file}:${text.slice(0, at).split('\n').length}`;
    new Visitor({
      Literal(node) {
        if ('regex' in node) literals.add(node.regex.pattern, node.regex.flags, placeOf(node.start));
      },
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'RegExp') built.push(placeOf(node.start));
      },
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'RegExp') built.push(placeOf(node.start));
      },
    }).visit(program);
  }
  return { literals: literals.all(), built };
}

/** Starts the program where it is imported; it holds no expression of its own. */
const PROGRAM = 'src/cli/main.ts';

/**
 * Loads every module and notes what is handed to `new RegExp` meanwhile, by the line of ours that does so: tables of phrases
 * are joined into expressions, and only what comes out can be judged.
 * @param use builds what is built only when it is first needed
 */
export async function recordBuiltRegexes(use: () => Promise<void>): Promise<readonly SourceRegex[]> {
  const record = new Collection();
  const root = resolve('.');
  const original = globalThis.RegExp;
  const note = ([pattern, flags]: readonly [pattern: string | RegExp, flags?: string]) => {
    const caller = new Error().stack?.split('\n')[3] ?? '';
    const from = caller.indexOf(`${root}/src/`);
    if (from < 0) return;
    const [file, line] = caller.slice(from + root.length + 1).split(':');
    const made = new original(pattern, flags);
    record.add(made.source, made.flags, `${file}:${line}`);
  };
  globalThis.RegExp = new Proxy(original, {
    construct(target, args: [string | RegExp, string?], newTarget) {
      note(args);
      return Reflect.construct(target, args, newTarget) as RegExp;
    },
    apply(target, self, args: [string | RegExp, string?]) {
      note(args);
      return Reflect.apply(target, self, args);
    },
  });
  try {
    for (const file of sourceFiles()) if (file !== PROGRAM) await import(pathToFileURL(resolve(file)).href);
    await use();
  } finally {
    globalThis.RegExp = original;
  }
  return record.all();
}

function sourceFiles(): string[] {
  return globSync('src/**/*.ts').toSorted();
}

/** Each expression once, with all its places. */
class Collection {
  readonly #places = new Map<string, { source: string; flags: string; places: string[] }>();

  add(source: string, flags: string, place: string): void {
    const key = `/${source}/${flags}`;
    const known = this.#places.get(key) ?? { source, flags, places: [] };
    this.#places.set(key, known);
    known.places.push(place);
  }

  all(): readonly SourceRegex[] {
    return [...this.#places.values()];
  }
}
