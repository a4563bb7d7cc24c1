import { type Evidence, REQUEST_FIELDS, type RefundClaim, type RequestField } from '../domain/claim.ts';

/** A claim and the Message-ID of the mail that states it; null where that has none. */
export interface ClaimOfMail {
  readonly claim: RefundClaim;
  readonly mail: string | null;
}

type Merged = Pick<RefundClaim, 'accountEmail' | 'orderIds' | 'purchaseDateReadings' | 'reason'>;

/**
 * What all mails of a case state together: for each field the newest statement, and the mail it stands in.
 * What a mail only repeats (its subject, the history quoted below, the address it came from) is no new statement: it counts where nothing was known.
 * The reason is told once: later words ("any news?") are no other reason, unless they are labelled as one. The language stays the first mail's,
 * which had more words to tell it by.
 */
export function mergeClaims(earlier: ClaimOfMail, newer: ClaimOfMail): RefundClaim {
  const from = (field: RequestField): ClaimOfMail => (isNewStatement(field, earlier.claim, newer.claim) ? newer : earlier);
  const { accountEmail } = from('accountEmail').claim;
  const merged: Merged = {
    accountEmail,
    orderIds: from('orderId').claim.orderIds,
    purchaseDateReadings: from('purchaseDate').claim.purchaseDateReadings,
    reason: from('reason').claim.reason,
  };
  const entries = REQUEST_FIELDS.flatMap((field) => evidenceOf(field, from(field)));
  const evidence: RefundClaim['evidence'] = Object.fromEntries(entries);
  const missing = REQUEST_FIELDS.filter((field) => evidence[field] === undefined);
  return { ...earlier.claim, ...merged, evidence, missing };
}

function isNewStatement(field: RequestField, earlier: RefundClaim, newer: RefundClaim): boolean {
  const [known, stated] = [earlier.evidence[field], newer.evidence[field]];
  if (stated === undefined) return false;
  if (known === undefined) return true;
  if (field === 'reason') return stated.by === 'label';
  // Who writes now is the better guess, where nobody has stated the account.
  if (known.by === 'sender') return newer.accountEmail !== earlier.accountEmail || stated.by !== 'sender';
  return !isRepetition(stated);
}

function isRepetition({ by }: Evidence): boolean {
  return by === 'sender' || by === 'subject' || by.startsWith('quoted-');
}

function evidenceOf(field: RequestField, { claim, mail }: ClaimOfMail): [RequestField, Evidence][] {
  const evidence = claim.evidence[field];
  if (evidence === undefined) return [];
  return [[field, mail === null || evidence.mail !== undefined ? evidence : { ...evidence, mail }]];
}
