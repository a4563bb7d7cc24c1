import { describe, expect, test } from 'vitest';
import { readClaim } from '../../../src/extract/read-claim.ts';
import { linesOfText } from '../../../src/parse/lines.ts';
import { segmentLines } from '../../../src/parse/segments.ts';
import { context, mailOf } from './mail-builder.ts';
import { readSyntaxTable, readSyntaxTables } from './syntax-table.ts';

function reasonOf(row: string): string | null {
  const at = row.indexOf(' <= ');
  const name = at < 0 ? 'Customer' : row.slice(0, at);
  const text = (at < 0 ? row : row.slice(at + 4)).replaceAll('⏎', '\n');
  const body = segmentLines(linesOfText(text), { subject: 'Refund Request', senderName: name, senderAddress: '' });
  return readClaim(mailOf({ name, body }), context).reason;
}

describe("the customer's own words, with their lines and paragraphs", () => {
  test.each(readSyntaxTable('reason.valid.txt'))('%s', (row) => {
    const [mail = '', reason = ''] = row.split(' => ');
    expect(reasonOf(mail)).toBe(reason.replaceAll('⏎', '\n'));
  });
});

describe('a complaint of few words is a reason', () => {
  test.each(readSyntaxTable('reason.complaints.txt'))('%s', (row) => {
    const [mail = '', complaint = ''] = row.split(' => ');
    expect(reasonOf(`Hello,⏎⏎${mail}⏎⏎Mira Holt`)).toContain(complaint);
  });
});

describe('no reason is given', () => {
  test.each(readSyntaxTable('reason.invalid.txt'))('%s', (row) => {
    expect(reasonOf(row)).toBeNull();
  });
});

describe('asking alone is no reason, however many words it takes', () => {
  test.each(readSyntaxTables('reason', '.invalid.txt'))('%s', (row) => {
    expect(reasonOf(row)).toBeNull();
  });
});

describe('a reason of few words beside much asking', () => {
  test.each(readSyntaxTables('reason', '.valid.txt'))('%s', (row) => {
    const [mail = '', piece = ''] = row.split(' => ');
    expect(reasonOf(mail)).toContain(piece);
  });
});
