import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { z } from 'zod';
import { type Problem, UnusableInput } from '../domain/problem.ts';
import { Secret } from '../domain/secret.ts';
import { SENDABLE_OUTCOMES } from '../domain/sending.ts';
import type { Config, MailboxConfig, SendingConfig, ServerConfig } from './config.ts';
import { type Environment, unreadable } from './environment.ts';
import { nearestName } from './nearest-name.ts';
import { PATH_NAMES, SECRET_NAMES, SETTING_NAMES, SETTINGS } from './settings.ts';

type Values = z.infer<typeof SETTINGS>;

/** Environment → Config. Every problem is found before the first is reported; secrets are in no message. */
export function readConfig(environment: Environment, cwd: string): Config {
  const problems: Problem[] = [...misspeltNames(environment)];
  const written = { ...writtenValues(environment), ...secretsFromFiles(environment, problems) };
  const parsed = SETTINGS.safeParse(written);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      problems.push({ place: placeOf(environment, name), what: issue.message });
    }
    throw new UnusableInput(problems);
  }
  const values = resolvePaths(parsed.data, environment, cwd);
  problems.push(...CROSS_RULES.flatMap((rule) => rule(values)));
  if (problems.length > 0) throw new UnusableInput(problems);
  return shapeConfig(values);
}

function writtenValues(environment: Environment): Record<string, string> {
  return Object.fromEntries([...environment].filter(([name]) => SETTING_NAMES.has(name)).map(([name, setting]) => [name, setting.value]));
}

function secretsFromFiles(environment: Environment, problems: Problem[]): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const name of SECRET_NAMES) {
    const setting = environment.get(`${name}_FILE`);
    if (!setting) continue;
    if (environment.has(name)) {
      problems.push({ place: name, what: `both ${name} and ${name}_FILE are set`, mend: 'keep one of the two' });
      continue;
    }
    const file = resolve(setting.baseDir, setting.value);
    try {
      secrets[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      problems.push(unreadable(`${name}_FILE (${file})`, error));
    }
  }
  return secrets;
}

/** A name of the `.env` file that differs from a setting by a slip of the keyboard would be ignored in silence. */
function misspeltNames(environment: Environment): Problem[] {
  const known = [...SETTING_NAMES, ...SECRET_NAMES.map((name) => `${name}_FILE`)];
  return [...environment].flatMap(([name, setting]) => {
    if (setting.origin === 'environment' || known.includes(name)) return [];
    const nearest = nearestName(name, known);
    return nearest === null ? [] : [{ place: `${name} (${setting.origin})`, what: 'no such setting', mend: `did you mean ${nearest}?` }];
  });
}

function placeOf(environment: Environment, name: string): string {
  const origin = environment.get(name)?.origin;
  return origin === undefined ? name : `${name} (${origin})`;
}

function resolvePaths(values: Values, environment: Environment, cwd: string): Values {
  const resolved: Record<string, unknown> = { ...values };
  for (const name of PATH_NAMES) {
    const value = values[name];
    if (typeof value === 'string') resolved[name] = resolve(environment.get(name)?.baseDir ?? cwd, value);
  }
  const orders = values.ORDERS;
  if (orders !== undefined && !isAbsolute(orders) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(orders)) {
    resolved['ORDERS'] = resolve(environment.get('ORDERS')?.baseDir ?? cwd, orders);
  }
  return resolved as Values;
}

/** What no setting can say alone. */
const CROSS_RULES: readonly ((values: Values) => Problem[])[] = [
  (v) => completeServer(v, 'IMAP'),
  (v) => completeServer(v, 'SMTP'),
  (v) => plainTextOnlyOnLoopback(v, 'IMAP'),
  (v) => plainTextOnlyOnLoopback(v, 'SMTP'),
  // Every draft would count as sent.
  (v) =>
    v.SENT_MAILBOX !== undefined && v.SENT_MAILBOX === v.DRAFTS_MAILBOX
      ? [{ place: 'SENT_MAILBOX', what: 'is DRAFTS_MAILBOX as well', mend: 'name the folder where sent mail lies' }]
      : [],
  (v) =>
    v.MODE === 'send' && v.SMTP_HOST === undefined ? [{ place: 'MODE', what: 'send needs an SMTP server', mend: 'set SMTP_HOST' }] : [],
];

function completeServer(values: Values, kind: 'IMAP' | 'SMTP'): Problem[] {
  if (values[`${kind}_HOST`] === undefined) return [];
  return (['USER', 'PASSWORD'] as const)
    .filter((part) => values[`${kind}_${part}`] === undefined)
    .map((part) => ({
      place: `${kind}_${part}`,
      what: `not set, but ${kind}_HOST is`,
      mend: `set ${kind}_${part}${part === 'PASSWORD' ? ` or ${kind}_PASSWORD_FILE` : ''}`,
    }));
}

