import { expect, test } from 'vitest';
import { answerSchema } from '../../../src/cli/answer-schema.ts';
import { answersOf, runCli } from './run-cli.ts';

test('every answer to every fixture is as the published schema says, with no field that it does not name', async () => {
  const run = await runCli(['triage', '--json', '--now', '2026-03-10T00:00:00Z', 'fixtures', 'fixtures/none.eml']);
  const answers = answersOf(run);
  expect(answers.length).toBeGreaterThan(100);
  const wrong = answers
    .map((answer) => [answer['source'], answerSchema.safeParse(answer).error?.issues] as const)
    .filter(([, issues]) => issues);
  expect(wrong).toEqual([]);
  // What the schema does not name is left out by parsing.
  expect(answers.map((answer) => answerSchema.parse(answer))).toEqual(answers);
}, 300_000);
