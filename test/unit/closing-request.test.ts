import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readIntent } from '../../src/extract/read-claim.ts';
import { context } from './extract/mail-builder.ts';
import { plainMail } from './parse/build-mail.ts';

const folder = new URL('../../fixtures/syntax/', import.meta.url);

function cases(file: string): [above: string, last: string][] {
  return readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' => ') as [string, string]);
}

/** How the line, the text above it and the sender's name may stand to each other. */
const LAYOUTS: readonly (readonly [name: string, layOut: (above: string, last: string) => string])[] = [
  ['apart', (above, last) => `${above}\n\n${last}\n\nMira`],
  ['right above the name', (above, last) => `${above}\n\n${last}\nMira`],
  ['in one paragraph', (above, last) => `${above}\n${last}\nMira`],
  ['with a comma', (above, last) => `${above}\n\n${last.replace(/[.,!]$/, '')},\nMira Holt`],
  ['last of all', (above, last) => `${above}\n\n${last}`],
  ['above a closing', (above, last) => `${above}\n\n${last}\n\nBest regards,\nMira`],
  ['below the name', (above, last) => `${above}\n\nThanks,\nMira\n\n${last}`],
];

async function kindOf(body: string): Promise<string> {
  return readIntent(await plainMail(body, { Subject: 'my order' }), context).kind;
}

describe.each(LAYOUTS)('a last line %s', (_, layOut) => {
  test.each(cases('closing-request.valid.txt'))('%s %s asks for money back', async (above, last) => {
    expect(await kindOf(layOut(above, last))).toBe('refund-request');
  });

  test.each(cases('closing-request.invalid.txt'))('%s %s asks for nothing', async (above, last) => {
    expect(await kindOf(layOut(above, last))).toBe('unrelated');
  });
});

describe('what a signature names', () => {
  test.each([
    'Refunds and Returns Department',
    'Refund Specialist',
    'Refunds and returns',
    'Full refund within thirty days',
    'Money back guarantee',
    'Return your purchase free of charge',
    'Refund policy: https://shop.example/refunds',
  ])('%s asks for nothing', async (line) => {
    expect(await kindOf(`The app crashes on start since the update.\n\nBest regards,\nMira Holt\n${line}`)).toBe('unrelated');
    expect(await kindOf(`The app crashes on start since the update.\n\n--\nMira Holt\n${line}`)).toBe('unrelated');
  });
});
