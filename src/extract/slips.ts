/** One letter lost, doubled, wrong, or two swapped: what stays when the equal beginning and end are taken off is tiny. */
export function isOneSlip(word: string, name: string): boolean {
  if (Math.abs(word.length - name.length) > 1) return false;
  let from = 0;
  while (from < word.length && word[from] === name[from]) from++;
  let back = 0;
  while (back < Math.min(word.length, name.length) - from && word.at(-1 - back) === name.at(-1 - back)) back++;
  const [left, right] = [word.slice(from, word.length - back), name.slice(from, name.length - back)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
