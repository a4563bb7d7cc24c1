import { ALL_LANGUAGES } from './languages/all.ts';
import type { Labels, Language } from './languages/language.ts';
import { foldPhrase } from './words.ts';

export type FieldKind = keyof Labels;

/** The longest label is a question of ours; longer texts before a colon are prose. */
export const MAX_LABEL = 90;

const fillers = new Set(
  ALL_LANGUAGES.flatMap((language) =>
    language.labelFillers
      .split(' ')
      .filter(Boolean)
      .map((word) => foldPhrase(word)),
  ),
);
const kinds = buildKinds();

function buildKinds(): ReadonlyMap<string, FieldKind> {
  const map = new Map<string, FieldKind>();
  const order: FieldKind[] = ['order', 'payment', 'account', 'email', 'purchaseDate', 'date', 'reason', 'other'];
  for (const kind of order) {
    for (const language of ALL_LANGUAGES) {
      for (const label of language.labels[kind]) {
        const key = keyOf(label);
        if (key !== '' && !map.has(key)) map.set(key, kind);
      }
    }
  }
  return map;
}

function keyOf(text: string): string {
  return foldPhrase(text)
    .split(' ')
    .filter((word) => !fillers.has(word))
    .join(' ');
}

/** @returns what field `text` is the label of, in any language; marks and a hint in parentheses do not matter */
export function labelKind(text: string): FieldKind | null {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_LABEL) return null;
  const plain = trimmed.replace(/[(（［[][^()（）[\]［］]{0,60}[)）\]］]/g, ' ').trim();
  if (/[@!]/.test(plain)) return null;
  return kinds.get(keyOf(plain)) ?? null;
}

const labelsOf = new Map(
  ALL_LANGUAGES.map((language) => [
    language,
    new Set(Object.values(language.labels).flatMap((labels: readonly string[]) => labels.map(keyOf))),
  ]),
);

/** The language that most labels are written in; a form says no more of its language than that. */
export function languageOfLabels(labels: readonly string[]): Language | null {
  const names = labels.map((label) => keyOf(label.replace(/[(（][^()（）]{0,60}[)）]/g, ' ')));
  let best: { language: Language; count: number } | null = null;
  for (const language of ALL_LANGUAGES) {
    const count = names.filter((name) => labelsOf.get(language)?.has(name)).length;
    if (count > (best?.count ?? 0)) best = { language, count };
  }
  return best?.language ?? null;
}
