import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readClaim } from '../../../src/extract/read-claim.ts';
import { context, mailOf } from './mail-builder.ts';

const folder = new URL('../../../fixtures/syntax/', import.meta.url);

function cases(file: string): [text: string, expected: string[]][] {
  return readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [text = '', expected = ''] = line.split(/ =>(?: |$)/);
      return [text, expected.split(', ').filter(Boolean)];
    });
}

describe('order numbers', () => {
  test.each([...cases('order-id.valid.txt'), ...cases('order-id.invalid.txt')])('%s', (text, expected) => {
    expect(readClaim(mailOf({ body: text }), context).orderIds).toEqual(expected);
  });
});

describe('purchase dates', () => {
  test.each([...cases('purchase-date.valid.txt'), ...cases('purchase-date.invalid.txt')])('%s', (text, expected) => {
    expect(readClaim(mailOf({ body: `Purchase date: ${text}` }), context).purchaseDateReadings).toEqual(expected);
  });
});

describe('purchase dates in prose', () => {
  test.each(cases('purchase-date.prose.txt'))('%s', (text, expected) => {
    expect(readClaim(mailOf({ body: text }), context).purchaseDateReadings).toEqual(expected);
  });
});

describe('a bare wish is no reason', () => {
  test.each([
    'Please refund me.',
    'I would like a refund for my order 10482, bought on March 1.',
    'I want my money back.\n\nThanks,\nMira',
    'Bitte erstatten Sie mir den Betrag für meine Bestellung 10482.',
    'Je souhaite être remboursée pour ma commande n° 10482.',
    'Quiero que me devuelvan el dinero del pedido 10482.',
    'Gostaria de pedir o reembolso do pedido 10482.',
    'Vorrei il rimborso dell’ordine 10482.',
    'Ik wil graag mijn geld terug voor bestelling 10482.',
    'Proszę o zwrot pieniędzy za zamówienie 10482.',
    'Прошу вернуть деньги за заказ 10482.',
    '请给我退款，订单号10482。',
    '注文番号10482の返金をお願いします。',
    '주문번호 10482 환불 부탁드립니다.',
  ])('%s', (body) => {
    const claim = readClaim(mailOf({ body }), context);
    expect(claim.reason).toBeNull();
    expect(claim.missing).toContain('reason');
  });
});
