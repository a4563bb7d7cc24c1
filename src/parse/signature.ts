import { MAX_STRUCTURE_LINE_CHARS } from './limits.ts';
import { anyOf, foldPhrase, phrasesOf, startsWithAnyOf } from './phrase-tables.ts';

const FOOTERS = startsWithAnyOf(phrasesOf('footers'));
const DISCLAIMERS = anyOf(phrasesOf('disclaimers'));
const CLOSINGS = phrasesOf('closings');
const THANKS = phrasesOf('thanks');
const CLOSING_START = startsWithAnyOf([...CLOSINGS, ...THANKS].filter((phrase) => phrase.length > 3));
const CONTACTS = phrasesOf('contacts');

/** RFC 3676 section 4.3 is "-- "; many writers lose the space, and some type an em dash or a run of underscores. */
export function isSignatureMark(text: string): boolean {
  return /^(?:--|—|–|_{2,4}|-{3})$/.test(text.trim());
}

/** "Sent from my iPhone" and its kin: a short line of its own. */
export function isFooter(text: string): boolean {
  const folded = foldPhrase(text.slice(0, 300).replace(/<[^<>]{1,280}>?/g, ''));
  if (folded.length > 90 || folded === '') return false;
  const bare = folded.replace(/^[-–—~\s[(]{1,6}/u, '');
  return FOOTERS.test(bare) && !/[?]|@\S+\.\S+.*\s\S+\s\S+\s\S+\s\S+/.test(bare) && bare.split(' ').length <= 12 && !/\d{4,}/.test(bare);
}

/** The first line of a legal notice. */
export function isDisclaimer(text: string): boolean {
  if (text.length < 12) return false;
  const folded = foldPhrase(text.slice(0, 300));
  const at = DISCLAIMERS.exec(folded)?.index ?? -1;
  return at >= 0 && at <= 60;
}

export type Closing = 'formal' | 'thanks';

/** "Best regards," alone, with a name ("Viele Grüße, Mira"), or "Thanks!" */
export function closingOf(text: string): Closing | null {
  if (text.length > 80) return null;
  const bare = foldPhrase(text).replace(/[\s,.!;，。！、~:-]{1,20}$/u, '');
  if (CLOSINGS.has(bare)) return 'formal';
  if (THANKS.has(bare)) return 'thanks';
  const start = CLOSING_START.exec(bare)?.[0];
  if (start === undefined) return null;
  const rest = bare.slice(start.length).replace(/^[\s,.!;，。！、-]{1,10}/u, '');
  if (CLOSINGS.has(start) && (CLOSINGS.has(rest) || THANKS.has(rest))) return 'formal';
  const isName = rest.split(' ').length <= 3 && !/[\d:?@]/.test(rest) && /^[\s]{0,4}[,.!，。、-]/u.test(bare.slice(start.length));
  if (isName) return CLOSINGS.has(start) ? 'formal' : 'thanks';
  return THANKS.has(start) && THANKS.has(rest) ? 'thanks' : null;
}

/** A line that may stand in a block of contact data below a closing: a name, an address, a number, a link. */
export function isContactLine(text: string): boolean {
  const bare = text.trim();
  if (bare === '' || bare.length > 120 || bare.length > MAX_STRUCTURE_LINE_CHARS) return bare === '';
  const folded = foldPhrase(bare);
  const colon = folded.search(/[:：\t]/);
  if (colon > 0 && !/^\S{2,8}:\/\//.test(folded))
    return CONTACTS.has(
      folded
        .slice(0, colon)
        .replace(/[.\s]{1,4}$/, '')
        .replace(/^[|•\s]{1,4}/, ''),
    );
  if (/[?]$/.test(folded)) return false;
  const words = folded.split(' ').length;
  if (/[.!。！]$/.test(folded) && words > 5) return false;
  return words <= 10;
}

/** A name: a few words with no figures or punctuation of sentences. */
export function isNameLine(text: string): boolean {
  const bare = text
    .trim()
    .replace(/^[-–—~]\s?/u, '')
    .replace(/[,.]$/, '');
  if (bare === '' || bare.length > 50 || bare.split(/\s+/).length > 5) return false;
  return /^[\p{L}\p{M}][\p{L}\p{M}\p{N}.,'’()&|/ -]*$/u.test(bare) && !/\d{3}/.test(bare);
}
