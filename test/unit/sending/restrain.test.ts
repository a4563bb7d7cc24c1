import { describe, expect, test } from 'vitest';
import type { ReplyCounts, ReplyLimits } from '../../../src/domain/sending.ts';
import { restrain } from '../../../src/sending/restrain.ts';

const LIMITS: ReplyLimits = {
  sendsPerAddressPerDay: 3,
  sendsPerCase: 3,
  sendsPerHour: 60,
  repliesPerAddressPerDay: 10,
  repliesPerCase: 8,
  similarPerHour: 10,
  similarPerAddressPerHour: 3,
  fastestAnswerSeconds: 30,
};

/** A customer who writes for the first time. */
const FIRST: ReplyCounts = {
  sendsToAddressInDay: 0,
  sendsInCase: 0,
  sendsInHour: 0,
  repliesToAddressInDay: 0,
  repliesInCase: 0,
  uncertainInCase: 0,
  refundsOfOrder: 0,
  similarInHour: 0,
  similarFromAddressInHour: 0,
  secondsSinceOurReply: null,
};

/** `by` is who stops it; the second is what becomes of a reply that would be sent, the third of a draft. */
describe('what may still be done with a reply', () => {
  test.each<[string, Partial<ReplyCounts>, string | null, 'send' | 'draft' | 'hold', 'draft' | 'hold']>([
    ['the first reply to anybody', {}, null, 'send', 'draft'],
    ['the third send to an address in a day', { sendsToAddressInDay: 2 }, null, 'send', 'draft'],
    ['the fourth becomes a draft', { sendsToAddressInDay: 3 }, 'address-send-cap', 'draft', 'draft'],
    ['the third send in a case', { sendsInCase: 2 }, null, 'send', 'draft'],
    ['the fourth becomes a draft', { sendsInCase: 3 }, 'case-send-cap', 'draft', 'draft'],
    ['the sixtieth send in an hour', { sendsInHour: 59 }, null, 'send', 'draft'],
    ['the next becomes a draft', { sendsInHour: 60 }, 'hour-send-cap', 'draft', 'draft'],
    ['the tenth reply to an address in a day', { repliesToAddressInDay: 9 }, null, 'send', 'draft'],
    ['the next is held: one address floods Drafts', { repliesToAddressInDay: 10 }, 'address-reply-cap', 'hold', 'hold'],
    ['the eighth reply in a case', { repliesInCase: 7 }, null, 'send', 'draft'],
    ['the next is held', { repliesInCase: 8 }, 'case-reply-cap', 'hold', 'hold'],
    ['an earlier reply of the case that may have been sent', { uncertainInCase: 1 }, 'delivery-uncertain', 'hold', 'hold'],
    ['an order whose refund was handed over before', { refundsOfOrder: 1 }, 'refunded-before', 'hold', 'hold'],
    ['two mails alike from one address', { similarFromAddressInHour: 2, similarInHour: 2 }, null, 'send', 'draft'],
    ['the fourth is held', { similarFromAddressInHour: 3, similarInHour: 3 }, 'repeated-mail', 'hold', 'hold'],
    ['nine mails alike from many addresses', { similarInHour: 9 }, null, 'send', 'draft'],
    ['the eleventh becomes a draft', { similarInHour: 10 }, 'similar-mails', 'draft', 'draft'],
    ['an answer half a minute after our reply', { secondsSinceOurReply: 30 }, null, 'send', 'draft'],
    ['a second sooner', { secondsSinceOurReply: 29 }, 'fast-answer', 'draft', 'draft'],
    ['at once', { secondsSinceOurReply: 0 }, 'fast-answer', 'draft', 'draft'],
    ['a mail that was on its way when we answered', { secondsSinceOurReply: -1 }, null, 'send', 'draft'],
  ])('%s', (_, differs, by, sendBecomes, draftBecomes) => {
    const counts = { ...FIRST, ...differs };
    const send = restrain('send', counts, LIMITS);
    const draft = restrain('draft', counts, LIMITS);
    expect(send?.by ?? null).toBe(by);
    expect(send?.step ?? 'send').toBe(sendBecomes);
    expect(draft?.step ?? 'draft').toBe(draftBecomes);
  });

  test('what leaves no draft is looked at before what leaves one', () => {
    expect(restrain('send', { ...FIRST, sendsInHour: 60, repliesInCase: 8 }, LIMITS)).toMatchObject({ by: 'case-reply-cap', step: 'hold' });
  });

  test('a limit of zero sends nothing', () => {
    expect(restrain('send', FIRST, { ...LIMITS, sendsPerHour: 0 })).toMatchObject({ by: 'hour-send-cap', step: 'draft' });
  });

  test('the reason names the number and its limit', () => {
    expect(restrain('send', { ...FIRST, sendsToAddressInDay: 5 }, LIMITS)?.why).toBe(
      '5 replies sent to this address within a day, the limit is 3',
    );
  });
});
