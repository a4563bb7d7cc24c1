import type { IntakeError, RawMessage } from '../domain/message.ts';
import type { Reply } from '../domain/reply.ts';
import type { Result } from '../domain/result.ts';
import type { ReplyLimits, SendableOutcome } from '../domain/sending.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { MailSession } from '../ports/mail-session.ts';
import type { MailTransport } from '../ports/mail-transport.ts';
import type { MailboxProblem } from '../ports/mailbox.ts';
import type { PassEvent } from './poll-report.ts';
import type { CaseContext } from './triage-mail.ts';

/** What the ledger knows that judging asks for. */
type JudgeContext = Pick<CaseContext, 'findThread' | 'hasCase'>;

/** Judges one mail, whose `internalDate` is the one kept at first sight. An order book that does not answer is a verdict with the flag `usage-unavailable`, not an error. */
export type Judge = (raw: RawMessage, context: JudgeContext) => Promise<Result<Verdict, IntakeError>>;

/** Turns a reply into a whole message with CRLF lines, from an address of ours. */
export type Compose = (reply: Reply, envelope: { readonly messageId: string; readonly date: Date }) => Promise<Uint8Array>;

export interface AnotherPass {
  readonly kind: 'another-pass';
  readonly what: string;
}

/** How replies leave, or would leave if they were sent. */
export interface SendingNeeds {
  /** What would be sent with every switch on: the outcomes as configured, whatever the mode. */
  readonly outcomes: readonly SendableOutcome[];
  /** False: nobody chose them, and all are open. */
  readonly areOutcomesNamed: boolean;
  readonly limits: ReplyLimits;
  /** Null where everything is drafted. */
  readonly transport: MailTransport | null;
  /** The address that replies come from. */
  readonly from: string;
  /** The kill switch, asked right before each mail. */
  readonly isOn: () => boolean;
  readonly copiesToSent: boolean;
}

/** What a pass needs of the world. Everything heavy comes as a function that is called only where there is work for it. */
export interface PassNeeds {
  /** Not asked for in a dry run. Gives the function that lets the next pass in. */
  readonly acquireLock: () => Result<() => void, AnotherPass>;
  /** In a dry run a copy that is forgotten. */
  readonly openStore: () => Promise<CaseStore>;
  readonly connect: () => Promise<Result<MailSession, MailboxProblem>>;
  /** Loads what judging needs, before the first mail's attempt is counted: a process that ends while it loads is no mail's fault. Does not fail; judging does. */
  readonly prepare?: () => Promise<void>;
  /** Told which mails will be judged soon, in that order and by the same bytes: what can be read of them meanwhile need not be waited for. */
  readonly readAhead?: (raws: readonly RawMessage[]) => void;
  readonly judge: Judge;
  readonly compose: Compose;
  /** Missing: everything is drafted, and nothing limits that. */
  readonly sending?: SendingNeeds;
  readonly clock: Clock;
}

export interface PassOptions {
  /** Judges and reports; writes nothing anywhere. The store given must be a scratch copy. */
  readonly dryRun: boolean;
  /** Takes in older mail as well, from this instant on. */
  readonly since?: Date;
  /** Where the first poll of a mailbox starts, instead of the rule of {@link FIRST_POLL_MAX_MESSAGES}. */
  readonly startFrom?: Date;
  /** A larger mail is set aside without being fetched. */
  readonly maxMailBytes: number;
  /** Put on every mail that has reached its end, where the server takes keywords. */
  readonly keyword?: string;
  /** Days that whole replies are kept after nothing can be done with them any more; missing: for ever. */
  readonly retainRawDays?: number;
  /** For one question to the mail server, instead of ten minutes. */
  readonly deadlineMs?: number;
  readonly signal: AbortSignal;
  readonly report: (event: PassEvent) => void;
}
