import { describe, expect, test } from 'vitest';
import { contactShape } from '../../../src/parse/contact-line.ts';
import { readSyntaxTable } from '../extract/syntax-table.ts';

describe('contact data by its shape', () => {
  test.each(readSyntaxTable('contact-line.valid.txt'))('%s', (line) => {
    expect(contactShape(line)).toBe('certain');
  });
});

describe('no contact data', () => {
  test.each(readSyntaxTable('contact-line.invalid.txt'))('%s', (line) => {
    expect(contactShape(line)).not.toBe('certain');
  });
});
