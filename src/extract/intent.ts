import type { Classification } from '../domain/classification.ts';
import type { Language } from './languages/language.ts';
import { ASKED, demandBesideOffer, isToldAsPast, MAX_SENTENCE, readSentence, readSubject, refundNamedIn, type Said } from './said.ts';
import type { Sentence } from './sentences.ts';

export interface IntentSource {
  readonly subject: string;
  readonly sentences: readonly Sentence[];
  /** Below the own words, taken for a leave or a signature by its shape: a plain demand there counts where all else says nothing. */
  readonly below: readonly Sentence[];
  /** Labelled fields of a request were found: order, date, reason. */
  readonly isForm: boolean;
  /** At least three of account, order, date and reason: nobody fills that in for anything else. */
  readonly isWholeForm: boolean;
  /** What the reason is labelled with: "Reason for refund" asks for one. */
  readonly reasonLabels: readonly string[];
  /** An order number or a purchase date is stated. */
  readonly namesPurchase: () => boolean;
  readonly languages: readonly Language[];
}

/** What asks for money back stands among the first sentences, not in a pasted log. */
const MAX_SENTENCES = 80;

/**
 * The subject or the customer's own words ask for money back.
 * Words about a refund on its way, about the rules, or that take a request back outweigh all but a plain demand:
 * the body tells what a mail is about.
 */
export function decideIntent(source: IntentSource): Classification {
  const texts = source.sentences.slice(0, MAX_SENTENCES).map((sentence) => sentence.text.slice(0, MAX_SENTENCE));
  const subject = readSubject(source.subject);
  const sentences = settledTakesBack(
    texts,
    texts.map((text) => readSentence(text, source.languages)),
    source,
  );
  const first = (which: keyof Said) => sentences.find((said) => said[which] !== null)?.[which] ?? null;
  // "Last week I asked for my money back. … I withdraw that": what was told before is told as past.
  const takenBack = sentences.findLastIndex((said) => said.withdrawal !== null);
  const demand =
    sentences.slice(takenBack + 1).find(isPlainDemand)?.demand ??
    (takenBack < 0 ? demandInClause(texts, sentences, source) : demandInClause(texts.slice(takenBack), sentences.slice(takenBack), source));
  const withdrawal = subject.withdrawal ?? (source.isForm ? null : first('withdrawal'));
  const status = first('status') ?? subject.status;
  const vague = subject.question ?? first('inquiry') ?? (first('request') === null ? first('rules') : null);
  const question = first('question') ?? (vague === null || source.namesPurchase() ? null : vague);
  const prospect = thoughtOf(texts, sentences, source);
  if (prospect !== null) return { kind: 'unrelated', why: `a purchase only thought of: "${prospect}"` };
  const offer = subject.request ? null : offerOf(texts, sentences, source);
  if (offer !== null) return { kind: 'unrelated', why: `a promise to a buyer: "${offer}"` };
  const settled = source.isForm || demand !== null;
  if (withdrawal !== null && demand === null) return { kind: 'unrelated', why: `taken back: "${withdrawal}"` };
  if (status !== null && !settled) return { kind: 'unrelated', why: `a refund on its way: "${status}"` };
  if (question !== null && !settled) return { kind: 'unrelated', why: `a question: "${question}"` };
  if (subject.request) return { kind: 'refund-request', why: `subject: ${source.subject.trim()}` };
  const label = source.reasonLabels.find((text) => readSubject(text).request) ?? null;
  const asked = demand ?? first('request') ?? label ?? namedRefund(texts, source) ?? askedBelow(source);
  if (asked !== null) return { kind: 'refund-request', why: `words: "${asked}"` };
  if (source.isWholeForm) return { kind: 'refund-request', why: 'what a request states, each with its label' };
  return { kind: 'unrelated', why: 'nothing in subject or text asks for money back' };
}

