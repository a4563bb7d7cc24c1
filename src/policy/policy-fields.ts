import type { PolicyVersion } from '../domain/policy.ts';

/** One number or list of a version, with the section it stands for and how a person says it. */
export interface PolicyField {
  readonly field: keyof PolicyVersion;
  /** Sections of the published policy; empty where a value is a matter of counting that no section tells. */
  readonly sections: readonly string[];
  readonly name: string;
  readonly say: (version: PolicyVersion) => string;
}

const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** In the order of the published text. */
export const POLICY_FIELDS: readonly PolicyField[] = [
  { field: 'effectiveFrom', sections: ['6'], name: 'in force from', say: (v) => `${v.effectiveFrom} 00:00, ${v.timezone}` },
  { field: 'timezone', sections: [], name: 'days are counted in', say: (v) => v.timezone },
  {
    field: 'windowDays',
    sections: ['1', '2', '3'],
    name: 'window',
    say: (v) => `${count(v.windowDays, 'calendar day')} after the purchase`,
  },
  {
    field: 'fullRefundMaxUsedPercent',
    sections: ['1', '2'],
    name: 'full refund',
    say: (v) => `up to ${v.fullRefundMaxUsedPercent}% of the purchased credits used`,
  },
  {
    field: 'creditConsumption',
    sections: ['4'],
    name: 'used up first',
    say: (v) => (v.creditConsumption === 'bonus-first' ? 'bonus credits' : 'purchased credits'),
  },
  { field: 'nonRefundable', sections: ['4'], name: 'never refunded', say: (v) => list(v.nonRefundable) },
  {
    field: 'requiredFields',
    sections: ['5'],
    name: 'needed to decide',
    say: (v) => list(v.requiredFields),
  },
  { field: 'reviewBusinessDays', sections: ['5'], name: 'reviewed within', say: (v) => count(v.reviewBusinessDays, 'business day') },
  {
    field: 'processingBusinessDays',
    sections: ['5'],
    name: 'paid within',
    say: ({ processingBusinessDays: [earliest, latest] }) => `${earliest}–${count(latest, 'business day')}`,
  },
  { field: 'rounding', sections: ['5'], name: 'rounded', say: (v) => `${count(v.rounding.decimals, 'decimal')}, half up` },
  { field: 'weekend', sections: [], name: 'no business days', say: (v) => list(v.weekend.map((day) => WEEKDAYS[day] ?? '')) },
  { field: 'holidays', sections: [], name: 'holidays', say: (v) => list(v.holidays) },
];

function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
