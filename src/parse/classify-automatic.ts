import { comparableAddress, lowerAscii } from '../domain/address.ts';
import type { AutomaticKind, Classification } from '../domain/classification.ts';
import type { Mail } from '../domain/mail.ts';
import { valuesOf } from './header-fields.ts';
import { alternativesOf, anyOf, foldPhrase, phrasesOf, startsWithAnyOf } from './phrase-tables.ts';

/** What is ours, so that mail of ours is told from mail to us. Addresses in any case; they are compared as the contract says. */
export interface OwnIdentity {
  /** Addresses that this shop sends from. */
  readonly addresses: readonly string[];
  /** The right side of the Message-IDs that this program writes; null where it has written none. */
  readonly messageIdDomain: string | null;
  /** List-Id values of group mailboxes that deliver support@ itself: their `List-*` fields say nothing about the sender. */
  readonly listIds: readonly string[];
  /** From addresses of our own contact form: written by a program, for a person. */
  readonly contactFormAddresses: readonly string[];
}

/** A mail with what the rules ask of it, worked out once. */
interface Facts {
  readonly mail: Mail;
  readonly own: OwnIdentity;
  readonly sender: string;
  readonly subject: string;
  /** The first lines that are shown, folded. */
  readonly opening: string;
  readonly header: (name: string) => string | undefined;
}

interface Rule {
  readonly kind: AutomaticKind;
  /** Why such a mail is automatic, and who says so. */
  readonly source: string;
  /** The header, line or word that decided; null where the rule does not hold. */
  readonly sees: (facts: Facts) => string | null;
}

/** Local parts that no person writes from (RFC 2142, RFC 3834 section 2, and custom). */
const DAEMON =
  /^(?:mailer-?daemon|post-?master|mail-?daemon|mdaemon|mail[._-]?delivery[\w.-]{0,20}|mail-?system|double-?bounce|bounces?|returns?|delivery[._-]?(?:failure|report|status)|nullmailer|mail-?admin|system-?administrator|antispam|mailerdaemon)(?:[+._=@-]|$)/;
const NO_REPLY = new RegExp(
  String.raw`^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|no[._]reply|do[._]not[._]reply|noreply\d{0,4}|autoreply|auto-?reply|auto-?responder|autoresponse|notifications?|alerts?|automailer|auto-?confirm|${alternativesOf(phrasesOf('noReplyAddresses'))})(?:[+._=@-]|$)`,
);

/** Local parts that newsletters come from. */
const NEWSLETTER = /^(?:news-?letters?|mailings?)(?:[+._=@-]|$)/;

