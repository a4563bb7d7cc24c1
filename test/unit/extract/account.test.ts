import { describe, expect, test } from 'vitest';
import { readClaim } from '../../../src/extract/read-claim.ts';
import { linesOfText } from '../../../src/parse/lines.ts';
import { segmentLines } from '../../../src/parse/segments.ts';
import { context, mailOf } from './mail-builder.ts';
import { readSyntaxTable } from './syntax-table.ts';

const SENDER = 'customer@example.com';

function accountOf(row: string): string | null {
  const body = segmentLines(linesOfText(row.replaceAll('⏎', '\n')), { subject: 'Refund Request', senderName: '', senderAddress: '' });
  return readClaim(mailOf({ from: SENDER, name: '', body }), context).accountEmail;
}

describe('the account that a mail states', () => {
  test.each(readSyntaxTable('account.valid.txt'))('%s', (row) => {
    const [mail = '', account] = row.split(' => ');
    expect(accountOf(mail)).toBe(account);
  });
});

describe("other addresses leave the account the sender's", () => {
  test.each(readSyntaxTable('account.invalid.txt'))('%s', (row) => {
    expect(accountOf(row)).toBe(SENDER);
  });
});
