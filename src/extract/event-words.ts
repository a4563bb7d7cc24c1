import type { Language } from './languages/language.ts';
import { perLanguage } from './per-language.ts';
import { isOneSlip } from './slips.ts';
import { collectWords, holdsWord, type WordList, type WordsAlone, wordsIn } from './word-lists.ts';
import { foldWord, type Token, tokenise } from './words.ts';

/** What of a language tells of what happened. */
const TABLES = {
  purchase: (language: Language) => `${language.purchaseWords} ${language.paymentWords}`,
  charged: (language: Language) => language.chargeWords,
  other: (language: Language) => language.otherEventWords,
  since: (language: Language) => language.sinceWords ?? '',
};
type Table = keyof typeof TABLES;

const events: Readonly<Record<Table, WordList>> = {
  purchase: collectWords(TABLES.purchase),
  charged: collectWords(TABLES.charged),
  other: collectWords(TABLES.other),
  since: collectWords(TABLES.since),
};

const ownEvents = perLanguage(
  (language): Readonly<Record<Table, WordsAlone>> => ({
    purchase: wordsIn(TABLES.purchase(language)),
    charged: wordsIn(TABLES.charged(language)),
    other: wordsIn(TABLES.other(language)),
    since: wordsIn(TABLES.since(language)),
  }),
);

/** A shorter word is another one in another language. */
const SHORTEST_FOREIGN = 5;

/**
 * Words of buying count in every language. All else does in the mail's own: Vietnamese "hết" is Dutch "het" without its marks, and what
 * begins as another language's word hides a day.
 */
function tellsOf(table: Table, word: string, languages: readonly Language[]): boolean {
  if (!holdsWord(events[table], word)) return false;
  const isForeign = (table === 'purchase' || table === 'charged') && word.length >= SHORTEST_FOREIGN;
  return isForeign || languages.some((language) => holdsWord(ownEvents(language)[table], word));
}

export interface EventWord {
  readonly event: 'purchase' | 'other';
  readonly start: number;
  readonly end: number;
  /** It tells of the charge, which may be on another day than the purchase. */
  readonly isCharge?: true;
  /** It tells only of a day behind it. */
  readonly isSince?: true;
  /** It stands for much else unless the day is right behind it. */
  readonly isAdjacent?: true;
}

/** More words of buying in one sentence say no more. */
const MAX_EVENTS = 60;

/** Every word of `text` that tells what happened. */
export function eventWords(text: string, languages: readonly Language[]): EventWord[] {
  const found: EventWord[] = [];
  const plain = text.slice(0, 2_000);
  const tokens = tokenise(plain);
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word') continue;
    const { start, end } = token;
    if (isGetting(tokens, at, languages)) found.push({ event: 'purchase', start, end });
    else if (tellsOf('other', token.norm, languages)) found.push({ event: 'other', start, end });
    else if (tellsOf('since', token.norm, languages))
      found.push({ event: 'other', start, end, isSince: true, ...(isShort(token.norm) && { isAdjacent: true }) });
    else if (tellsOf('purchase', token.norm, languages))
      found.push({ event: 'purchase', start, end, ...(tellsOf('charged', token.norm, languages) && { isCharge: true }) });
  }
  if (found.every(({ event }) => event === 'other')) found.push(...misspeltPurchases(tokens, languages));
  for (const event of ['purchase', 'other'] as const) {
    for (const word of events[event].inside) {
      for (let at = plain.indexOf(word), seen = 0; at >= 0 && seen < 20; at = plain.indexOf(word, at + 1), seen++) {
        const isCharge = event === 'purchase' && events.charged.inside.some((other) => word.startsWith(other));
        found.push({ event, start: at, end: at + word.length, ...(isCharge && { isCharge }) });
      }
    }
  }
  return found.slice(0, MAX_EVENTS);
}

/** A shorter stem may be nearly any word. */
const SHORTEST_MISSPELT = 6;

/** "aquistato", "comander", "purchsed": where nothing else tells of buying, words that are nearly one of the mail's own words for it. */
function misspeltPurchases(tokens: readonly Token[], languages: readonly Language[]): EventWord[] {
  const stems = languages.flatMap((language) => stemsOf(language));
  const isNearly = (word: string) =>
    stems.some((stem) =>
      [-1, 0, 1].some((more) => word.length >= stem.length + more && isOneSlip(word.slice(0, stem.length + more), stem)),
    );
  return tokens
    .filter(({ kind, norm }) => kind === 'word' && norm.length >= SHORTEST_MISSPELT && isNearly(norm))
    .map(({ start, end }) => ({ event: 'purchase', start, end }));
}

const stemsOf = perLanguage(({ purchaseWords, unspaced }) => {
  const words = unspaced ? [] : purchaseWords.split(' ');
  return words.map((word) => foldWord(word.replace(/~$/, ''))).filter((stem) => stem.length >= SHORTEST_MISSPELT);
});

/** Words between "got" and "the small pack". */
const GOODS_REACH = 5;

/** "got the small pack", "ordine effettuato": a verb that tells of buying beside what is bought; "took my money": one of paying beside money. */
function isGetting(tokens: readonly Token[], at: number, languages: readonly Language[]): boolean {
  const verb = tokens[at]?.norm ?? '';
  return languages.some((language) => {
    const { getting, goods, taking, money } = gettingOf(language);
    const isBeside = (wanted: ReadonlySet<string>, inClause = false) =>
      isNear(tokens, at, 1, wanted, inClause) || isNear(tokens, at, -1, wanted, inClause);
    return (getting.has(verb) && isBeside(goods)) || (taking.has(verb) && isBeside(money, true));
  });
}

/** Marks and numbers, an order's among them, are no distance. */
function isNear(tokens: readonly Token[], at: number, step: 1 | -1, wanted: ReadonlySet<string>, inClause: boolean): boolean {
  for (let index = at + step, words = 0; words < GOODS_REACH && Math.abs(index - at) <= GOODS_REACH * 4; index += step) {
    const token = tokens[index];
    if (token === undefined || (inClause && token.norm === ',')) return false;
    if (token.kind === 'word' && wanted.has(token.norm)) return true;
    if (token.kind === 'word') words++;
  }
  return false;
}

const gettingOf = perLanguage(({ gettingWords, goodsWords, takingWords, moneyWords }) => {
  const read = (words = '') => new Set(words.split(' ').filter(Boolean).map(foldWord));
  return { getting: read(gettingWords), goods: read(goodsWords), taking: read(takingWords), money: read(moneyWords) };
});

/** "с 23 сентября", "من امبارح". */
const SHORT_SINCE = 2;

const SHORT_ARABIC_SINCE = 3;

function isShort(word: string): boolean {
  return word.length <= (/^\p{Script=Arabic}/u.test(word) ? SHORT_ARABIC_SINCE : SHORT_SINCE);
}
