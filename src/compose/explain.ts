import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Config } from '../config/config.ts';
import type { Decision } from '../domain/decision.ts';
import type { DecisionBasis } from '../domain/decision-input.ts';
import type { SectionTexts } from '../domain/policy.ts';
import { UnusableInput } from '../domain/problem.ts';
import { decideAgain, findTurns, type Supposition, suppose, type Turn } from '../policy/what-if.ts';
import { withArchive } from './archive.ts';
import { type Overrides, readPolicy, type Surroundings } from './sources.ts';
import { openTriage } from './triage.ts';

/** One decision as a story: what it was made from, how, and what would have changed it. */
export interface Explanation {
  /** The case with its revision, or the mail. */
  readonly of: string;
  readonly basis: DecisionBasis;
  readonly decision: Decision;
  /** What was put in place of the facts; null where nothing was. */
  readonly supposed: Supposition | null;
  /** The decision as it was made, where something is supposed. */
  readonly asMade: Decision | null;
  readonly turns: readonly Turn[];
  /** The published words of the version applied; empty where no file at hand has them. */
  readonly words: SectionTexts;
}

export interface ExplainOptions {
  /** A mail file, or a case as somebody typed it. */
  readonly of: string;
  /** The case that `of` names where it is no file. */
  readonly caseId: string;
  readonly supposition: Supposition;
  readonly overrides: Overrides;
  readonly now: Date;
}

/** No case number has a dot or a slash. */
const LOOKS_LIKE_PATH = /[./\\]/;

type Made = Pick<Explanation, 'of' | 'basis' | 'decision'>;

export async function explain(
  config: Config,
  options: ExplainOptions,
  stdin: Readable,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Explanation> {
  const isFile = options.of === '-' || existsSync(resolve(around.cwd, options.of));
  if (!isFile && LOOKS_LIKE_PATH.test(options.of))
    throw new UnusableInput([{ place: options.of, what: 'no such file', mend: 'check the path' }]);
  const made = isFile ? await ofMail(config, options, stdin, around, signal) : await ofCase(config, options);
  const { texts } = await readPolicy(config, options.overrides, around);
  const words = texts.get(made.basis.policy.effectiveFrom) ?? {};
  const policyInForce = !made.decision.flags.includes('no-policy');
  if (Object.keys(options.supposition).length === 0)
    return { ...made, supposed: null, asMade: null, turns: findTurns(made.basis, made.decision), words };
  const basis = suppose(made.basis, options.supposition);
  const decision = decideAgain(basis, policyInForce);
  return { of: made.of, basis, decision, supposed: options.supposition, asMade: made.decision, turns: findTurns(basis, decision), words };
}

async function ofCase({ ledgerFile }: Config, { of, caseId }: ExplainOptions): Promise<Made> {
  if (!existsSync(ledgerFile)) {
    const what = `is no file, and as a case it cannot be looked up: there is no ledger yet at ${ledgerFile}`;
    throw new UnusableInput([
      { place: of, what, mend: 'name an .eml file; the first poll makes the ledger, and LEDGER names the one in use' },
    ]);
  }
  const newest = (await withArchive(ledgerFile, (archive) => archive.decisions(caseId))).at(-1);
  if (newest) return { of: `case ${caseId}, decision ${newest.revision}`, basis: newest, decision: newest.decision };
  throw new UnusableInput([
    {
      place: of,
      what: 'is neither a case with a decision in the ledger nor a file',
      mend: 'name a case as `case list` shows it, or an .eml file',
    },
  ]);
}

async function ofMail(
  config: Config,
  { of, overrides, now }: ExplainOptions,
  stdin: Readable,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Made> {
  const desk = await openTriage(config, overrides, now, around, signal);
  try {
    for await (const judged of desk.judgeAll([of], stdin)) {
      if (!judged.ok) throw new UnusableInput([{ place: judged.error.source, what: judged.error.message }]);
      const { basis, decision, classification } = judged.value;
      if (basis && decision) return { of: judged.value.mail.source, basis, decision };
      throw new UnusableInput([{ place: of, what: `nothing was decided: the mail is ${classification.kind} (${classification.why})` }]);
    }
  } finally {
    await desk.close();
  }
  throw new UnusableInput([{ place: of, what: 'holds no mail' }]);
}
