import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { PassProblem } from '../pipeline/poll.ts';
import type { Reconciliation } from '../pipeline/reconcile.ts';
import type { CaseStore } from '../ports/case-store.ts';
import { type Mailbox, MailboxLost } from '../ports/mailbox.ts';
import { messageIdDomain } from './judging.ts';
import { connectMailbox } from './poll.ts';
import { requireMailbox } from './sources.ts';

export type { Reconciliation } from '../pipeline/reconcile.ts';

export interface ReconcileOptions {
  /** Looks at mail received then or later, whatever polls were to take. */
  readonly since: Date | null;
  readonly repair: boolean;
}

/** Before a repair and, where there was one, after it. */
export interface Reconciled {
  readonly found: Reconciliation;
  readonly repaired: Reconciliation | null;
}

/** Compares the configured mailbox with the ledger. Without `repair` it changes nothing, not even where no ledger is yet. */
export async function reconcileMailbox(config: Config, options: ReconcileOptions): Promise<Result<Reconciled, PassProblem>> {
  const mailbox = requireMailbox(config);
  const { acquirePassLock } = await import('../cases/pass-lock.ts');
  const lock = options.repair ? acquirePassLock(config.ledgerFile) : ok(() => undefined);
  if (!lock.ok) return lock;
  try {
    const session = await connectMailbox(config, mailbox);
    if (!session.ok) return refuse({ kind: 'mailbox', problem: session.error, summary: null });
    const { boundedSession } = await import('../pipeline/bounded-session.ts');
    try {
      return ok(await withLedger(config, (store) => compareAndRepair(boundedSession(session.value).mailbox, store, options)));
    } catch (error) {
      if (!(error instanceof MailboxLost)) throw error;
      return refuse({ kind: 'mailbox', problem: error.problem, summary: null });
    } finally {
      await session.value.close();
    }
  } finally {
    lock.value();
  }
}

async function withLedger<T>(config: Config, work: (store: CaseStore) => Promise<T>): Promise<T> {
  const { openCaseStore, openScratchCaseStore } = await import('../cases/case-store.ts');
  const ledger = { path: config.ledgerFile, messageIdDomain: messageIdDomain(config) };
  try {
    const store = existsSync(ledger.path) ? openCaseStore(ledger) : openScratchCaseStore(ledger);
    try {
      return await work(store);
    } finally {
      await store.dispose();
    }
  } catch (error) {
    const { asLedgerFault } = await import('../cases/ledger-fault.ts');
    throw asLedgerFault(error, ledger.path);
  }
}

async function compareAndRepair(mailbox: Mailbox, store: CaseStore, { since, repair: wanted }: ReconcileOptions): Promise<Reconciled> {
  const { reconcile, repair } = await import('../pipeline/reconcile.ts');
  const now = new Date();
  const found = await reconcile(mailbox, store, since, now);
  if (!wanted || (found.missing.length === 0 && found.gone.length === 0)) return { found, repaired: null };
  await repair(mailbox, store, found, now);
  return { found, repaired: await reconcile(mailbox, store, since, now) };
}