function plainTextOnlyOnLoopback(values: Values, kind: 'IMAP' | 'SMTP'): Problem[] {
  const host = values[`${kind}_HOST`];
  if (host === undefined || values[`${kind}_TLS`] !== 'none' || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return [];
  return [{ place: `${kind}_TLS`, what: `none would send the password to ${host} in the clear`, mend: 'use implicit or starttls' }];
}

function shapeConfig(values: Values): Config {
  return {
    identity: {
      name: values.SUPPORT_NAME,
      address: values.SUPPORT_ADDRESS,
      ownAddresses: [values.SUPPORT_ADDRESS, ...values.OWN_ADDRESSES],
      groupListIds: values.GROUP_LIST_IDS,
      contactFormAddresses: values.CONTACT_FORM_ADDRESSES,
      authservIds: values.TRUSTED_AUTHSERV_IDS,
      senderVerification: values.SENDER_VERIFICATION ?? null,
      borderHosts: values.BORDER_HOSTS,
      arcSealers: values.TRUSTED_ARC_SEALERS,
    },
    orders: values.ORDERS ?? null,
    orderBook: {
      mappingFile: values.ORDERS_MAPPING ?? null,
      query: values.ORDERS_QUERY ?? null,
      password: secretOf(values.ORDERS_PASSWORD),
      token: secretOf(values.ORDERS_TOKEN),
      hmacSecret: secretOf(values.ORDERS_HMAC_SECRET),
      hmacHeader: values.ORDERS_HMAC_HEADER,
      caFile: values.ORDERS_CA_FILE ?? null,
      timeoutMs: values.ORDERS_TIMEOUT_MS,
    },
    orderIdPatterns: values.ORDER_ID_PATTERNS,
    policyFile: values.POLICY ?? null,
    templatesDir: values.TEMPLATES ?? null,
    locales: values.LOCALES,
    maxMailBytes: values.MAX_MAIL_BYTES,
    mailbox: shapeMailbox(values),
    ledgerFile: values.LEDGER,
    retainRawDays: values.RETAIN_RAW_DAYS,
    sending: shapeSending(values),
  };
}

function secretOf(value: string | undefined): Secret | null {
  return value === undefined ? null : new Secret(value);
}

function shapeMailbox(values: Values): MailboxConfig | null {
  const server = shapeServer(values, 'IMAP', { implicit: 993, starttls: 143, none: 143 });
  if (server === null) return null;
  return {
    server,
    path: values.IMAP_MAILBOX,
    drafts: values.DRAFTS_MAILBOX ?? null,
    sent: values.SENT_MAILBOX ?? null,
    keyword: values.PROCESSED_KEYWORD ?? null,
    startFrom: values.START_FROM ?? null,
  };
}

function shapeSending(values: Values): SendingConfig {
  return {
    mode: values.MODE,
    isOn: values.SENDING,
    outcomes: values.SEND_OUTCOMES ?? SENDABLE_OUTCOMES,
    areOutcomesNamed: values.SEND_OUTCOMES !== undefined,
    limits: {
      sendsPerAddressPerDay: values.MAX_SENDS_PER_ADDRESS_PER_DAY,
      sendsPerCase: values.MAX_SENDS_PER_CASE,
      sendsPerHour: values.MAX_SENDS_PER_HOUR,
      repliesPerAddressPerDay: values.MAX_REPLIES_PER_ADDRESS_PER_DAY,
      repliesPerCase: values.MAX_REPLIES_PER_CASE,
      similarPerHour: values.MAX_SIMILAR_PER_HOUR,
      similarPerAddressPerHour: values.MAX_SIMILAR_PER_ADDRESS_PER_HOUR,
      fastestAnswerSeconds: values.FASTEST_ANSWER_SECONDS,
    },
    unlockAfter: values.UNLOCK_AFTER,
    copiesToSent: values.SENT_COPY,
    maxAmount: values.AUTO_SEND_MAX_AMOUNT ?? null,
    smtp: shapeServer(values, 'SMTP', { implicit: 465, starttls: 587, none: 25 }),
  };
}

function shapeServer(values: Values, kind: 'IMAP' | 'SMTP', defaultPorts: Record<ServerConfig['tls'], number>): ServerConfig | null {
  const host = values[`${kind}_HOST`];
  const user = values[`${kind}_USER`];
  const password = values[`${kind}_PASSWORD`];
  if (host === undefined || user === undefined || password === undefined) return null;
  const tls = values[`${kind}_TLS`];
  return {
    host,
    port: values[`${kind}_PORT`] ?? defaultPorts[tls],
    tls,
    caFile: values[`${kind}_CA_FILE`] ?? null,
    user,
    password: new Secret(password),
  };
}
