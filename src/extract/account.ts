import { lowerAscii } from '../domain/address.ts';
import type { Evidence } from '../domain/claim.ts';
import type { Mail } from '../domain/mail.ts';
import { type FoundAddress, findAddresses } from './addresses.ts';
import type { LabelledField } from './labelled-fields.ts';
import type { Language } from './languages/language.ts';
import { perLanguage } from './per-language.ts';
import { compilePhrase, findPhrase, type Phrase, prepareWords } from './phrases.ts';
import type { Sentence } from './sentences.ts';
import { anyInside, anyWord } from './word-patterns.ts';
import { foldPhrase } from './words.ts';

export interface AccountSource {
  readonly mail: Mail;
  readonly fields: readonly LabelledField[];
  readonly sentences: readonly Sentence[];
  /** Lines that are an address and nothing else, before the closing. */
  readonly bareLines: () => readonly string[];
  readonly languages: readonly Language[];
  readonly ownAddresses: readonly string[];
}

export interface FoundAccount {
  readonly address: string;
  readonly evidence: Evidence;
}

/** The account that the customer states: by label, by words, by "the address I am writing from"; else the sender's. */
export function readAccount(source: AccountSource): FoundAccount | null {
  const own = new Set(source.ownAddresses.map((address) => lowerAscii(address)));
  const sender = source.mail.from.kind === 'one' ? source.mail.from.address : null;
  return (
    byLabel(source, 'account', own, sender) ??
    byWords(source, own) ??
    bySenderPhrase(source, sender) ??
    byLabel(source, 'email', own, sender) ??
    byBareLine(source, own) ??
    bySender(source.mail)
  );
}

function byLabel(source: AccountSource, kind: 'account' | 'email', own: ReadonlySet<string>, sender: string | null): FoundAccount | null {
  for (const field of source.fields) {
    if (field.kind !== kind) continue;
    const [first] = findAddresses(field.value).filter((found) => !own.has(found.address));
    if (first) return { address: first.address, evidence: { text: field.evidence, by: 'label' } };
    const phrase = findSenderPhrase(field.value, source.languages);
    if (phrase !== null && sender !== null) return { address: lowerAscii(sender), evidence: { text: field.evidence, by: 'sender-phrase' } };
  }
  return null;
}

const phrasesOf = perLanguage(({ account, unspaced }) => {
  const compile = (sources: readonly string[]) => sources.map((source) => compilePhrase(source, unspaced));
  return {
    roles: compile(account.roles),
    others: compile(account.otherRoles),

    sender: compile(account.sender),
  };
});

/** "I signed up with X but write from Y": the words nearest before an address, else those behind it, tell its role. */
function byWords(source: AccountSource, own: ReadonlySet<string>): FoundAccount | null {
  let elsewhere: FoundAccount | null = null;
  for (const sentence of source.sentences) {
    const addresses = findAddresses(sentence.text).filter((found) => !own.has(found.address));
    for (const [index, found] of addresses.entries()) {
      const before = sentence.text.slice(addresses[index - 1]?.end ?? 0, found.start);
      const after = sentence.text.slice(found.end, addresses[index + 1]?.start ?? sentence.text.length);
      const told = INSTRUMENT.test(after) ? roleIn(after.split(CLAUSE_BREAK, 1)[0] ?? '', source.languages, 'first') : null;
      const role =
        told ??
        roleIn(before, source.languages, 'last') ??
        roleIn(after, source.languages, 'first') ??
        (isIntroduced(before, source.languages) ? 'account' : null);
      if (role !== 'account') continue;
      const stated: FoundAccount = { address: found.address, evidence: { text: evidenceOf(sentence, found), by: 'words' } };
      if (!OTHER_SHOPS.test(before.slice(-OTHER_SHOP_REACH))) return stated;
      elsewhere ??= stated;
    }
  }
  return elsewhere;
}

/** "The Google account that paid was X": an account, though not with us where another one is stated. */
const OTHER_SHOPS = new RegExp(
  String.raw`(?<!\p{L})(?:google|gmail|apple|icloud|paypal|stripe|facebook|amazon|alipay|wechat|klarna|swish)(?!\p{L})|${anyInside((language) => language.otherShops)}`,
  'iu',
);
const OTHER_SHOP_REACH = 40;

