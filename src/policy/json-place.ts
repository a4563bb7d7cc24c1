/** Where a text stops being JSON (RFC 8259), both counted from 1, and what could have stood there. */
export interface JsonErrorPlace {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

const SPACE = /[ \t\n\r]*/y;
/** RFC 8259 forbids U+0000 to U+001F inside a string; the other control characters may stand there. */
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])/y;

const EXPECTED = {
  value: 'a value',
  'value or close': 'a value or ]',
  key: 'a key in double quotes',
  'key or close': 'a key in double quotes or }',
  colon: 'a colon',
  'comma or close': 'a comma or the closing bracket',
  end: 'nothing more',
} as const;

type Expectation = keyof typeof EXPECTED;

/**
 * `JSON.parse` names no place in half of its messages, so the place is looked for here: one pass, no recursion.
 * @returns null where `text` is JSON
 */
export function findJsonError(text: string): JsonErrorPlace | null {
  const open: ('{' | '[')[] = [];
  let at = skip(SPACE, text, 0);
  let expectation: Expectation = 'value';
  while (expectation !== 'end' || at < text.length) {
    const step = takeToken(text, at, expectation, open);
    if (step === null) return { ...placeOf(text, at), expected: EXPECTED[expectation], found: foundAt(text, at) };
    at = skip(SPACE, text, step.end);
    expectation = step.next;
  }
  return null;
}

interface Step {
  readonly end: number;
  readonly next: Expectation;
}

/** Opens and closes brackets on `open`. */
function takeToken(text: string, at: number, expectation: Expectation, open: ('{' | '[')[]): Step | null {
  const after = (): Expectation => (open.length === 0 ? 'end' : 'comma or close');
  const char = text[at];
  const closes = open.at(-1) === '{' ? '}' : ']';
  if (expectation.endsWith('or close') && char === closes) {
    open.pop();
    return { end: at + 1, next: after() };
  }
  if (expectation === 'comma or close') return char === ',' ? { end: at + 1, next: open.at(-1) === '{' ? 'key' : 'value' } : null;
  if (expectation === 'colon') return char === ':' ? { end: at + 1, next: 'value' } : null;
  const stringEnd = skip(STRING, text, at);
  if (expectation.startsWith('key')) return stringEnd > at ? { end: stringEnd, next: 'colon' } : null;
  if (!expectation.startsWith('value')) return null;
  if (char === '{' || char === '[') {
    open.push(char);
    return { end: at + 1, next: char === '{' ? 'key or close' : 'value or close' };
  }
  const end = Math.max(stringEnd, skip(SCALAR, text, at));
  return end > at ? { end, next: after() } : null;
}

/** @returns the offset behind the match at `at`, or `at` where there is none */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The rest of the line, shortened. */
function foundAt(text: string, at: number): string {
  if (at >= text.length) return 'the end of the text';
  return JSON.stringify(text.slice(at, at + 20).split('\n')[0]);
}
