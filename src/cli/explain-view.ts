import { styleText } from 'node:util';
import type { Explanation } from '../compose/explain.ts';
import type { Decision } from '../domain/decision.ts';
import type { SectionTexts } from '../domain/policy.ts';
import type { CommandIo } from './io.ts';
import { printable, printableLine } from './printable.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** The story from top to bottom: the facts, each rule with its arithmetic, the outcome, the words of the sections, and what would have changed it. */
export function describeExplanation(told: Explanation, io: Pick<CommandIo, 'stdout'>): string {
  const paint: Paint = (style, text) => styleText(style, text, { stream: io.stdout });
  const parts = [
    [paint('bold', `■ ${printable(told.of)}`), ...facts(told), ...supposed(told, paint)],
    [paint('bold', `By the policy of ${told.decision.policyVersion}`), ...steps(told.decision)],
    [`${paint('bold', '→')} ${ruling(told.decision)}`, ...flags(told.decision)],
    ...quotes(told.decision, told.words, paint),
    turns(told, paint),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function facts({ basis: { input, policy } }: Explanation): string[] {
  const requested = `requested ${input.submittedAt.toISOString()} (days counted in ${policy.timezone})`;
  if (input.facts.kind !== 'found') {
    const why = { 'none-named': 'no order named', 'not-found': 'no such order in the book', unavailable: 'the order book did not answer' };
    return [`${why[input.facts.kind]}; ${requested}`];
  }
  const { entry } = input.facts;
  if (entry.kind !== 'order') return [`order ${printableLine(entry.orderId)} cannot be used; ${requested}`];
  const { orderId, total, currency, creditsPurchased, creditsBonus, creditsUsed, purchasedAt } = entry.order;
  const bonus = creditsBonus === 0 ? '' : ` and ${creditsBonus} bonus`;
  return [
    `order ${printableLine(orderId)}: ${total} ${currency} for ${creditsPurchased} credits${bonus}, ${creditsUsed} used`,
    `bought ${purchasedAt}, ${requested}`,
  ];
}

function supposed({ supposed: put, asMade }: Explanation, paint: Paint): string[] {
  if (put === null || asMade === null) return [];
  const what = [
    ...(put.submittedAt === undefined ? [] : [`the request came ${put.submittedAt.toISOString()}`]),
    ...(put.creditsUsed === undefined ? [] : [`${put.creditsUsed} credits were used`]),
  ];
  return [paint('yellow', `supposing that ${what.join(' and ')}; it was decided as ${ruling(asMade)}`)];
}

function steps({ trace }: Decision): string[] {
  const widest = Math.max(0, ...trace.map(({ rule }) => rule.length));
  return trace.map(
    ({ clause, rule, because, result }, index) =>
      `${String(index + 1).padStart(3)}. §${clause} ${rule.padEnd(widest)}  ${printable(because)} → ${printable(String(result))}`,
  );
}

function ruling({ outcome, amount, currency, clauses, creditsToRemove }: Decision): string {
  const money = currency === null ? '' : ` ${amount} ${currency}`;
  const removed = creditsToRemove === 0 ? '' : `, ${creditsToRemove} credits to remove`;
  return `${outcome}${money} (section ${clauses.join(' and ')}${removed})`;
}

function flags(decision: Decision): string[] {
  return decision.flags.length === 0 ? [] : [`  a person should know: ${decision.flags.join(', ')}`];
}

/** The sections that decided, word for word. */
function quotes({ clauses }: Decision, words: SectionTexts, paint: Paint): string[][] {
  return clauses.flatMap((clause) => {
    const section = words[clause];
    if (section === undefined) return [];
    const lines = printable(section.text).split('\n');
    return [[paint('dim', `Section ${clause}: ${printable(section.title)}`), ...lines.map((line) => paint('dim', `  │ ${line}`))]];
  });
}

function turns({ turns: found }: Explanation, paint: Paint): string[] {
  if (found.length === 0) return [];
  const widest = Math.max(...found.map(({ what }) => what.length));
  return [
    paint('bold', 'What would have changed it'),
    ...found.map(({ what, decision }) => `  ${what.padEnd(widest)} → ${ruling(decision)}`),
  ];
}

/** The same for programs. */
export function explanationObject({ of, basis, decision, supposed: put, asMade, turns: found, words }: Explanation): object {
  const { input, policy } = basis;
  return {
    of,
    submittedAt: input.submittedAt,
    policy,
    facts: input.facts,
    decision,
    supposed: put,
    asMade,
    wouldChange: found.map(({ what, decision: { outcome, amount, currency, clauses } }) => ({ what, outcome, amount, currency, clauses })),
    sections: Object.fromEntries(decision.clauses.flatMap((clause) => (words[clause] ? [[clause, words[clause]]] : []))),
  };
}
