import { findAddresses } from './addresses.ts';
import { type FieldKind, labelKind } from './labels.ts';
import type { Asked } from './languages/language.ts';
import { collectWords, holdsWord, type WordList } from './word-lists.ts';
import { anyInside } from './word-patterns.ts';
import { foldWord, tokenise } from './words.ts';

/** What numbers a question: "2.", "Q2.", 问题2：, 질문 2), 가., 二、, "(b)". */
const NUMBERING = new RegExp(
  String.raw`^[\s>*•·‣▪●○■□◆◇★☆▶▷►☑✓✔➢→※・①-⑳❶-❿#_-]*(?:[(（]?(?:${anyInside((language) => language.questionWords)}\s?)?(?:\d{1,2}|[٠-٩]{1,2}|[一二三四五六七八九十]{1,3}|[가나다라마바사]|[a-hA-H])\s?[.)）:：、．]\s{0,4})?[\s*_]*`,
  'iu',
);
/** "(see your receipt)", "(e.g. 0012345)". */
const HINT = /[(（［[][^()（）[\]［］]{0,80}[)）\]］]/g;
const LONGEST_QUESTION = 300;

const asked: Readonly<Record<keyof Asked, WordList>> = {
  account: collectWords((language) => language.asked.account),
  order: collectWords((language) => language.asked.order),
  purchaseDate: collectWords((language) => language.asked.purchaseDate),
  reason: collectWords((language) => language.asked.reason),
};

/** Which field a line of ours asked for, that `answer` stands below: by its label alone, by its words, or by the first label inside it. */
export function askedKind(question: string, answer: string): FieldKind | null {
  const plain = question.slice(0, LONGEST_QUESTION).replace(HINT, ' ').replace(NUMBERING, '');
  const whole = labelKind(plain.replace(/[?？؟:：\s]{1,20}$/u, ''));
  if (whole) return whole === 'other' ? null : whole;
  return kindByWords(plain, answer) ?? labelInside(plain);
}

/** An account and an order may be named together, "the account that the order was placed with": the answer tells which is meant. */
function kindByWords(question: string, answer: string): FieldKind | null {
  const says = (kind: keyof Asked) => holdsAny(asked[kind], question);
  if (says('reason')) return says('purchaseDate') && says('order') ? null : 'reason';
  if (says('purchaseDate')) return 'purchaseDate';
  if (says('account') && (!says('order') || findAddresses(answer).length > 0)) return 'account';
  return says('order') ? 'order' : null;
}

/** Whether a mail of ours asks for the order's number, among other things. */
export function asksForOrder(text: string): boolean {
  return text.split('\n', MOST_LINES).some((line) => holdsAny(asked.order, line.slice(0, LONGEST_QUESTION)));
}

/** A mail that asks for details is short. */
const MOST_LINES = 60;

function holdsAny(list: WordList, text: string): boolean {
  const folded = foldWord(text).replace(/\s/gu, '');
  if (list.inside.some((word) => folded.includes(word))) return true;
  return tokenise(text).some((token) => token.kind === 'word' && holdsWord(list, token.norm));
}

/** Kinds whose labels are so clear that one word of them is enough. */
const CLEAR: ReadonlySet<FieldKind> = new Set(['order', 'payment', 'account', 'purchaseDate', 'reason']);
const LONGEST_LABEL = 5;

function labelInside(question: string): FieldKind | null {
  const words = tokenise(question).filter((token) => token.kind !== 'mark');
  for (let length = LONGEST_LABEL; length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const [first, last] = [words[at], words[at + length - 1]];
      const kind = first && last ? labelKind(question.slice(first.start, last.end)) : null;
      if (kind && kind !== 'other' && (length > 1 || CLEAR.has(kind))) return kind;
    }
  }
  return null;
}
