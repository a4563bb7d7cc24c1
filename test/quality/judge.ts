import type { RefundClaim } from '../../src/domain/claim.ts';
import { type ReadingContext, readClaim, readIntent } from '../../src/extract/read-claim.ts';
import { classifyAutomatic, type OwnIdentity } from '../../src/parse/classify-automatic.ts';
import { parseMail } from '../../src/parse/parse-mail.ts';
import type { ExpectedRequest, Fixture } from './fixtures.ts';

/** The columns of the quality table. */
export const FIELDS = ['kind', 'accountEmail', 'orderId', 'orderIds', 'purchaseDate', 'missing', 'language', 'reason'] as const;
export type Field = (typeof FIELDS)[number];

/** One field of one mail: right where both are equal. */
export interface Finding {
  readonly field: Field;
  readonly expected: unknown;
  readonly actual: unknown;
}

const SUPPORT = 'support@qwenimage2.net';
const OWN: OwnIdentity = { addresses: [SUPPORT, 'billing@qwenimage2.net'], messageIdDomain: null, listIds: [], contactFormAddresses: [] };
const CONTEXT: ReadingContext = { timeZone: 'UTC', orderIdPatterns: [], ownAddresses: [SUPPORT, 'billing@qwenimage2.net'] };

/** Reads the mail as the pipeline does and sets each expected field beside what was read. */
export async function judge(fixture: Fixture): Promise<Finding[]> {
  const raw = { source: fixture.path, bytes: fixture.bytes, internalDate: null, fileModifiedAt: null };
  const parsed = await parseMail(raw);
  if (!parsed.ok) throw new Error(`${fixture.name}: ${parsed.error.code}: ${parsed.error.message}`);
  const mail = parsed.value;
  const { kind } = classifyAutomatic(mail, OWN) ?? readIntent(mail, CONTEXT);
  const findings: Finding[] = [{ field: 'kind', expected: fixture.expected.kind, actual: kind }];
  if (fixture.expected.kind === 'refund-request') findings.push(...compareClaim(fixture.expected, readClaim(mail, CONTEXT)));
  return findings;
}

function compareClaim(expected: ExpectedRequest, claim: RefundClaim): Finding[] {
  return [
    { field: 'accountEmail', expected: expected.accountEmail, actual: claim.accountEmail },
    { field: 'orderId', expected: expected.orderId, actual: claim.orderIds[0] ?? null },
    { field: 'orderIds', expected: expected.orderIds ?? claim.orderIds, actual: claim.orderIds },
    { field: 'purchaseDate', expected: expected.purchaseDateReadings, actual: claim.purchaseDateReadings },
    { field: 'missing', expected: expected.missing, actual: claim.missing },
    { field: 'language', expected: expected.language, actual: claim.language },
    { field: 'reason', expected: 'as described', actual: reasonFault(expected, claim.reason) ?? 'as described' },
  ];
}

/** White space is folded: where a line is broken does not matter to a reader. */
function reasonFault(expected: ExpectedRequest, reason: string | null): string | null {
  const text = reason === null ? null : reason.split(/\s+/u).join(' ').trim();
  if (expected.missing.includes('reason')) return text === null ? null : `none expected: ${text}`;
  if (text === null) return 'none read';
  const lacking = expected.reasonContains.filter((words) => !text.includes(words));
  const leaked = expected.reasonExcludes.filter((words) => text.includes(words));
  if (lacking.length + leaked.length === 0) return null;
  return `lacks ${JSON.stringify(lacking)}, must not hold ${JSON.stringify(leaked)}: ${text}`;
}

export function isRight(finding: Finding): boolean {
  return JSON.stringify(finding.expected) === JSON.stringify(finding.actual);
}
