import type { Config, MailboxConfig } from '../config/config.ts';
import type { Finding } from '../domain/finding.ts';
import { UnusableInput } from '../domain/problem.ts';
import type { MailboxProblem } from '../ports/mailbox.ts';
import { examineLooks } from './examine-looks.ts';
import { examineQuarantine } from './quarantine.ts';
import { configuredFolders, pollChecks, readPolicy, requireMailbox, requireOrders, type Surroundings, serverSettings } from './sources.ts';
import { checkEveryTemplate } from './templates.ts';

/** Every check of `doctor`, even after one that failed. Changes nothing. */
export async function* examine(config: Config, around: Surroundings, signal: AbortSignal): AsyncIterable<Finding> {
  yield await finding('policy', async () => {
    const { versions } = await readPolicy(config, {}, around);
    return `${config.policyFile ?? 'the published one'}, in force since ${versions.map((version) => version.effectiveFrom).join(', ')}`;
  });
  yield await finding('templates', async () => {
    const { locales, renderings, problems } = await checkEveryTemplate(config, {}, around);
    if (problems.length > 0) throw new UnusableInput(problems);
    return `${renderings.length} renderings in ${locales.join(', ')}`;
  });
  yield* examineOrders(config, signal);
  const { examineLedger } = await import('../cases/examine-ledger.ts');
  yield examineLedger(config.ledgerFile);
  const quarantine = await examineQuarantine(config.ledgerFile);
  if (quarantine) yield quarantine;
  yield* examineLooks(config.ledgerFile);
  yield examineTrust(config.identity);
  if (config.sending.mode === 'send') yield* examineSending(config.sending);
  if (config.mailbox === null) yield await finding('IMAP login', async () => requireMailbox(config).path);
  else yield* examineMailbox(config, config.mailbox);
  if (config.sending.smtp !== null) {
    const { examineSmtp } = await import('../delivery/smtp/examine-smtp.ts');
    yield await examineSmtp(serverSettings(config.sending.smtp));
  }
}

/** By whose word a sender counts as authenticated, so that nobody waits for replies to leave that never can. */
function examineTrust({ authservIds, senderVerification, borderHosts }: Config['identity']): Finding {
  const check = 'sender trust';
  const isChecked = pollChecks(senderVerification, authservIds) === 'dns';
  const word = authservIds.length === 0 ? [] : [`the word of ${authservIds.join(', ')}`];
  const here = isChecked ? [`DKIM${borderHosts.length === 0 ? '' : ', SPF'} and DMARC checked here`] : [];
  const what = [...word, ...here].join('; else ');
  if (what === '') {
    const mend = 'set TRUSTED_AUTHSERV_IDS, or SENDER_VERIFICATION=dns';
    return { check, state: 'note', what: 'no sender counts as authenticated, so every reply is a draft', mend };
  }
  if (!isChecked || borderHosts.length > 0) return { check, state: 'ok', what };
  return {
    check,
    state: 'note',
    what: `${what}; SPF is not`,
    mend: 'name the hosts that take your mail in from the internet in BORDER_HOSTS',
  };
}

/** Whoever switches sending on by one word of the settings should know how much leaves unseen. */
function* examineSending({ isOn, outcomes, areOutcomesNamed, maxAmount }: Config['sending']): Iterable<Finding> {
  const check = 'sending';
  if (!isOn) {
    yield { check, state: 'note', what: 'SENDING is off: everything is drafted' };
    return;
  }
  const what = `${outcomes.join(', ')} may leave unseen`;
  if (maxAmount !== null) yield { check, state: 'ok', what: `${what}, up to ${maxAmount}` };
  else yield { check, state: 'note', what: `${what}, whatever the amount`, mend: 'set AUTO_SEND_MAX_AMOUNT' };
  if (areOutcomesNamed) return;
  const mend = 'name those that report suggests, such as SEND_OUTCOMES=full; naming all three ends this note';
  yield { check, state: 'note', what: 'SEND_OUTCOMES is not set, so every outcome that can be sent is open', mend };
}

/** What works is said in one line; what is unusable says why and how to mend it. */
async function finding(check: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { check, state: 'ok', what: await look() };
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    return { check, state: 'wrong', what: error.message };
  }
}

