import type { RefundClaim } from '../domain/claim.ts';
import type { Reply } from '../domain/reply.ts';
import type { SendableOutcome } from '../domain/sending.ts';
import type { Sender } from '../domain/verdict.ts';
import { chooseAction } from './choose-action.ts';
import { chooseTemplate } from './choose-template.ts';
import type { Templates } from './load-templates.ts';
import { chooseLocale } from './locale.ts';
import { bareSubject } from './subject.ts';
import { replyHeaders } from './threading.ts';
import { type ViewInput, viewOf } from './view-model.ts';

/** All that a reply is written from. */
export interface ReplyInput extends ViewInput {
  readonly claim: RefundClaim;
  readonly sender: Sender;
  /** Outcomes whose replies may leave without a person, as configured; empty where everything is drafted. */
  readonly sendOutcomes: readonly SendableOutcome[];
  /** BCP 47, as configured: the first that fits the mail's language is used, else English. */
  readonly locales: readonly string[];
}

/** @returns null where it is unclear whom to answer */
export function composeReply(input: ReplyInput, templates: Templates): Reply | null {
  const { mail, claim, sender, decision, sendOutcomes } = input;
  if (mail.from.kind !== 'one' || sender.address === null) return null;
  const template = chooseTemplate(input);
  const offered = input.locales.filter((locale) => templates.locales.includes(locale));
  const locale = chooseLocale(claim.script ? `${claim.language}-${claim.script}` : claim.language, offered);
  return {
    template,
    locale,
    to: sender.address,
    ...templates.render(locale, viewOf(template, input, locale), bareSubject(mail.subject)),
    headers: replyHeaders(mail),
    action: chooseAction({ sendOutcomes, template, decision, sender }),
  };
}
