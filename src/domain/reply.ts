export const TEMPLATE_NAMES = ['full', 'proportional', 'none', 'needs-info', 'under-review', 'verify-details'] as const;

export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** What happens to a reply: left for a person in Drafts, sent by itself, or kept back until a person has looked. */
export type ReplyAction = 'draft' | 'send' | 'hold';

export interface Reply {
  readonly template: TemplateName;
  /** BCP 47. */
  readonly locale: string;
  /** The From address of the request, never its Reply-To. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly action: ReplyAction;
}
