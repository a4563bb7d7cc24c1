import { plainText } from './plain-text.ts';
import { MAX_SUBJECT_CHARACTERS } from './subject.ts';
import { NEW_LINE, NEW_PARAGRAPH } from './view-model.ts';

/** Room for `Re: ` and the words of a template's own subject. */
const MAX_WHOLE_SUBJECT_CHARACTERS = MAX_SUBJECT_CHARACTERS + 100;

/** A line break in a template is a space, except between two characters of a script that sets none. */
const BREAK_WITHOUT_SPACE =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。、：；！？」』）])\n[ \t]*(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}「『（])/gu;

const FOLDING_SPACE = /[ \t\r\n]+/g;

/** One line, without anything that could end a header. */
export function finishSubject(rendered: string): string {
  return plainText(rendered, MAX_WHOLE_SUBJECT_CHARACTERS);
}

/** Paragraphs apart by an empty line, LF line ends. */
export function finishText(rendered: string): string {
  const paragraphs = joinWrapped(rendered)
    .split(NEW_PARAGRAPH)
    .map((paragraph) =>
      paragraph
        .split(NEW_LINE)
        .map((line) => line.replace(FOLDING_SPACE, ' ').trim())
        .filter((line) => line !== '')
        .join('\n'),
    )
    .filter((paragraph) => paragraph !== '');
  return `${paragraphs.join('\n\n')}\n`;
}

/** Without the empty lines that conditions leave behind. */
export function finishHtml(rendered: string): string {
  const lines = joinWrapped(rendered).split('\n');
  return `${lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')}\n`;
}

function joinWrapped(rendered: string): string {
  return rendered.replace(BREAK_WITHOUT_SPACE, '');
}
