/** A letter has a few hundred words; of a pasted book the beginning tells as much. */
const MAX_WORDS = 5_000;

/**
 * How much of the words two texts share, in their order: Sørensen's and Dice's coefficient over pairs of neighbouring words.
 * Line breaks and spaces, which mail programs set anew, do not count.
 * @returns 1 only for the same words, 0 for no pair in common
 */
export function similarityOf(a: string, b: string): number {
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  if (wordsA.join(' ') === wordsB.join(' ')) return 1;
  const [pairsA, pairsB] = [pairsOf(wordsA.slice(0, MAX_WORDS)), pairsOf(wordsB.slice(0, MAX_WORDS))];
  const counts = new Map<string, number>();
  for (const pair of pairsA) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  const shared = pairsB.filter((pair) => {
    const left = counts.get(pair) ?? 0;
    counts.set(pair, left - 1);
    return left > 0;
  }).length;
  return Math.min((2 * shared) / (pairsA.length + pairsB.length), ALMOST);
}

/** Another order of the same pairs is still another text. */
const ALMOST = 0.999;

function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** With the edges, so that a single word has pairs too. */
function pairsOf(words: readonly string[]): readonly string[] {
  const framed = ['', ...words, ''];
  return framed.slice(1).map((word, index) => `${framed[index]} ${word}`);
}
