import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '../../../src/domain/calendar-date.ts';
import { type Evidence, REQUEST_FIELDS, type RefundClaim } from '../../../src/domain/claim.ts';
import { mergeClaims } from '../../../src/extract/merge-claims.ts';

type Stated = Partial<Record<'accountEmail' | 'orderId' | 'purchaseDate' | 'reason', readonly [value: string, by: string]>>;

/** A claim that states these values, each with the rule that read it. */
function claim(stated: Stated, language = 'en'): RefundClaim {
  const evidence = Object.fromEntries(Object.entries(stated).map(([field, [text, by]]): [string, Evidence] => [field, { text, by }]));
  return {
    accountEmail: stated.accountEmail?.[0] ?? null,
    orderIds: stated.orderId ? [stated.orderId[0]] : [],
    purchaseDateReadings: stated.purchaseDate ? [stated.purchaseDate[0] as CalendarDate] : [],
    reason: stated.reason?.[0] ?? null,
    language,
    evidence,
    missing: REQUEST_FIELDS.filter((field) => stated[field] === undefined),
  };
}

const merge = (earlier: Stated, newer: Stated) =>
  mergeClaims({ claim: claim(earlier, 'de'), mail: '<1@x>' }, { claim: claim(newer), mail: '<2@x>' });

describe('what the mails of a case state together', () => {
  test.each<[string, Stated, Stated, Partial<RefundClaim>]>([
    ['a missing number is supplied', {}, { orderId: ['QI-1', 'label'] }, { orderIds: ['QI-1'] }],
    ['the newest number wins', { orderId: ['QI-1', 'label'] }, { orderId: ['QI-2', 'words'] }, { orderIds: ['QI-2'] }],
    ['a quoted number is no new statement', { orderId: ['QI-1', 'label'] }, { orderId: ['QI-2', 'quoted-label'] }, { orderIds: ['QI-1'] }],
    ['a quoted number counts where none was known', {}, { orderId: ['QI-2', 'quoted-label'] }, { orderIds: ['QI-2'] }],
    ['nor is the subject that came along', { orderId: ['QI-1', 'words'] }, { orderId: ['QI-2', 'subject'] }, { orderIds: ['QI-1'] }],
    [
      'a stated account outlives a sender',
      { accountEmail: ['a@x', 'label'] },
      { accountEmail: ['b@x', 'sender'] },
      { accountEmail: 'a@x' },
    ],
    [
      'of two senders the one who writes now counts',
      { accountEmail: ['a@x', 'sender'] },
      { accountEmail: ['b@x', 'sender'] },
      { accountEmail: 'b@x' },
    ],
    ['and replaces one', { accountEmail: ['b@x', 'sender'] }, { accountEmail: ['a@x', 'label'] }, { accountEmail: 'a@x' }],
    ['what is not said again still holds', { reason: ['blurry', 'words'] }, { orderId: ['QI-1', 'label'] }, { reason: 'blurry' }],
    ['"any news?" is no other reason', { reason: ['blurry', 'words'] }, { reason: ['Any news?', 'words'] }, { reason: 'blurry' }],
    ['a labelled reason is', { reason: ['blurry', 'words'] }, { reason: ['too slow', 'label'] }, { reason: 'too slow' }],
    ['the language stays', {}, { orderId: ['QI-1', 'label'] }, { language: 'de' }],
    [
      'what is missing is counted anew',
      { orderId: ['QI-1', 'label'] },
      { reason: ['r', 'words'] },
      { missing: ['accountEmail', 'purchaseDate'] },
    ],
  ])('%s', (_, earlier, newer, expected) => {
    expect(merge(earlier, newer)).toMatchObject(expected);
  });

  test('the same sender again is no newer evidence', () => {
    const merged = merge({ accountEmail: ['a@x', 'sender'] }, { accountEmail: ['a@x', 'sender'] });
    expect(merged.evidence.accountEmail).toEqual({ text: 'a@x', by: 'sender', mail: '<1@x>' });
  });

  test('each piece of evidence names its mail', () => {
    const merged = merge({ reason: ['blurry', 'words'] }, { orderId: ['QI-1', 'label'] });
    expect(merged.evidence).toEqual({
      reason: { text: 'blurry', by: 'words', mail: '<1@x>' },
      orderId: { text: 'QI-1', by: 'label', mail: '<2@x>' },
    });
    const third = mergeClaims({ claim: merged, mail: '<2@x>' }, { claim: claim({}), mail: '<3@x>' });
    expect(third.evidence).toEqual(merged.evidence);
  });

  const statement = fc.record({ orderId: fc.tuple(fc.stringMatching(/^QI-\d$/), fc.constant('label')) }, { requiredKeys: [] });

  test('however many mails, the last one that states a thing in its own words wins', () => {
    const law = fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (mails) => {
      const [first = {}, ...later] = mails;
      const all = later.reduce<RefundClaim>(
        (sofar, mail) => mergeClaims({ claim: sofar, mail: null }, { claim: claim(mail), mail: null }),
        claim(first),
      );
      expect(all.orderIds).toEqual(claim(mails.findLast((mail) => mail.orderId !== undefined) ?? {}).orderIds);
    });
    fc.assert(law);
  });

  test('the same mail twice changes nothing', () => {
    const law = fc.property(statement, statement, (first, second) => {
      const once = mergeClaims({ claim: claim(first), mail: '<1@x>' }, { claim: claim(second), mail: '<2@x>' });
      expect(mergeClaims({ claim: once, mail: '<2@x>' }, { claim: claim(second), mail: '<2@x>' })).toEqual(once);
    });
    fc.assert(law);
  });
});
