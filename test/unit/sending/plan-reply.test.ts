import { expect, test } from 'vitest';
import type { ReplyCounts, ReplyLimits } from '../../../src/domain/sending.ts';
import { type Asked, planReply } from '../../../src/sending/plan-reply.ts';

const LIMITS: ReplyLimits = {
  sendsPerAddressPerDay: 3,
  sendsPerCase: 3,
  sendsPerHour: 60,
  repliesPerAddressPerDay: 10,
  repliesPerCase: 10,
  similarPerHour: 10,
  similarPerAddressPerHour: 5,
  fastestAnswerSeconds: 30,
};
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

test.each<[string, Asked, Partial<ReplyCounts>, object]>([
  ['a send that nothing stops', { action: 'send', barred: null }, {}, { step: 'send', wouldSend: true, why: null, restraint: null }],
  ['a draft that would be sent', { action: 'draft', barred: null }, {}, { step: 'draft', wouldSend: true, why: null, restraint: null }],
  [
    'a draft that would not',
    { action: 'draft', barred: 'the sender is not proven' },
    {},
    { step: 'draft', wouldSend: false, why: 'the sender is not proven', restraint: null },
  ],
  [
    'a send above the cap is drafted',
    { action: 'send', barred: null },
    { sendsInHour: 60 },
    { step: 'draft', wouldSend: false, why: '60 replies sent within an hour, the limit is 60', restraint: { by: 'hour-send-cap' } },
  ],
  [
    'a draft is told that its send would be above the cap, and lies there',
    { action: 'draft', barred: null },
    { sendsInHour: 60 },
    { step: 'draft', wouldSend: false, why: '60 replies sent within an hour, the limit is 60', restraint: null },
  ],
  [
    'a draft above the cap is held',
    { action: 'draft', barred: null },
    { repliesInCase: 10 },
    { step: 'hold', wouldSend: false, restraint: { by: 'case-reply-cap', step: 'hold' } },
  ],
  ['what is held stays held', { action: 'hold', barred: null }, {}, { step: 'hold', wouldSend: false, restraint: null }],
])('%s', (_, asked, differs, plan) => {
  expect(planReply(asked, { ...FIRST, ...differs }, LIMITS)).toMatchObject(plan);
});
