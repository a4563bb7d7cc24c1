import type { Config } from '../config/config.ts';
import type { IntakeError, RawMessage } from '../domain/message.ts';
import type { Policy } from '../domain/policy.ts';
import { describeProblem } from '../domain/problem.ts';
import type { Result } from '../domain/result.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { CaseContext, TriageNeeds } from '../pipeline/triage-mail.ts';
import type { Templates } from '../reply/load-templates.ts';
import { type Overrides, orderBookUri, readPolicy, SHIPPED, type Surroundings, templatesFolder } from './sources.ts';

export interface Judging {
  /** Begins to read mails that will be judged soon; each is known again by its bytes. */
  readAhead(raws: readonly RawMessage[]): void;
  /** When a reader is there: it begins to load when judging is opened. */
  ready(): Promise<void>;
  judge(raw: RawMessage, context: CaseContext): Promise<Result<Verdict, IntakeError>>;
  close(): Promise<void>;
}

export interface JudgingOptions {
  /** Whether senders are checked here where no receiving host of ours has a say. */
  readonly checks: 'dns' | 'off';
  readonly signal: AbortSignal;
  /** Up to when a ledger of single events counts; the clock where not given. */
  readonly now?: () => Date;
  /** The configured or overridden file where not given. */
  readonly policy?: () => Promise<Policy>;
}

export async function openJudging(
  config: Config,
  overrides: Overrides,
  around: Surroundings,
  { checks, signal, now = () => new Date(), policy: read = () => readPolicy(config, overrides, around) }: JudgingOptions,
): Promise<Judging> {
  const { openReaders } = await import('./readers.ts');
  const { identity, sending } = config;
  const own = {
    addresses: identity.ownAddresses,
    messageIdDomain: messageIdDomain(config),
    listIds: identity.groupListIds,
    contactFormAddresses: identity.contactFormAddresses,
  };
  const readingPolicy = read();
  // The readers load their word lists while the rest is opened here.
  const readers = openReaders(readingPolicy.then((policy) => ({ policy, own, orderIdPatterns: config.orderIdPatterns })));
  try {
    const policy = await readingPolicy;
    const [templates, { triageMail }, { openOrderBook }] = await Promise.all([
      openTemplates(config, overrides, around),
      import('../pipeline/triage-mail.ts'),
      import('../orders/open-order-book.ts'),
    ]);
    const orderBook = await openOrderBook(orderBookUri(config, overrides, around), {
      signal,
      now,
      settings: config.orderBook,
      onUnusable: (entry) => {
        if (entry.kind === 'unusable') for (const problem of entry.problems) around.warn(`set aside: ${describeProblem(problem)}`);
      },
    });
    const verifier = checks === 'dns' ? (await import('./verifier.ts')).openVerifier(identity.borderHosts) : null;
    const ahead = new WeakMap<Uint8Array, ReturnType<TriageNeeds['read']>>();
    const needs: TriageNeeds = {
      read: (raw) => {
        const begun = ahead.get(raw.bytes);
        ahead.delete(raw.bytes);
        return begun ?? readers.read(raw);
      },
      orderBook,
      policy,
      templates,
      own,
      identity,
      trust: { authservIds: identity.authservIds, sealers: identity.arcSealers, verifier },
      locales: config.locales,
      sendOutcomes: sending.mode === 'send' && sending.isOn ? sending.outcomes : [],
      autoSendMaxAmount: sending.maxAmount,
    };
    return {
      readAhead: (raws) => {
        for (const raw of raws) {
          const reading = readers.read(raw);
          // A fault is thrown where the mail is judged.
          reading.catch(() => undefined);
          ahead.set(raw.bytes, reading);
        }
      },
      ready: () => readers.ready(),
      judge: (raw, context) => triageMail(raw, needs, context, signal),
      close: async () => {
        verifier?.close();
        await Promise.all([readers.close(), orderBook.close()]);
      },
    };
  } catch (error) {
    await readers.close();
    throw error;
  }
}

/** The right-hand side of our own Message-IDs: the domain that replies are sent from. */
export function messageIdDomain(config: Config): string {
  return config.identity.address.slice(config.identity.address.lastIndexOf('@') + 1);
}

/** A folder that somebody named is checked whole at once, so that its mistakes are told before a customer waits. */
async function openTemplates(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>): Promise<Templates> {
  const { loadEveryTemplate, openShippedTemplates } = await import('./templates.ts');
  const folder = templatesFolder(config, overrides, around);
  return folder === SHIPPED.templates ? openShippedTemplates(folder) : loadEveryTemplate(folder);
}