/** "It is no longer needed" takes a request back; beside a plain demand, or where the money is asked about, it says why it is wanted. */
function settledTakesBack(texts: readonly string[], sentences: readonly Said[], source: IntentSource): readonly Said[] {
  const asks = sentences.some((said, at) => {
    const text = texts[at] ?? '';
    if (said.settled === null && isPlainDemand(said)) return source.namesPurchase() || !isToldAsPast(text, source.languages);
    return said.request !== null && said.status === null && said.withdrawal === null && ASKED.test(text);
  });
  return asks ? sentences : sentences.map((said) => ({ ...said, withdrawal: said.withdrawal ?? said.settled }));
}

/** "If I buy the pack, do I get my money back?": where no purchase is named, and nothing is demanded but in such a question. */
function thoughtOf(texts: readonly string[], sentences: readonly Said[], source: IntentSource): string | null {
  const found = sentences.find(({ prospect }) => prospect !== null)?.prospect ?? null;
  if (found === null || source.isForm) return null;
  const demands = sentences.some((said, at) => isPlainDemand(said) && said.prospect === null && !ASKED.test(texts[at] ?? ''));
  return demands || source.namesPurchase() ? null : found;
}

/** "We guarantee more visitors or your money back": a mail that sells, unless a purchase is named or something else in it is demanded. */
function offerOf(texts: readonly string[], sentences: readonly Said[], source: IntentSource): string | null {
  const found = sentences.find(({ offer }) => offer !== null)?.offer ?? null;
  if (found === null || source.isForm) return null;
  const isDemanded = texts.some((text, at) => sentences[at]?.demand && demandBesideOffer(text, source.languages));
  if (isDemanded) return null;
  return source.namesPurchase() ? null : found;
}

/** "Please tell me whether I could ask for a refund" demands nothing; where the credits have not come, no refund is awaited. */
function isPlainDemand(said: Said): boolean {
  const isAwaiting = said.status !== null && said.goods === null;
  return said.demand !== null && !isAwaiting && said.question === null && said.inquiry === null && said.withdrawal === null;
}

/** A comma; in Thai a space stands where others write one. */
const CLAUSE_END = /[,，、;；]|(?<=\p{Script=Thai})\s/u;

/**
 * "I am tired of waiting for the credits, please send the money back": what is awaited is told in another clause. Beside something asked,
 * a demand counts where the purchase is named; in a sentence that takes a request back, behind those words alone.
 */
function demandInClause(texts: readonly string[], sentences: readonly Said[], source: IntentSource): string | null {
  for (const [at, text] of texts.entries()) {
    const whole = sentences[at];
    if (!whole || whole.demand === null || whole.inquiry !== null) continue;
    if (whole.question !== null && !source.namesPurchase()) continue;
    const clauses = text.split(CLAUSE_END).map((clause) => readSentence(clause, source.languages));
    const takesBack = (clause: Said) => clause.withdrawal !== null || (whole.withdrawal !== null && clause.settled !== null);
    const said = clauses.slice(clauses.findLastIndex(takesBack) + 1).find(isPlainDemand);
    if (said) return said.demand;
  }
  return null;
}

/** "The order … and a refund": beside a purchase that is named, the word alone asks. */
function namedRefund(texts: readonly string[], source: IntentSource): string | null {
  if (!source.namesPurchase()) return null;
  for (const text of texts) {
    const found = refundNamedIn(text, source.languages);
    if (found !== null) return found;
  }
  return null;
}

/** "Thanks, Mira / Give me my money back": a title ("Refunds and Returns Department") or a word of the refund policy demands nothing. */
function askedBelow({ below, languages }: IntentSource): string | null {
  for (const { text } of below) {
    const { demand, status, question, inquiry, rules, withdrawal } = readSentence(text.slice(0, MAX_SENTENCE), languages);
    if (demand !== null && [status, question, inquiry, rules, withdrawal].every((said) => said === null)) return demand;
  }
  return null;
}
