import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readClaim, readIntent } from '../../../src/extract/read-claim.ts';
import { context, mailOf } from './mail-builder.ts';

const contract = new URL('../../../fixtures/contract/', import.meta.url);

test("the contract's sample gives the contract's request, word for word", () => {
  const raw = readFileSync(new URL('sample-request.eml', contract), 'utf8').replaceAll('\r\n', '\n');
  const answer = JSON.parse(readFileSync(new URL('triage.example.json', contract), 'utf8')) as {
    request: Record<string, unknown>;
    missing: string[];
    classification: unknown;
  };
  const mail = mailOf({ body: raw.slice(raw.indexOf('\n\n') + 2) });
  const claim = readClaim(mail, context);
  const request = {
    accountEmail: claim.accountEmail,
    orderId: claim.orderIds[0] ?? null,
    orderIds: claim.orderIds,
    purchaseDate: claim.purchaseDateReadings.length === 1 ? claim.purchaseDateReadings[0] : null,
    purchaseDateReadings: claim.purchaseDateReadings,
    reason: claim.reason,
    language: claim.language,
    evidence: claim.evidence,
  };
  expect(request).toEqual(answer.request);
  expect(claim.missing).toEqual(answer.missing);
  expect(readIntent(mail, context)).toEqual(answer.classification);
});

describe('layouts of labelled fields', () => {
  test.each([
    ['a dash', 'Order number - QI-20260301-0042\nPurchase date - 2026-03-01'],
    ['an equals sign', 'Order number = QI-20260301-0042\nPurchase date = 2026-03-01'],
    ['a full-width colon', 'Order number：QI-20260301-0042\nPurchase date：2026-03-01'],
    ['cells of a table', 'Order number\tQI-20260301-0042\nPurchase date\t2026-03-01'],
    ['a label row above a value row', 'Order number\tPurchase date\nQI-20260301-0042\t2026-03-01'],
    ['the label on the line above', 'Order number\nQI-20260301-0042\n\nPurchase date\n2026-03-01'],
    ['bold', '*Order number:* QI-20260301-0042\n**Purchase date**: 2026-03-01'],
    ['a list', '- Order number: QI-20260301-0042\n- Purchase date: 2026-03-01'],
    ['a numbered list', '1. Order number: QI-20260301-0042\n2. Purchase date: 2026-03-01'],
    ['one line', 'Order number: QI-20260301-0042, purchase date: 2026-03-01'],
    ['one line without commas', 'Order number: QI-20260301-0042 Purchase date: 2026-03-01'],
    ['prose', 'I bought credits on March 1st, 2026 (order QI-20260301-0042) and they are gone.'],
    ['a hint in the label', 'Order number: QI-20260301-0042\nPurchase date (DD/MM/YYYY): 01/03/2026'],
  ])('%s', (_, body) => {
    expect(readClaim(mailOf({ body }), context)).toMatchObject({ orderIds: ['QI-20260301-0042'], purchaseDateReadings: ['2026-03-01'] });
  });

  test('answers stand below each of our quoted questions', () => {
    const claim = readClaim(
      mailOf({
        subject: 'Re: Refund Request',
        body: [
          { role: 'quoted', text: 'Hello,\nplease tell us:\n- Order number or transaction ID' },
          { role: 'own', text: 'QI-20260301-0042' },
          { role: 'quoted', text: '- Purchase date' },
          { role: 'own', text: '1 March 2026' },
          { role: 'quoted', text: '- Reason for the refund request' },
          { role: 'own', text: 'The pictures are blurry.' },
        ],
      }),
      context,
    );
    expect(claim).toMatchObject({
      orderIds: ['QI-20260301-0042'],
      purchaseDateReadings: ['2026-03-01'],
      reason: 'The pictures are blurry.',
      missing: [],
    });
  });
});
