/** RFC 5322 section 3.2.4. @returns the index behind the quoted string that begins at `at`; null where it has no end */
export function endOfQuoted(text: string, at: number): number | null {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '"') return end + 1;
  }
  return null;
}

/** RFC 5322 section 3.2.2: comments hold comments. @returns the index behind the one that begins at `at`; null where it has no end */
export function endOfComment(text: string, at: number): number | null {
  let depth = 0;
  for (let end = at; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '(') depth++;
    else if (text[end] === ')' && --depth === 0) return end + 1;
  }
  return null;
}
