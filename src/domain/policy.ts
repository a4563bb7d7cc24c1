import type { CalendarDate } from './calendar-date.ts';
import type { RequestField } from './claim.ts';

/** Sections of the published refund policy. */
export type Clause = '1' | '2' | '3' | '4' | '5' | '6';

export type NonRefundable = 'tax' | 'processingFee' | 'conversionDifference';

/** Section 4: which credits are used up first. */
export type CreditConsumption = 'bonus-first' | 'purchased-first';

/** One published version of the policy as data; each value names its section. */
export interface PolicyVersion {
  /** Names the version. In force from the start of this day in `timezone` (section 6). */
  readonly effectiveFrom: CalendarDate;
  /** IANA name; calendar days are counted in it. */
  readonly timezone: string;
  /** Sections 1 to 3. */
  readonly windowDays: number;
  /** Section 1: decimal string. */
  readonly fullRefundMaxUsedPercent: string;
  readonly creditConsumption: CreditConsumption;
  /** Section 4: taken off the total before anything else. */
  readonly nonRefundable: readonly NonRefundable[];
  /** Section 5. */
  readonly rounding: { readonly decimals: number; readonly mode: 'half-up' };
  /** Section 5: what must be known before a decision. */
  readonly requiredFields: readonly RequestField[];
  /** Section 5. */
  readonly reviewBusinessDays: number;
  /** Section 5: earliest and latest. */
  readonly processingBusinessDays: readonly [number, number];
  /** ISO weekdays, Monday is 1. */
  readonly weekend: readonly number[];
  readonly holidays: readonly CalendarDate[];
}

/** One section as published, to be quoted. */
interface SectionText {
  readonly title: string;
  /** Lines parted by LF. */
  readonly text: string;
}

/** The published words of one version, by section number; empty where the file gives none. */
export type SectionTexts = Readonly<Partial<Record<Clause | '7', SectionText>>>;

/** All versions, oldest first, at least one. */
export interface Policy {
  readonly versions: readonly [PolicyVersion, ...PolicyVersion[]];
}

/** A policy with what can be quoted of it. The words are kept apart from the numbers, which alone decide and are recorded with each decision. */
export interface QuotablePolicy extends Policy {
  /** By the version's effective date. */
  readonly texts: ReadonlyMap<CalendarDate, SectionTexts>;
}
