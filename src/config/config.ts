import type { CalendarDate } from '../domain/calendar-date.ts';
import type { Secret } from '../domain/secret.ts';
import type { ReplyLimits, SendableOutcome } from '../domain/sending.ts';

/** How a connection is protected: TLS from the first byte, TLS after STARTTLS (required, never optional), or none (loopback only). */
type TlsMode = 'implicit' | 'starttls' | 'none';

export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** A PEM file of further certificate authorities. */
  readonly caFile: string | null;
  readonly user: string;
  readonly password: Secret;
}

export interface MailboxConfig {
  readonly server: ServerConfig;
  /** The mailbox that is polled. */
  readonly path: string;
  /** Null: the folder that the server marks `\Drafts`. */
  readonly drafts: string | null;
  /** Null: the folder that the server marks `\Sent`. */
  readonly sent: string | null;
  /** Null: processed mail is not marked. */
  readonly keyword: string | null;
  /** Mail before this day is never looked at by `poll` without `--since`. */
  readonly startFrom: CalendarDate | null;
}

/** Whose mail we answer as, and what counts as our own. */
interface IdentityConfig {
  readonly name: string;
  readonly address: string;
  readonly ownAddresses: readonly string[];
  /** List-Id values of group mailboxes that deliver support mail. */
  readonly groupListIds: readonly string[];
  readonly contactFormAddresses: readonly string[];
  /** Receiving hosts whose Authentication-Results are believed (RFC 8601 section 2.5). */
  readonly authservIds: readonly string[];
  /** Whether senders are checked here where no such host has a say; null: as the command sees fit. */
  readonly senderVerification: 'dns' | 'off' | null;
  /** Hosts of ours that take mail in from outside, as they name themselves behind `by` in Received. */
  readonly borderHosts: readonly string[];
  /** Domains whose ARC seal is believed (RFC 8617). */
  readonly arcSealers: readonly string[];
}

export interface SendingConfig {
  readonly mode: 'draft' | 'send';
  /** False: the kill switch is thrown, and everything is drafted whatever `mode` says. */
  readonly isOn: boolean;
  readonly outcomes: readonly SendableOutcome[];
  /** False: nobody chose them, and all are open. */
  readonly areOutcomesNamed: boolean;
  readonly limits: ReplyLimits;
  /** Drafts of an outcome that people sent as written, one after another, before sending it is suggested. */
  readonly unlockAfter: number;
  /** Whether a sent reply is put into Sent, for providers that do not do it themselves. */
  readonly copiesToSent: boolean;
  /** Decimal string; null: no limit of its own. */
  readonly maxAmount: string | null;
  readonly smtp: ServerConfig | null;
}

/** What the kinds of order books need besides their address; each uses what concerns it. */
interface OrderBookConfig {
  readonly mappingFile: string | null;
  /** SQL; null: a query on the mapped table. */
  readonly query: string | null;
  readonly password: Secret | null;
  readonly token: Secret | null;
  readonly hmacSecret: Secret | null;
  readonly hmacHeader: string;
  /** A PEM file of further certificate authorities. */
  readonly caFile: string | null;
  readonly timeoutMs: number;
}

export interface Config {
  readonly identity: IdentityConfig;
  /** Order book URI; null: not set. */
  readonly orders: string | null;
  readonly orderBook: OrderBookConfig;
  readonly orderIdPatterns: readonly RegExp[];
  readonly policyFile: string | null;
  readonly templatesDir: string | null;
  /** Reply languages, BCP 47. */
  readonly locales: readonly string[];
  readonly maxMailBytes: number;
  readonly mailbox: MailboxConfig | null;
  readonly ledgerFile: string;
  /** Null: for ever. */
  readonly retainRawDays: number | null;
  readonly sending: SendingConfig;
}
