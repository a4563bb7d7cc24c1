import type { Clause, PolicyVersion, QuotablePolicy, SectionTexts } from '../domain/policy.ts';
import type { Problem } from '../domain/problem.ts';
import { fraction, parseAmount, roundHalfUp, showMoney } from './arithmetic.ts';

/** Numbers that the published words of a section must name, whatever the language they are written in. */
const NAMED_NUMBERS: readonly {
  readonly section: Clause;
  readonly what: string;
  readonly numbers: (v: PolicyVersion) => readonly string[];
}[] = [
  { section: '1', what: 'windowDays', numbers: (v) => [`${v.windowDays}`] },
  { section: '1', what: 'fullRefundMaxUsedPercent', numbers: (v) => [v.fullRefundMaxUsedPercent] },
  { section: '2', what: 'windowDays', numbers: (v) => [`${v.windowDays}`] },
  { section: '2', what: 'fullRefundMaxUsedPercent', numbers: (v) => [v.fullRefundMaxUsedPercent] },
  { section: '3', what: 'windowDays', numbers: (v) => [`${v.windowDays}`] },
  { section: '5', what: 'reviewBusinessDays', numbers: (v) => [`${v.reviewBusinessDays}`] },
  { section: '5', what: 'processingBusinessDays', numbers: (v) => v.processingBusinessDays.map(String) },
];

const NUMBER = /\d+(?:[.,]\d+)*/g;
/** `29.90 ÷ 400 × 300 = $22.43`, the form of section 2. */
const EXAMPLE = /(\d{1,15}(?:\.\d{1,9})?) ÷ (\d{1,15}) × (\d{1,15}) = [^\d\s]{0,3}(\d{1,15}(?:\.\d{1,9})?)/g;

/** Where the published words and the numbers beside them do not say the same. Versions without words have nothing to disagree with. */
export function checkTexts({ versions, texts }: QuotablePolicy, file: string): Problem[] {
  return versions.flatMap((version) => {
    const sections = texts.get(version.effectiveFrom) ?? {};
    const place = (section: string) => `${file}: version ${version.effectiveFrom}, section ${section}`;
    return [...unnamedNumbers(version, sections, place), ...wrongExamples(version, sections, place)];
  });
}

function unnamedNumbers(version: PolicyVersion, sections: SectionTexts, place: (section: string) => string): Problem[] {
  return NAMED_NUMBERS.flatMap(({ section, what, numbers }) => {
    const words = sections[section];
    if (words === undefined) return [];
    const named: readonly string[] = `${words.title}\n${words.text}`.match(NUMBER) ?? [];
    return numbers(version)
      .filter((number) => !named.includes(number))
      .map((number) => ({
        place: place(section),
        what: `the published words do not name ${number}, which is ${what}`,
        mend: 'make the number and the words say the same',
      }));
  });
}

function wrongExamples({ rounding }: PolicyVersion, sections: SectionTexts, place: (section: string) => string): Problem[] {
  return Object.entries(sections).flatMap(([section, { text }]) =>
    [...text.matchAll(EXAMPLE)].flatMap(([formula, price = '', credits = '', unused = '', result = '']) => {
      const [total, purchased, left, told] = [price, credits, unused, result].map(parseAmount);
      if (!total || !purchased || !left || !told || purchased.isZero()) return [];
      const due = roundHalfUp(fraction(total.times(left), purchased), rounding.decimals);
      if (due.eq(told)) return [];
      return [{ place: place(section), what: `the worked example ${formula} comes to ${showMoney(due)}`, mend: 'correct the example' }];
    }),
  );
}
