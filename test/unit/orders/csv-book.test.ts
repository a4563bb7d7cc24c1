import { describe, expect, test } from 'vitest';
import { askFor, describeOrderBook, type RawOrder } from './order-book-contract.ts';
import { openText, problemsIn } from './temporary-book.ts';

const HEADER = 'orderId,accountEmail,purchasedAt,currency,total,creditsPurchased';
const ROW = 'QI-1,mira@example.com,2026-03-01,USD,29.90,400';

function csvOf(orders: readonly RawOrder[]): string {
  const columns = [...new Set([...HEADER.split(','), ...orders.flatMap((order) => Object.keys(order))])];
  const cell = (value: unknown) => {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    return `"${text.replaceAll('"', '""')}"`;
  };
  return [columns.join(','), ...orders.map((order) => columns.map((column) => cell(order[column])).join(','))].join('\n');
}

describeOrderBook('CSV', 'whole', (orders, onUnusable) => openText('orders.csv', csvOf(orders), onUnusable));

describe('a CSV book that is unusable as a whole', () => {
  test.each([
    ['an empty file', '', 'unusable: orders.csv line 1: orderId: required column is missing'],
    ['a column missing', `${HEADER.replace('total,', '')}\n`, 'unusable: orders.csv line 1: total: required column is missing'],
    ['semicolons', `${HEADER.replaceAll(',', ';')}\n`, 'separate columns by commas'],
    ['a column twice', `${HEADER},tax,tax\n`, 'unusable: orders.csv line 1: tax: column stands twice'],
    ['a quote never closed', `${HEADER}\n${ROW}\n"QI-2,x\ny\nz`, 'unusable: orders.csv line 3: a quote is opened here and never closed'],
    [
      'a quote never closed in a long file',
      `${HEADER}\n"${'x'.repeat(2_000_000)}`,
      'unusable: orders.csv line 2: a quote is opened here and never closed',
    ],
  ])('%s', async (_, text, expected) => {
    expect((await problemsIn('orders.csv', text)).join('\n')).toContain(expected);
  });
});

describe('a CSV book', () => {
  test.each([
    ['CRLF and a byte order mark', `\ufeff${HEADER}\r\n${ROW}\r\n`],
    ['no line end at the end', `${HEADER}\n${ROW}`],
    ['empty lines', `\n${HEADER}\n\n${ROW}\n\n\n`],
    ['quoted fields', `"orderId",${HEADER.slice(8)}\n"QI-1",${ROW.slice(5)}`],
    ['space around cells', `${HEADER.replaceAll(',', ' , ')}\n${ROW.replaceAll(',', ' , ')}`],
    ['columns that nobody knows, one of them twice', `${HEADER},note,note,__proto__\n${ROW},"a ""b"", c",5" disk,x`],
    ['empty cells for the defaults', `${HEADER},tax,creditsUsed,refunds,transactionIds,status\n${ROW},,,,, `],
    ['lists as JSON text', `${HEADER},refunds,transactionIds\n${ROW},"[{""amount"":""1"",""at"":""2026-03-02""}]","[""pi_1""]"`],
  ])('may have %s', async (_, text) => {
    expect(await problemsIn('orders.csv', text)).toEqual([]);
    const book = await openText('orders.csv', text);
    const found = await book.find(askFor('QI-1'), new AbortController().signal);
    expect(found).toMatchObject({
      value: { matches: [{ entry: { kind: 'order', order: { total: '29.90', creditsPurchased: 400, tax: '0' } } }] },
    });
    await book.close();
  });

  test.each([
    ['the line of a bad cell', `${HEADER}\n${ROW}\nQI-2,a@b,2026-03-01,USD,x,400`, ['orders.csv line 3: total: is "x"']],
    [
      'lines inside cells and empty lines count',
      `${HEADER},note\r\n${ROW},"a\r\nb\r\n"\r\n\r\nQI-2,a@b,2026-03-01,USD,,400,`,
      ['orders.csv line 6: total: is missing'],
    ],
    [
      'too few cells',
      `${HEADER}\nQI-2,a@b,2026-03-01,USD,1`,
      ['orders.csv line 2: has 5 cells', 'orders.csv line 2: creditsPurchased: is missing'],
    ],
    ['too many cells: 29,90 without quotes', `${HEADER}\nQI-2,a@b,2026-03-01,USD,29,90,400`, ['orders.csv line 2: has 7 cells']],
    ['a fraction of a credit', `${HEADER}\n${ROW}.5`, ['orders.csv line 2: creditsPurchased: is "400.5"']],
    ['a list that is no JSON', `${HEADER},transactionIds\n${ROW},pi_1`, ['orders.csv line 2: transactionIds: is "pi_1"']],
    ['an order without its number', `${HEADER}\n${ROW.replace('QI-1', '')}`, ['orders.csv line 2: orderId: is missing']],
  ])('names %s', async (_, text, expected) => {
    expect(await problemsIn('orders.csv', text)).toEqual(expected);
  });

  test('both lines of a repeated order number are named', async () => {
    expect(await problemsIn('orders.csv', `${HEADER}\n${ROW}\n${ROW}`)).toEqual([
      'orders.csv line 2: the order number QI-1 stands in 2 records',
      'orders.csv line 3: the order number QI-1 stands in 2 records',
    ]);
  });
});
