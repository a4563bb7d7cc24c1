import { anyInside } from './word-patterns.ts';

const WORDS = anyInside((language) => (language.unspaced ? undefined : language.examples));
const INSIDE = anyInside((language) => (language.unspaced ? language.examples : undefined));
/** "(e.g. 0012345)" in every language: what stands behind the words is nobody's order. It ends with the longest number or day that an example has. */
const EXAMPLE = new RegExp(
  String.raw`(?:(?<![\p{L}\p{M}\p{N}_-])${WORDS}|${INSIDE})[\s.:：,，)）「『"“]{0,4}[#＃№]?[A-Za-z_-]{0,10}[-_]?\d[\w./-]{0,40}`,
  'giu',
);

/** A mail of ours without the numbers and days that it gives as examples. */
export function withoutExamples(text: string): string {
  return text.replace(EXAMPLE, ' ');
}
