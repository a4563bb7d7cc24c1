/** A sentence with its place in the text that it was cut from. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
}

// A full stop ends a sentence only before a space: "example.com" and "29.90" have none. A blank line always does.
const END = /[.!?…]+["')\]»”]?(?=\s)|[。！？؟।;；]|\n\s{0,200}\n|\n(?=\s{0,20}(?:[-*•]|\d{1,2}[.)])\s)/gu;

export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    push(sentences, text, start, end);
    start = end;
  }
  push(sentences, text, start, text.length);
  return sentences;
}

function push(sentences: Sentence[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end);
  const trimmed = raw.trim();
  if (trimmed !== '') sentences.push({ text: trimmed, start: start + raw.indexOf(trimmed) });
}
