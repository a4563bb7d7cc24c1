import type { TemplateName } from '../domain/reply.ts';

/**
 * How a template may and must use a value:
 * `always`: stands in every rendering, whatever the conditions around it; `shown`: stands somewhere;
 * `optional`: may be null, so it stands inside `{{#if value}}`; `flag`: only asked, never printed; `free`: may be left out.
 */
export type FieldUse = 'always' | 'shown' | 'optional' | 'flag' | 'free';

export type ViewFields = Readonly<Record<string, FieldUse>>;

/** The page around the words: language, direction and the one who signs. */
const PAGE = {
  lang: 'free',
  dir: 'free',
  start: 'free',
  end: 'free',
  colon: 'free',
  /** In the text form only these part lines and paragraphs; all other white space is folded. */
  newLine: 'free',
  newParagraph: 'free',
  supportName: 'always',
  supportAddress: 'free',
} as const satisfies ViewFields;

/** What every decided reply says of the order and the policy. */
const DECIDED = {
  orderId: 'always',
  purchaseDate: 'always',
  requestDate: 'always',
  /** The policy version's first day. */
  policyDate: 'shown',
  windowDays: 'shown',
} as const satisfies ViewFields;

/** The figures that the amount is worked out from. */
const CALCULATION = {
  /** Null where nothing is taken off: then the order price says the same. */
  total: 'optional',
  tax: 'optional',
  processingFee: 'optional',
  conversionDifference: 'optional',
  price: 'shown',
  creditsPurchased: 'shown',
  creditsUsed: 'shown',
  /** Null where the order came with none. */
  creditsBonus: 'optional',
  /** Bonus credits are used up before purchased ones. */
  bonusFirst: 'flag',
  alreadyRefunded: 'optional',
} as const satisfies ViewFields;

const NEXT_STEPS = {
  amount: 'always',
  maxUsedPercent: 'shown',
  /** Null where none is left. */
  creditsToRemove: 'optional',
  /** Business days, such as `5–10`. */
  processingDays: 'always',
  processFrom: 'always',
  processBy: 'always',
} as const satisfies ViewFields;

/** Which values each template gets. Templates are checked against this table when they load. */
export const VIEW_FIELDS = {
  full: {
    ...PAGE,
    ...DECIDED,
    ...CALCULATION,
    ...NEXT_STEPS,
    /** Null where the amount is the order price and there is nothing to work out. */
    formula: 'optional',
  },
  proportional: {
    ...PAGE,
    ...DECIDED,
    ...CALCULATION,
    ...NEXT_STEPS,
    creditsUnused: 'always',
    formula: 'always',
  },
  none: {
    ...PAGE,
    ...DECIDED,
    ...CALCULATION,
    /** The request came after the window (section 3); otherwise the amount works out at nothing. */
    late: 'flag',
    /** The last day on which a refund could have been asked for. */
    lastDay: 'shown',
    /** The section that the amount was worked out under. */
    section: 'shown',
    amount: 'shown',
    /** Null where `late`. */
    formula: 'optional',
  },
  'needs-info': {
    ...PAGE,
    asksAccount: 'flag',
    asksOrder: 'flag',
    asksPurchaseDate: 'flag',
    asksReason: 'flag',
    /** The date that the completed request keeps. */
    requestDate: 'always',
  },
  'under-review': {
    ...PAGE,
    reviewDays: 'always',
    reviewBy: 'always',
  },
  'verify-details': PAGE,
} as const satisfies Record<TemplateName, ViewFields>;

/** Subjects see nothing but the customer's own, so that the mail program keeps the thread together; null where it is empty. */
export const SUBJECT_FIELDS = { requestSubject: 'optional' } as const satisfies ViewFields;

type Value<Use extends FieldUse> = Use extends 'flag' ? boolean : Use extends 'optional' ? string | null : string;

type Values<Fields extends ViewFields> = { readonly [Name in keyof Fields]: Value<Fields[Name]> };

/** The values of one template's text and HTML: plain and already formatted. */
export type ViewOf<Name extends TemplateName> = Values<(typeof VIEW_FIELDS)[Name]>;

/** Any template with its values. */
export type View = { readonly [Name in TemplateName]: { readonly template: Name; readonly body: ViewOf<Name> } }[TemplateName];
