import type { core } from 'zod';
import type { PolicyVersion, QuotablePolicy, SectionTexts } from '../domain/policy.ts';
import { type Problem, UnusableInput } from '../domain/problem.ts';
import { findJsonError } from './json-place.ts';
import { PUBLISHED_VALUES, policyFile } from './policy-schema.ts';

/** Of a wrong value this much is repeated in the message. */
const SHOWN_VALUE_CHARS = 60;

/**
 * Reads a policy file: JSON, a byte order mark allowed.
 * @param file its name, for messages
 * @throws UnusableInput with every problem found
 */
export function parsePolicy(text: string, file: string): QuotablePolicy {
  const value = parseJson(text.replace(/^\uFEFF/, ''), file);
  const parsed = policyFile.safeParse(value, { reportInput: true });
  const problems = [...(parsed.error?.issues ?? []).flatMap((issue) => describeIssue(issue, file)), ...sharedDays(value, file)];
  if (problems.length > 0 || !parsed.success) throw new UnusableInput(problems);
  const sorted = parsed.data.versions.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const [first, ...later] = sorted.map(withoutWords);
  if (first === undefined) throw new Error('the schema lets no empty list through');
  return { versions: [first, ...later], texts: new Map(sorted.map((version) => [version.effectiveFrom, version.sections ?? {}])) };
}

function withoutWords(version: PolicyVersion & { readonly sections?: SectionTexts | undefined }): PolicyVersion {
  const { sections: _, ...numbers } = version;
  return numbers;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const error = findJsonError(text);
    if (error === null) throw cause;
    const { line, column, expected, found } = error;
    const what = `is no JSON: expected ${expected}, found ${found}`;
    throw new UnusableInput([{ place: `${file}: line ${line}, column ${column}`, what, mend: 'correct the text there' }]);
  }
}

function describeIssue(issue: core.$ZodIssue, file: string): Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...issue.path, key], file));
  const found = issue.input === undefined ? 'but it is missing' : `found ${showValue(issue.input)}`;
  return [{ place: placeOf(issue.path, file), what: `${issue.message}, ${found}`, mend: mendFor(issue.path) }];
}

function unknownKey(path: readonly PropertyKey[], file: string): Problem {
  const known = path.length === 1 ? ['versions'] : path.length === 3 ? Object.keys(PUBLISHED_VALUES) : ['decimals', 'mode'];
  return { place: placeOf(path, file), what: 'unknown key', mend: `remove it, or correct it to one of ${known.join(', ')}` };
}

/** Two versions that begin on one day: which of them would be in force? Looked for even where other things are wrong. */
function sharedDays(value: unknown, file: string): Problem[] {
  const versions: unknown = isRecord(value) ? value['versions'] : null;
  if (!Array.isArray(versions)) return [];
  const days = versions.map((version: unknown) => (isRecord(version) ? version['effectiveFrom'] : undefined));
  return days.flatMap((day, index) => {
    const earlier = days.indexOf(day);
    if (typeof day !== 'string' || earlier === index) return [];
    const what = `begins on the same day as versions[${earlier}], ${showValue(day)}`;
    return [{ place: placeOf(['versions', index, 'effectiveFrom'], file), what, mend: 'give each version a day of its own' }];
  });
}

function mendFor([, , field]: readonly PropertyKey[]): string {
  if (!isVersionField(field)) return 'write { "versions": [ … ] } with one object for each version';
  return `as published on 2026-02-04: "${field}": ${PUBLISHED_VALUES[field]}`;
}

function isVersionField(key: PropertyKey | undefined): key is keyof typeof PUBLISHED_VALUES {
  return typeof key === 'string' && Object.hasOwn(PUBLISHED_VALUES, key);
}

/** `policy.json: versions[0].weekend[2]` */
function placeOf(path: readonly PropertyKey[], file: string): string {
  const inside = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return inside === '' ? file : `${file}: ${inside.slice(1)}`;
}

function showValue(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > SHOWN_VALUE_CHARS ? `${json.slice(0, SHOWN_VALUE_CHARS)}…` : json;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
