import { addDays, type CalendarDate, calendarDateIn, parseCalendarDate } from '../domain/calendar-date.ts';
import type { RequestField } from '../domain/claim.ts';
import type { Deadlines, Decision } from '../domain/decision.ts';
import type { Mail } from '../domain/mail.ts';
import type { PolicyVersion } from '../domain/policy.ts';
import type { TemplateName } from '../domain/reply.ts';
import type { OrderWithUsage } from '../domain/verdict.ts';
import { type Arithmetic, explainAmount, type Step } from './arithmetic.ts';
import { type Formatter, formatterFor } from './format.ts';
import { localeForm } from './locale.ts';
import { plainText } from './plain-text.ts';
import type { View, ViewOf } from './view-fields.ts';

/** Unicode's own separators: no value holds one, so no value can start a line. */
export const NEW_LINE = '\u2028';
export const NEW_PARAGRAPH = '\u2029';

/** A name that signs; configured, yet it also stands in a header. */
const MAX_SUPPORT_NAME_CHARACTERS = 100;

export interface ViewInput {
  readonly mail: Mail;
  readonly missing: readonly RequestField[];
  readonly order: OrderWithUsage | null;
  readonly decision: Decision;
  readonly deadlines: Deadlines;
  readonly version: PolicyVersion;
  readonly identity: { readonly name: string; readonly address: string };
}

type Page = ViewOf<'verify-details'>;

const BODIES: { readonly [Name in TemplateName]: (input: ViewInput, format: Formatter, page: Page) => ViewOf<Name> } = {
  full: (input, format, page) => ({
    ...page,
    ...decidedOf(input, format),
    ...nextStepsOf(input, format),
    formula: fullFormula(input, format),
  }),
  proportional: (input, format, page) => ({
    ...page,
    ...decidedOf(input, format),
    ...nextStepsOf(input, format),
    ...proportionalOf(input, format),
  }),
  none: (input, format, page) => ({ ...page, ...decidedOf(input, format), ...noneOf(input, format) }),
  'needs-info': (input, format, page) => ({ ...page, ...asksFor(input.missing), requestDate: format.date(requestDate(input)) }),
  'under-review': ({ version, deadlines }, format, page) => ({
    ...page,
    reviewDays: format.count(version.reviewBusinessDays),
    reviewBy: format.date(deadlines.reviewBy),
  }),
  'verify-details': (_input, _format, page) => page,
};

/** One template's values in one language. */
export function viewOf(template: TemplateName, input: ViewInput, locale: string): View {
  const format = formatterFor(locale);
  return { template, body: BODIES[template](input, format, pageOf(input, locale, format)) } as View;
}

function pageOf({ identity }: ViewInput, locale: string, format: Formatter): Page {
  return {
    ...localeForm(locale),
    newLine: NEW_LINE,
    newParagraph: NEW_PARAGRAPH,
    supportName: plainText(identity.name, MAX_SUPPORT_NAME_CHARACTERS),
    supportAddress: format.name(identity.address),
  };
}

function decidedOf(input: ViewInput, format: Formatter) {
  const order = orderOf(input);
  const { version } = input;
  const { total, takenOff, price, alreadyRefunded } = arithmeticOf(input);
  const money = (amount: string) => format.money(amount, order.currency);
  const moneyOrNull = (amount: string | null) => (amount === null ? null : money(amount));
  return {
    orderId: format.name(order.orderId),
    purchaseDate: format.date(purchaseDate(input)),
    requestDate: format.date(requestDate(input)),
    policyDate: format.date(version.effectiveFrom),
    windowDays: format.count(version.windowDays),
    total: moneyOrNull(total),
    tax: moneyOrNull(takenOff.tax),
    processingFee: moneyOrNull(takenOff.processingFee),
    conversionDifference: moneyOrNull(takenOff.conversionDifference),
    price: money(price),
    creditsPurchased: format.count(order.creditsPurchased),
    creditsUsed: format.count(order.purchasedCreditsUsed),
    creditsBonus: order.creditsBonus === 0 ? null : format.count(order.creditsBonus),
    bonusFirst: version.creditConsumption === 'bonus-first',
    alreadyRefunded: moneyOrNull(alreadyRefunded),
  };
}

