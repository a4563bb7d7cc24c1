import type { Mail, SegmentRole } from '../domain/mail.ts';

/** One line of what the customer wrote, with the line of ours that it answers, if it stands directly below one. */
export interface OwnLine {
  readonly text: string;
  readonly question: string | null;
}

// Nobody writes more in a request; longer texts are pasted logs. Keeps every scan short whatever is sent.
const MAX_CHARACTERS = 60_000;
const MAX_LINES = 2_000;
const MAX_LINE = 2_000;

/** The sender's own words as lines, `''` between segments. */
export function ownLines(mail: Mail): OwnLine[] {
  const lines: OwnLine[] = [];
  let question: string | null = null;
  let left = MAX_CHARACTERS;
  for (const segment of mail.body) {
    if (lines.length >= MAX_LINES || left <= 0) break;
    if (segment.role === 'own') {
      for (const text of cappedLines(segment.text.slice(0, left))) {
        lines.push({ text, question: text.trim() === '' ? null : question });
        if (text.trim() !== '') question = null;
      }
      lines.push({ text: '', question: null });
      left -= segment.text.length;
    }
    if (segment.role === 'quoted') question = lastLine(segment.text) ?? question;
  }
  return lines.slice(0, MAX_LINES);
}

/** Answers between quoted lines make a segment of each; a long correspondence has a few dozen. */
const MAX_SEGMENTS = 200;

/** Segments of one role as text, for what counts only where the own words say nothing. */
export function segmentTexts(mail: Mail, role: SegmentRole): string[] {
  const texts: string[] = [];
  let left = MAX_CHARACTERS;
  for (const segment of mail.body) {
    if (texts.length === MAX_SEGMENTS || left <= 0) break;
    if (segment.role !== role) continue;
    texts.push(cappedLines(segment.text.slice(0, left)).join('\n'));
    left -= segment.text.length;
  }
  return texts;
}

/** A leave, a name and a word below it; further down stand offices and notices. */
const MOST_LINES_BELOW = 8;
const LONGEST_LINE_BELOW = 120;
/** A signature's mark or a rule: what follows is written once for all mails. */
const MARK = /^[-–—_=*~]{1,200}$/u;
/** Contact data, links and labels. */
const CONTACT = /[@:：|•\d]|www\./u;

/** The first lines right below own words that were taken for a signature without its mark: by their shape, which may err. */
export function linesBelow(mail: Mail): string[] {
  return mail.body.slice(0, MAX_SEGMENTS).flatMap(({ role, text }, at) => {
    if (role !== 'signature' || mail.body[at - 1]?.role !== 'own') return [];
    const lines = cappedLines(text)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, MOST_LINES_BELOW);
    const mark = lines.findIndex((line) => MARK.test(line) || line.length > LONGEST_LINE_BELOW);
    return lines.slice(0, mark < 0 ? lines.length : mark).filter((line) => !CONTACT.test(line));
  });
}

function cappedLines(text: string): string[] {
  return text
    .slice(0, MAX_CHARACTERS)
    .split('\n', MAX_LINES)
    .map((line) => line.slice(0, MAX_LINE).trimEnd());
}

function lastLine(text: string): string | null {
  const line = cappedLines(text)
    .map((candidate) => candidate.replace(/^[>\s]+/, '').trim())
    .findLast((candidate) => candidate !== '');
  return line ?? null;
}

/** RFC 5322 allows 998 characters in a line; nobody reads more of a subject. */
const MAX_SUBJECT = 500;

export function cappedSubject(mail: Mail): string {
  return mail.subject.slice(0, MAX_SUBJECT);
}
