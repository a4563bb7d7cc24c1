/**
 * Something in a user's input that cannot be used: where it stands, what is wrong there, and how to mend it.
 * Shown to people as one line, `place: what; mend`.
 */
export interface Problem {
  /** File, and the path or line inside it: `policy.json: versions[0].windowDays`, `.env line 3`, `IMAP_PORT`. */
  readonly place: string;
  readonly what: string;
  readonly mend?: string;
}

export function describeProblem(problem: Problem): string {
  const mend = problem.mend === undefined ? '' : `; ${problem.mend}`;
  return `${problem.place}: ${problem.what}${mend}`;
}

/** Configuration, policy, templates or an order book that is unusable as a whole. Users see its problems, never its stack. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}