function nextStepsOf(input: ViewInput, format: Formatter) {
  const { decision, version } = input;
  const { processFrom, processBy } = input.deadlines;
  if (processFrom === null || processBy === null) throw new Error(`a ${decision.outcome} refund without dates for its processing`);
  return {
    amount: amountOf(input, format),
    maxUsedPercent: format.percent(version.fullRefundMaxUsedPercent),
    creditsToRemove: decision.creditsToRemove === 0 ? null : format.count(decision.creditsToRemove),
    processingDays: format.range(...version.processingBusinessDays),
    processFrom: format.date(processFrom),
    processBy: format.date(processBy),
  };
}

function proportionalOf(input: ViewInput, format: Formatter) {
  return { creditsUnused: format.count(orderOf(input).purchasedCreditsUnused), formula: formulaOf(input, arithmeticOf(input), format) };
}

function noneOf(input: ViewInput, format: Formatter) {
  const late = input.decision.clauses[0] === '3';
  return {
    late,
    section: input.decision.clauses[0] ?? '4',
    lastDay: format.date(addDays(purchaseDate(input), input.version.windowDays)),
    amount: amountOf(input, format),
    formula: late ? null : formulaOf(input, arithmeticOf(input), format),
  };
}

function asksFor(missing: readonly RequestField[]) {
  return {
    asksAccount: missing.includes('accountEmail'),
    asksOrder: missing.includes('orderId'),
    asksPurchaseDate: missing.includes('purchaseDate'),
    asksReason: missing.includes('reason'),
  };
}

function fullFormula(input: ViewInput, format: Formatter): string | null {
  const arithmetic = arithmeticOf(input);
  return arithmetic.steps.length === 1 ? null : formulaOf(input, arithmetic, format);
}

/** `29.90 ÷ 400 × 300 = 22.43 USD`: section 2 with its numbers. */
function formulaOf({ decision }: ViewInput, arithmetic: Arithmetic, format: Formatter): string {
  const steps = arithmetic.steps.map((step) => `${step.sign} ${operand(step, format)}`.trim());
  const relation = arithmetic.belowZero ? '<' : '=';
  return format.formula(`${steps.join(' ')} ${relation} ${format.amount(decision.amount)} ${decision.currency ?? ''}`.trim());
}

function operand(step: Step, format: Formatter): string {
  return step.kind === 'money' ? format.amount(step.value) : format.count(Number(step.value));
}

function amountOf(input: ViewInput, format: Formatter): string {
  return format.money(input.decision.amount, orderOf(input).currency);
}

function arithmeticOf(input: ViewInput): Arithmetic {
  return explainAmount(orderOf(input), input.decision, input.version);
}

function orderOf({ order, decision }: ViewInput): OrderWithUsage {
  if (order === null) throw new Error(`a decision (${decision.outcome}) without its order`);
  return order;
}

/** The dates that were counted stand in the trace; a completed request counts from its first mail, not from this one. */
function requestDate(input: ViewInput): CalendarDate {
  return countedDate(input.decision, 'requested') ?? calendarDateIn(input.version.timezone, input.mail.receivedAt.instant);
}

function purchaseDate(input: ViewInput): CalendarDate {
  const { purchasedAt } = orderOf(input);
  return (
    countedDate(input.decision, 'purchased') ??
    parseCalendarDate(purchasedAt) ??
    calendarDateIn(input.version.timezone, new Date(purchasedAt))
  );
}

function countedDate(decision: Decision, which: 'purchased' | 'requested'): CalendarDate | null {
  const counted = decision.trace.find((step) => step.rule === 'window')?.inputs[which];
  return typeof counted === 'string' ? parseCalendarDate(counted) : null;
}
