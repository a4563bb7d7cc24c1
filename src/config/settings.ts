import { z } from 'zod';
import { parseCalendarDate } from '../domain/calendar-date.ts';
import { SENDABLE_OUTCOMES } from '../domain/sending.ts';

const list = z.string().transform((text) => text.split(/[\s,]+/).filter((item) => item !== ''));
const address = z.string().regex(/^[^\s@<>]+@[^\s@<>]+$/, 'expected one mail address, such as support@example.com');
const addresses = list.pipe(z.array(address));
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port number')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'expected a port number from 1 to 65535');
const wholeNumber = z
  .string()
  .regex(/^\d{1,12}$/, 'expected a whole number')
  .transform(Number);
const tls = z.enum(['implicit', 'starttls', 'none'], 'expected implicit, starttls or none');
const money = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'expected an amount such as 50.00');
const day = z.string().transform((text, context) => {
  const date = parseCalendarDate(text);
  if (date === null) context.addIssue('expected a date, YYYY-MM-DD');
  return date ?? z.NEVER;
});
const onOff = z.enum(['on', 'off'], 'expected on or off').transform((word) => word === 'on');
/** Null: for ever. Drafts that were deleted are looked for in sent mail for thirty days. */
const retention = z.string().transform((text, context) => {
  if (text === 'off') return null;
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (days < 31) context.addIssue('expected a number of days, 31 or more, or off');
  return days;
});
const outcomes = list.pipe(z.array(z.enum(SENDABLE_OUTCOMES, `expected some of ${SENDABLE_OUTCOMES.join(', ')}`)));
const patterns = z.string().transform((text, context) =>
  text
    .split(/\s+/)
    .filter((source) => source !== '')
    .map((source) => {
      try {
        return new RegExp(source, 'iu');
      } catch {
        context.addIssue(`expected regular expressions separated by spaces; ${source} is none`);
        return z.NEVER;
      }
    }),
);

/** The languages that replies come in; English is the fallback. */
const ALL_LOCALES = 'en de fr es pt it nl pl ru uk tr zh-Hans zh-Hant ja ko ar'.split(' ');

/** Every setting: its form, and its default where it has one. Described one by one in `.env.example`. */
export const SETTINGS = z.object({
  SUPPORT_NAME: z.string().default('Customer Support'),
  SUPPORT_ADDRESS: address.default('support@qwenimage2.net'),
  OWN_ADDRESSES: addresses.default([]),
  GROUP_LIST_IDS: list.default([]),
  CONTACT_FORM_ADDRESSES: addresses.default([]),
  TRUSTED_AUTHSERV_IDS: list.default([]),
  SENDER_VERIFICATION: z.enum(['dns', 'off'], 'expected dns or off').optional(),
  BORDER_HOSTS: list.default([]),
  TRUSTED_ARC_SEALERS: list.default([]),

  ORDERS: z.string().optional(),
  ORDERS_MAPPING: z.string().optional(),
  ORDERS_QUERY: z.string().optional(),
  ORDERS_PASSWORD: z.string().optional(),
  ORDERS_TOKEN: z.string().optional(),
  ORDERS_HMAC_SECRET: z.string().optional(),
  ORDERS_HMAC_HEADER: z
    .string()
    .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/, 'expected the name of a header, such as X-Signature')
    .default('X-Signature'),
  ORDERS_CA_FILE: z.string().optional(),
  ORDERS_TIMEOUT_MS: wholeNumber.refine((ms) => ms >= 100 && ms <= 60_000, 'expected milliseconds from 100 to 60000').default(5_000),
  ORDER_ID_PATTERNS: patterns.default([]),
  POLICY: z.string().optional(),
  TEMPLATES: z.string().optional(),
  LOCALES: list.default(ALL_LOCALES),
  MAX_MAIL_BYTES: wholeNumber.default(26_214_400),

  IMAP_HOST: z.string().optional(),
  IMAP_PORT: port.optional(),
  IMAP_TLS: tls.default('implicit'),
  IMAP_CA_FILE: z.string().optional(),
  IMAP_USER: z.string().optional(),
  IMAP_PASSWORD: z.string().optional(),
  IMAP_MAILBOX: z.string().default('INBOX'),
  DRAFTS_MAILBOX: z.string().optional(),
  SENT_MAILBOX: z.string().optional(),
  PROCESSED_KEYWORD: z
    .string()
    .regex(/^[!#$&'+,\-.0-9:;<=>?@A-Z^_`a-z|~]{1,64}$/, 'expected one IMAP keyword, such as $RefundTriaged')
    .optional(),
  START_FROM: day.optional(),
  LEDGER: z.string().default('var/ledger.sqlite'),
  RETAIN_RAW_DAYS: retention.default(365),

  MODE: z.enum(['draft', 'send'], 'expected draft or send').default('draft'),
  SENDING: onOff.default(true),
  SEND_OUTCOMES: outcomes.optional(),
  AUTO_SEND_MAX_AMOUNT: money.optional(),
  MAX_SENDS_PER_ADDRESS_PER_DAY: wholeNumber.default(3),
  MAX_SENDS_PER_CASE: wholeNumber.default(3),
  MAX_SENDS_PER_HOUR: wholeNumber.default(60),
  MAX_REPLIES_PER_ADDRESS_PER_DAY: wholeNumber.default(10),
  MAX_REPLIES_PER_CASE: wholeNumber.default(10),
  MAX_SIMILAR_PER_HOUR: wholeNumber.default(10),
  MAX_SIMILAR_PER_ADDRESS_PER_HOUR: wholeNumber.default(5),
  FASTEST_ANSWER_SECONDS: wholeNumber.default(30),
  UNLOCK_AFTER: wholeNumber.default(50),
  SENT_COPY: onOff.default(true),
  SMTP_HOST: z.string().optional(),
  SMTP_PORT: port.optional(),
  SMTP_TLS: tls.default('implicit'),
  SMTP_CA_FILE: z.string().optional(),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
});

export type SettingName = keyof z.infer<typeof SETTINGS>;

export const SETTING_NAMES: ReadonlySet<string> = new Set(Object.keys(SETTINGS.shape));

/**
 * Settings that may be given as `NAME_FILE`, a file that holds the value (as secrets are mounted by Docker, systemd and Kubernetes);
 * a query, because it has many lines.
 */
export const SECRET_NAMES: readonly SettingName[] = [
  'ORDERS_QUERY',
  'ORDERS_PASSWORD',
  'ORDERS_TOKEN',
  'ORDERS_HMAC_SECRET',
  'IMAP_PASSWORD',
  'SMTP_PASSWORD',
];

/** Settings that name a file, taken relative to where they were written. */
export const PATH_NAMES: readonly SettingName[] = [
  'ORDERS_MAPPING',
  'ORDERS_CA_FILE',
  'POLICY',
  'TEMPLATES',
  'LEDGER',
  'IMAP_CA_FILE',
  'SMTP_CA_FILE',
];