const ABSENCE_SUBJECT = startsWithAnyOf(phrasesOf('absences'));
const BOUNCE_SUBJECT = anyOf(phrasesOf('bounces'));
const BOUNCE_START = startsWithAnyOf(phrasesOf('bounces'));
/** Whole subjects of Sendmail, Postfix, Exim, qmail, Exchange, Gmail and Microsoft's feedback loop: nobody types these. */
const MACHINE_SUBJECT =
  /^(?:undelivered mail returned to sender|mail delivery failed: returning message to sender|returned mail: see transcript for details|delivery status notification ?\(|warning: could not send message for past|returned mail: \S|mail delivery failed$|failure notice$|complaint about message from|loop alert|undeliverable: |unzustellbar: |non remis ?: |no se puede entregar: |postfix smtp server: errors|cron <)/;
const RECEIPTS = phrasesOf('receipts');
const ACKNOWLEDGEMENT = anyOf(phrasesOf('acknowledgements'));
const ACKNOWLEDGEMENTS = new RegExp(ACKNOWLEDGEMENT.source, 'gu');

/** What mail servers write in the body of a report, whatever the language around it (RFC 3464 section 2.3, qmail's QSBMF, Exim, Postfix, Exchange). */
const REPORT_BODY =
  /this is the qmail-send program|final-recipient: ?rfc822|this message was created automatically by mail delivery|this is the mail system at host|did not reach the following recipient|the following address(?:es)? had permanent|the following recipient(?:s|\(s\))? (?:could not|cannot)|could not be delivered to|couldn't be delivered to|delivery to the following recipient|i'm sorry to have to inform you that (?:your|the) message|a message that you sent could not be delivered|----- the following addresses had|unable to deliver (?:your )?message|your message (?:could not|cannot|was not|has not|did not|wasn't)|your mail (?:could not|cannot|was not)|remote host said|diagnostic-code: ?(?:smtp|x-)|reporting-mta:|status: 5\.\d\.\d|generating server:|delivery has failed to these recipients|the original message was received at|transcript of session follows|user unknown|mailbox unavailable|550[ -]5\.\d\.\d|recipient address rejected|mailbox (?:is )?full|exceeded (?:its |their )?(?:storage|quota)|this is an email abuse report|feedback-type: ?\w|original-mail-from:|unrouteable address|no such user|message from yahoo|unknown user|invalid recipient/;

const RULES: readonly Rule[] = [
  {
    kind: 'own-message',
    source: 'a mail that this shop sent, come back by a copy or a loop',
    sees: ({ own, sender }) =>
      own.addresses.some((address) => comparableAddress(address) === sender) && !isContactForm(own, sender) ? `From: ${sender}` : null,
  },
  {
    kind: 'own-message',
    source: 'a Message-ID of this program',
    sees: ({ mail, own }) =>
      own.messageIdDomain !== null && lowerAscii(mail.messageId ?? '').endsWith(`@${lowerAscii(own.messageIdDomain)}>`)
        ? `Message-ID: ${mail.messageId}`
        : null,
  },
  {
    kind: 'bounce',
    source: 'RFC 3464, RFC 5965: delivery status and feedback reports',
    sees: ({ mail, header }) => reportType(mail, header('content-type') ?? '', /delivery-status|feedback-report/),
  },
  {
    kind: 'bounce',
    source: 'RFC 3464: a part that only reports have',
    sees: ({ mail }) => partOfType(mail, ['message/delivery-status', 'message/global-delivery-status', 'message/feedback-report']),
  },
  { kind: 'bounce', source: 'Exim and Postfix name the recipient that failed', sees: ({ header }) => named(header, 'x-failed-recipients') },
  { kind: 'bounce', source: 'RFC 2142: mail daemons', sees: ({ sender }) => (DAEMON.test(sender) ? `From: ${sender}` : null) },
  {
    kind: 'bounce',
    source: 'a sender with no address, or none that can be read, and a report in the subject or the text',
    sees: bounceWithoutSender,
  },
  {
    kind: 'auto-reply',
    source: 'RFC 8098: read receipts',
    sees: ({ mail, header }) =>
      reportType(mail, header('content-type') ?? '', /disposition-notification/) ?? partOfType(mail, ['message/disposition-notification']),
  },
  {
    kind: 'bounce',
    source: 'RFC 5321 section 4.5.5: reports have a null return path; a report in the subject',
    sees: ({ header, subject }) =>
      header('return-path')?.trim() === '<>' && BOUNCE_SUBJECT.test(subject) ? `Return-Path: <>, Subject: ${subject}` : null,
  },
  {
    kind: 'bounce',
    source: 'RFC 3834 section 5: automatic mail about a delivery',
    sees: ({ header, subject }) => (isAutoSubmitted(header) && BOUNCE_SUBJECT.test(subject) ? `Subject: ${subject}` : null),
  },
  {
    kind: 'bounce',
    source: 'mail servers’ own words in both subject and text',
    sees: ({ subject, opening }) =>
      isReport(subject, opening) && !isAnswer(subject) && !isPassedOn(subject) ? `Subject: ${subject}` : null,
  },
  {
    kind: 'bounce',
    source: 'a report’s subject above a copy of the mail that it is about',
    sees: ({ mail, subject }) =>
      BOUNCE_START.test(subject) && partOfType(mail, ['message/rfc822', 'text/rfc822-headers', 'message/partial'])
        ? `Subject: ${mail.subject}`
        : null,
  },
  {
    kind: 'bounce',
    source: 'subjects that only mail servers and feedback loops write',
    sees: ({ mail, subject }) => (MACHINE_SUBJECT.test(subject) ? `Subject: ${mail.subject}` : null),
  },
  {
    kind: 'auto-reply',
    source: 'RFC 3834 section 5',
    sees: ({ header }) => (isAutoSubmitted(header) ? `Auto-Submitted: ${header('auto-submitted')}` : null),
  },
  {
    kind: 'auto-reply',
    source: 'Exchange: vacations and automatic replies carry it',
    sees: ({ header }) => named(header, 'x-ms-exchange-generated-message-source'),
  },
  {
    kind: 'auto-reply',
    source: 'autoresponders’ own fields',
    sees: ({ header }) =>
      firstNamed(header, [
        'x-autoreply',
        'x-autorespond',
        'x-autoresponder',
        'x-auto-reply',
        'x-autoreply-from',
        'x-mail-autoreply',
        'x-autogenerated',
        'x-vacation',
        'x-auto-response',
        'x-fc-machinegenerated',
        'x-post-autoresponder',
      ]),
  },
  {
    kind: 'auto-reply',
    source: 'autoresponders that borrow Precedence (RFC 3834 section 3.1.8)',
    sees: ({ header }) => precedence(header, /auto_reply|auto-reply/),
  },
  {
    kind: 'auto-reply',
    source: 'subjects of vacations: the phrase alone, before the old subject, or before a date (RFC 3834 section 3.1.5)',
    sees: ({ mail, subject, header }) => (!isByHand(header) && announcesAbsence(subject, mail) ? `Subject: ${subject}` : null),
  },
  { kind: 'auto-reply', source: 'calendar answers and receipts (RFC 5546)', sees: calendarOrReceipt },
  {
    kind: 'auto-reply',
    source: 'other help desks’ acknowledgements: their markers',
    sees: ({ header }) =>
      firstNamed(header, [
        'x-zendesk-auto',
        'x-jira-fingerprint',
        'x-osticket-auto',
        'x-otrs-loop',
        'x-rt-loop-prevention',
        'x-freshdesk-auto',
        'x-helpscout-auto',
        'x-zammad-auto-response',
        'x-servicenow-generated',
      ]),
  },
  {
    kind: 'auto-reply',
    source: 'other help desks’ acknowledgements: their words, from an address that takes no answers or below a ticket number',
    sees: acknowledgement,
  },
  { kind: 'mailing-list', source: 'RFC 2919, RFC 2369, RFC 8058: lists and newsletters', sees: listField },
  {
    kind: 'mailing-list',
    source: 'bulk mail by its sender’s own word',
    sees: ({ header, own }) => (isGroupMailbox(own, header) ? null : precedence(header, /bulk|list|junk/)),
  },
  {
    kind: 'mailing-list',
    source: 'Gmail’s Feedback Loop: senders of campaigns',
    sees: ({ header, own }) =>
      isGroupMailbox(own, header)
        ? null
        : firstNamed(header, [
            'feedback-id',
            'x-feedback-id',
            'x-campaign',
            'x-campaignid',
            'x-mailgun-tag',
            'x-mc-user',
            'x-csa-complaints',
            'x-mailinglist',
          ]),
  },
  {
    kind: 'mailing-list',
    source: 'addresses that newsletters come from',
    sees: ({ sender, own }) => (NEWSLETTER.test(sender) && !isContactForm(own, sender) ? `From: ${sender}` : null),
  },
  {
    kind: 'auto-reply',
    source: 'addresses that take no answers',
    sees: ({ sender, own }) => (NO_REPLY.test(sender) && !isContactForm(own, sender) ? `From: ${sender}` : null),
  },
  {
    kind: 'bounce',
    source: 'a null return path: nobody can be answered (RFC 5321 section 4.5.5)',
    sees: ({ header, opening }) => (header('return-path')?.trim() === '<>' && REPORT_BODY.test(opening) ? 'Return-Path: <>' : null),
  },
  {
    kind: 'auto-reply',
    source: 'RFC 3834 section 3.3: responses have a null return path',
    sees: ({ header, own, sender }) => (header('return-path')?.trim() === '<>' && !isContactForm(own, sender) ? 'Return-Path: <>' : null),
  },
  {
    kind: 'auto-reply',
    source: 'Exchange’s mark of its own generated mail',
    sees: ({ header, subject }) =>
      (header('x-auto-response-suppress') ?? '').toLowerCase().includes('all') && ABSENCE_OR_RECEIPT.test(subject)
        ? 'X-Auto-Response-Suppress: All'
        : null,
  },
];

const ABSENCE_OR_RECEIPT = anyOf([...phrasesOf('absences'), ...phrasesOf('acknowledgements')]);

/** The kind of a mail that a program wrote, by the first rule that holds; null for a person's mail. */
export function classifyAutomatic(mail: Mail, own: OwnIdentity): Classification | null {
  const facts: Facts = {
    mail,
    own,
    sender: mail.from.kind === 'one' ? comparableAddress(mail.from.address) : '',
    subject: foldPhrase(mail.subject),
    opening: openingOf(mail),
    header: (name) => valuesOf(mail.headers, name)[0],
  };
  const rules = isContactForm(own, facts.sender) ? RULES.filter((rule) => rule.kind === 'bounce') : RULES;
  for (const rule of rules) {
    const seen = rule.sees(facts);
    if (seen !== null) return { kind: rule.kind, why: `${seen} (${rule.source})` };
  }
  return null;
}

/** Characters of the text that are looked at: reports and acknowledgements say what they are at once. */
const OPENING_CHARS = 3000;

/** The first lines that are shown, folded. */
export function openingOf(mail: Mail): string {
  return foldPhrase(
    mail.body
      .map((segment) => segment.text)
      .join('\n')
      .slice(0, OPENING_CHARS),
  );
}

function isContactForm(own: OwnIdentity, sender: string): boolean {
  return own.contactFormAddresses.some((address) => comparableAddress(address) === sender);
}

function reportType(mail: Mail, contentType: string, type: RegExp): string | null {
  return mail.contentType === 'multipart/report' && type.test(contentType.toLowerCase())
    ? `Content-Type: ${contentType.slice(0, 120)}`
    : null;
}

function partOfType(mail: Mail, types: readonly string[]): string | null {
  const found = [mail.contentType, ...mail.attachments.map((attachment) => attachment.contentType)].find((type) => types.includes(type));
  return found === undefined ? null : `a part ${found}`;
}

function named(header: Facts['header'], name: string): string | null {
  const value = header(name);
  return value === undefined ? null : `${name}: ${value.slice(0, 120)}`;
}

function firstNamed(header: Facts['header'], names: readonly string[]): string | null {
  for (const name of names) {
    const seen = named(header, name);
    if (seen !== null && !/: (?:no|false|0)?$/i.test(seen)) return seen;
  }
  return null;
}

/** RFC 3834 section 5: anything but `no` is automatic; parameters and comments follow the word. */
function isAutoSubmitted(header: Facts['header']): boolean {
  const value = header('auto-submitted');
  return value !== undefined && !/^(?:no)?(?:[\s;(]|$)/i.test(value.trim());
}

/** RFC 3834 section 5: says that a person submitted it, so that a subject alone, perhaps of what it answers, does not speak against it. */
function isByHand(header: Facts['header']): boolean {
  return /^no(?:[\s;(]|$)/i.test(header('auto-submitted')?.trim() ?? '');
}

function precedence(header: Facts['header'], words: RegExp): string | null {
  const value = header('precedence') ?? header('x-precedence');
  return value !== undefined && words.test(value.toLowerCase()) ? `Precedence: ${value}` : null;
}

function bounceWithoutSender({ mail, subject, opening }: Facts): string | null {
  if (mail.from.kind === 'one') return null;
  return BOUNCE_SUBJECT.test(subject) || REPORT_BODY.test(opening)
    ? `no sender, ${subject === '' ? 'a report in the text' : `Subject: ${subject}`}`
    : null;
}

const REPLY_PREFIX = new RegExp(String.raw`^${alternativesOf(phrasesOf('replyPrefixes'))}\s?[:：]\s?`, 'u');

/** @param text folded */
export function isReport(subject: string, text: string): boolean {
  return BOUNCE_SUBJECT.test(subject) && REPORT_BODY.test(text);
}

const FORWARD_PREFIXES = phrasesOf('forwardPrefixes');

/** "Fwd: Undelivered Mail": whoever passes it on may ask something above it. */
export function isPassedOn(subject: string): boolean {
  return FORWARD_PREFIXES.has(subject.split(/\s?[:：]/u, 1)[0] ?? '');
}

function isAnswer(subject: string): boolean {
  return REPLY_PREFIX.test(subject);
}

function withoutReplyPrefix(subject: string): string {
  return subject.replace(REPLY_PREFIX, '').replace(/^[[(*\s]{1,4}/, '');
}

/** What follows an absence phrase in a subject that announces one: nothing, the old subject, or a date ("until 5 March"). */
const PREFIX = alternativesOf([...phrasesOf('replyPrefixes'), ...phrasesOf('forwardPrefixes')]);
const AFTER_ABSENCE = new RegExp(String.raw`^(?:$|\s?[:：;([|,!.–—-]|\s${PREFIX}\s?:|.{1,24}\d)`, 'u');
const BARE_ABSENCE = new RegExp(String.raw`^(?:$|[\s:：;([|,!.–—-]{1,4}${PREFIX}\s?:|.{1,24}\d)`, 'u');

/** People travel, too: "Vacation: refund" is an absence only where it answers something. */
const VACATIONS = phrasesOf('vacations');

/** "Automatic reply: Refund Request" is one; "Automatic reply feature broken" and "Vacation package" are a person's words. */
function announcesAbsence(subject: string, { inReplyTo, references }: Mail): boolean {
  const answers = inReplyTo.length > 0 || references.length > 0;
  let rest = withoutReplyPrefix(subject);
  for (let phrase = ABSENCE_SUBJECT.exec(rest); phrase !== null; phrase = ABSENCE_SUBJECT.exec(rest)) {
    rest = rest.slice(phrase[0].length);
    const after = VACATIONS.has(phrase[0]) && !answers ? BARE_ABSENCE : AFTER_ABSENCE;
    if (after.test(rest)) return true;
    rest = rest.trimStart();
  }
  return false;
}

function calendarOrReceipt({ mail, subject, header }: Facts): string | null {
  const colon = subject.slice(0, 40).search(/[:：]/);
  const prefix = colon > 0 ? subject.slice(0, colon).trim() : '';
  if (!RECEIPTS.has(prefix)) return null;
  const isCalendar =
    mail.contentType === 'text/calendar' ||
    mail.attachments.some((attachment) => attachment.contentType === 'text/calendar') ||
    (header('content-class') ?? '').includes('calendar');
  if (repeatsHeader(mail)) return `Subject: ${subject}`;
  const isEmpty = mail.body.length === 0 || (mail.inReplyTo.length > 0 && mail.body.every((segment) => segment.text.length < 600));
  return isCalendar || isEmpty ? `Subject: ${subject}` : null;
}

const COPIED_LABELS = new Set([...phrasesOf('to'), ...phrasesOf('sent'), ...phrasesOf('subject')]);

/** Outlook's receipts without their report: "Your message / To: … / Subject: … / Sent: … / was read on …", and nothing else. */
function repeatsHeader({ body }: Mail): boolean {
  const text = body.map((segment) => segment.text).join('\n');
  if (text.length > 600) return false;
  const labels = text.split('\n').map((line) => foldPhrase(line.slice(0, 48).split(/[:：]/u, 1)[0] ?? ''));
  return labels.filter((label) => COPIED_LABELS.has(label)).length >= 3;
}

/** "[#123]", "Ticket 123", "Case no. 00123": other desks number what they acknowledge. */
const TICKET = new RegExp(
  String.raw`\[[^[\]\d]{0,20}\d{3,20}\]|##\s?\d\d|${alternativesOf(phrasesOf('tickets'))}\s?${alternativesOf(phrasesOf('ticketNumbers'))}?\s?[#:№]?\s?\d\d`,
  'u',
);

const DESK = new RegExp(`^${alternativesOf(phrasesOf('deskAddresses'))}(?:[+._@-]|$)`);

/** The words of other help desks' acknowledgements. @param text folded */
export function acknowledgementsIn(text: string): string[] {
  return [...text.matchAll(ACKNOWLEDGEMENTS)].map((match) => match[0]);
}

/** One phrase alone may be a business customer's: a desk says it twice, in its subject, or with a number. */
function acknowledgement({ subject, opening, sender }: Facts): string | null {
  if (!NO_REPLY.test(sender) && !DESK.test(sender)) return null;
  const start = opening.slice(0, 800);
  const inSubject = ACKNOWLEDGEMENT.exec(subject)?.[0];
  if (inSubject !== undefined) return `Subject: ${subject}`;
  const phrases = new Set(acknowledgementsIn(start));
  const enough = phrases.size >= 2 || (phrases.size === 1 && (TICKET.test(subject) || TICKET.test(start)));
  return enough ? `"${[...phrases].join('", "')}"` : null;
}

function listField({ header, own }: Facts): string | null {
  if (isGroupMailbox(own, header)) return null;
  return firstNamed(header, [
    'list-id',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'list-post',
    'list-help',
    'list-subscribe',
    'list-owner',
    'list-archive',
    'mailing-list',
    'x-mailing-list',
    'x-list-id',
  ]);
}

/** Whether the list that delivered this mail is a configured group mailbox of support@ (Google Groups, Microsoft 365 groups). */
function isGroupMailbox(own: OwnIdentity, header: Facts['header']): boolean {
  const value = header('list-id');
  if (value === undefined) return false;
  const id = lowerAscii(/<([^<>]{1,300})>/.exec(value)?.[1] ?? value).trim();
  return own.listIds.some((each) => lowerAscii(each.replace(/[<>]/g, '')).trim() === id);
}