/** Japanese, Korean, Turkish and Hindi tell behind an address what was done with it: Xで登録, X로 가입, "X hesabı ile", "X से". */
const INSTRUMENT = new RegExp(String.raw`^[)）」』\s'’]{0,3}${anyWord((language) => language.instruments)}`, 'iu');
const CLAUSE_BREAK = new RegExp(`[,，、。.]|${anyInside((language) => language.clauseEndings)}`, 'u');

const EVIDENCE_REACH = 60;

function evidenceOf(sentence: Sentence, found: FoundAddress): string {
  if (sentence.text.length <= 2 * EVIDENCE_REACH) return sentence.text;
  return sentence.text.slice(Math.max(0, found.start - EVIDENCE_REACH), found.end);
}

function roleIn(text: string, languages: readonly Language[], which: 'first' | 'last'): 'account' | 'other' | null {
  const words = prepareWords(text);
  const plain = languages.some((language) => language.unspaced) ? words.squeezed : text;
  let best: { role: 'account' | 'other'; at: number; length: number } | null = null;
  const consider = (phrases: readonly Phrase[], role: 'account' | 'other') => {
    for (const phrase of phrases) {
      const found = findPhrase(phrase, words);
      if (found === null) continue;
      const at = which === 'last' ? Math.max(text.lastIndexOf(found), plain.lastIndexOf(found)) + found.length : text.indexOf(found);
      // "The account's address is another one: X" ends as "another one" does.
      const isTie = best !== null && at === best.at && found.length > best.length;
      if (best === null || isTie || (which === 'last' ? at > best.at : at < best.at)) best = { role, at, length: found.length };
    }
  };
  for (const language of languages) {
    consider(phrasesOf(language).others, 'other');
    consider(phrasesOf(language).roles, 'account');
  }
  return (best as { role: 'account' | 'other' } | null)?.role ?? null;
}

const accountWordsOf = perLanguage(({ labels }) => new Set(labels.account.map(foldPhrase).filter((label) => !label.includes(' '))));

/** "Konto jest na żonę: …", "Mein Konto läuft auf meine Frau: …": an account is spoken of, and a colon leads to the address. */
function isIntroduced(before: string, languages: readonly Language[]): boolean {
  if (!/[:：]\s?$/u.test(before)) return false;
  const words = foldPhrase(before.slice(-LONGEST_BEFORE)).split(' ');
  return words.some((word) => languages.some((language) => accountWordsOf(language).has(word)));
}

const LONGEST_BEFORE = 200;

function findSenderPhrase(text: string, languages: readonly Language[]): string | null {
  const words = prepareWords(text);
  for (const language of languages) {
    for (const phrase of phrasesOf(language).sender) {
      const found = findPhrase(phrase, words);
      if (found !== null) return found;
    }
  }
  return null;
}

function bySenderPhrase(source: AccountSource, sender: string | null): FoundAccount | null {
  if (sender === null) return null;
  for (const sentence of source.sentences) {
    const found = findSenderPhrase(sentence.text, source.languages);
    if (found !== null && findAddresses(sentence.text).every((other) => other.address === lowerAscii(sender))) {
      return { address: lowerAscii(sender), evidence: { text: found, by: 'sender-phrase' } };
    }
  }
  return null;
}

function byBareLine(source: AccountSource, own: ReadonlySet<string>): FoundAccount | null {
  for (const line of source.bareLines()) {
    const [found] = findAddresses(line);
    const rest = found ? `${line.slice(0, found.start)}${line.slice(found.end)}`.replace(/[^\p{L}]/gu, '') : line;
    if (found && rest === '' && !own.has(found.address)) return { address: found.address, evidence: { text: line, by: 'line' } };
  }
  return null;
}

function bySender(mail: Mail): FoundAccount | null {
  if (mail.from.kind !== 'one') return null;
  return { address: lowerAscii(mail.from.address), evidence: { text: mail.from.address, by: 'sender' } };
}
