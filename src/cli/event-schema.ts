import { z } from 'zod';
import type { ChainedEvent } from '../domain/case-event.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One line of `audit show --json`. Names of events may be added; none changes its meaning. */
export const eventSchema = z.strictObject({
  id: z.int().min(1).describe('Ascending without gaps.'),
  at: z.iso.datetime().describe('UTC.'),
  actor: z
    .string()
    .regex(/^(?:poll|person:.+)$/s)
    .describe('`poll`: this program by itself. `person:NAME`: as the operating system names them.'),
  what: z
    .string()
    .regex(/^[a-z]+(?:-[a-z]+){0,5}$/)
    .describe('What happened, in the past tense: `case-opened`, `decided`, `draft-placed`.'),
  why: z.string().nullable(),
  messageRowId: z.int().nullable().describe("The message's row in the ledger."),
  caseId: z.string().nullable(),
  policyVersion: z.iso.date().nullable().describe('The effective date of the version applied.'),
  inputsHash: sha256.nullable().describe('Of the facts that a decision was made from.'),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  hash: sha256.describe('Over the hash of the event before (64 zeros for the first) and this event.'),
}) satisfies z.ZodType<ChainedEvent>;