async function* examineOrders(config: Config, signal: AbortSignal): AsyncIterable<Finding> {
  try {
    const uri = requireOrders(config);
    const { openOrderBook } = await import('../orders/open-order-book.ts');
    const book = await openOrderBook(uri, { signal, onUnusable: () => {}, settings: config.orderBook });
    try {
      yield* await book.examine(signal);
    } finally {
      await book.close();
    }
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    for (const { place, what, mend } of error.problems)
      yield { check: 'order book', state: 'wrong', what: `${place}: ${what}`, ...(mend === undefined ? {} : { mend }) };
  }
}

/** Capabilities that a pass makes use of where a server has them, and what happens where it has not. */
const USED_CAPABILITIES: Readonly<Record<string, string>> = {
  'SPECIAL-USE': 'the Drafts folder is found by its name, or named in DRAFTS_MAILBOX',
  UIDPLUS: 'a draft is found again by its Message-ID',
};

async function* examineMailbox(config: Config, mailbox: MailboxConfig): AsyncIterable<Finding> {
  const [{ connectImap, disconnectImap }, { inspectMailbox }, { findDraftFolders }] = await Promise.all([
    import('../intake/imap/connect-imap.ts'),
    import('../intake/imap/inspect-mailbox.ts'),
    import('../delivery/imap-draft-box.ts'),
  ]);
  const settings = { ...serverSettings(mailbox.server), maxMailBytes: config.maxMailBytes };
  const connected = await connectImap(settings);
  if (!connected.ok) {
    yield wrong('IMAP login', connected.error);
    return;
  }
  const { host, port, tls, user } = mailbox.server;
  yield {
    check: 'IMAP login',
    state: 'ok',
    what: `${user} at ${host}:${port}, ${{ implicit: 'TLS', starttls: 'STARTTLS', none: 'no TLS' }[tls]}`,
  };
  try {
    const found = await inspectMailbox(connected.value, settings, mailbox.path);
    if (!found.ok) {
      yield wrong('mailbox', found.error);
      return;
    }
    const { exists, uidValidity, capabilities, takesKeywords } = found.value;
    yield { check: 'mailbox', state: 'ok', what: `${mailbox.path}: ${exists} messages, UIDVALIDITY ${uidValidity}` };
    const lacking = Object.keys(USED_CAPABILITIES).filter((name) => !capabilities.includes(name));
    if (lacking.length === 0) yield { check: 'capabilities', state: 'ok', what: Object.keys(USED_CAPABILITIES).join(', ') };
    for (const name of lacking) yield { check: 'capabilities', state: 'note', what: `no ${name}: ${USED_CAPABILITIES[name]}` };
    if (mailbox.keyword !== null && !takesKeywords)
      yield { check: 'keyword', state: 'note', what: `${mailbox.path} takes no keywords: processed mail stays unmarked` };
    const { drafts, sent } = await findDraftFolders(connected.value, configuredFolders(mailbox));
    yield draftsFinding(mailbox, drafts);
    yield sentFinding(mailbox, sent);
  } finally {
    await disconnectImap(connected.value);
  }
}

function draftsFinding(mailbox: MailboxConfig, found: string | null): Finding {
  const check = 'drafts folder';
  if (found !== null) return { check, state: 'ok', what: found };
  const what = `${mailbox.drafts ?? 'Drafts'} is not there yet and will be made with the first draft`;
  return { check, state: 'note', what, mend: 'name the folder that support uses in DRAFTS_MAILBOX, if it is another' };
}

/** Sent mail is looked through for what people made of drafts, and for replies of which nobody knows whether they were sent. */
function sentFinding(mailbox: MailboxConfig, found: string | null): Finding {
  const check = 'sent folder';
  if (found !== null) return { check, state: 'ok', what: found };
  const what = `${mailbox.sent ?? 'Sent'} is not there yet`;
  return { check, state: 'note', what, mend: 'name the folder where sent mail lies in SENT_MAILBOX, if it is another' };
}

function wrong(check: string, problem: MailboxProblem): Finding {
  return { check, state: 'wrong', what: problem.what, mend: problem.mend };
}
