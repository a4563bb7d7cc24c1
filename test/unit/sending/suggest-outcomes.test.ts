import { expect, test } from 'vitest';
import type { DraftRecord, SendableOutcome } from '../../../src/domain/sending.ts';
import { suggestOutcomes } from '../../../src/sending/suggest-outcomes.ts';

const NOTHING: DraftRecord = {
  outcome: 'full',
  drafted: 0,
  waiting: 0,
  sentAsWritten: 0,
  sentEdited: 0,
  answeredOtherwise: 0,
  deleted: 0,
  declined: 0,
  sent: 0,
  asWrittenInARow: 0,
};

test.each<[string, Partial<DraftRecord>, readonly SendableOutcome[], readonly string[]]>([
  ['fifty in a row: worth switching on', { asWrittenInARow: 50 }, [], ['full']],
  ['forty-nine: not yet', { asWrittenInARow: 49, sentAsWritten: 900 }, [], []],
  ['switched on already', { asWrittenInARow: 50 }, ['full'], []],
  ['another outcome is switched on', { asWrittenInARow: 50 }, ['none'], ['full']],
  ['what is never sent is never suggested', { outcome: 'review', asWrittenInARow: 50 }, [], []],
])('%s', (_, differs, switchedOn, suggested) => {
  expect(suggestOutcomes([{ ...NOTHING, ...differs }], 50, switchedOn).map(({ outcome }) => outcome)).toEqual(suggested);
});
