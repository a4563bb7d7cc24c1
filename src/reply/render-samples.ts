import type { Problem } from '../domain/problem.ts';
import type { Reply } from '../domain/reply.ts';
import { composeReply } from './compose-reply.ts';
import type { Templates } from './load-templates.ts';
import { SAMPLES, type Sample } from './samples.ts';

interface SampleRendering {
  readonly sample: string;
  readonly reply: Reply;
}

export interface SampleReport {
  /** Of words that came out wrong although the template loaded. */
  readonly problems: readonly Problem[];
  readonly renderings: readonly SampleRendering[];
}

/** What a rendering shows when a value or a tag went wrong. */
const SLIPS: readonly RegExp[] = [/undefined/, /\[object/, /\bNaN\b/, /\bnull\b/, /\{\{/, /\}\}/, /Invalid Date/, /[\u2028\u2029]/];

/** Shows every template with every sample in every locale that is loaded: `templates check`. */
export function renderEverySample(templates: Templates): SampleReport {
  const renderings = templates.locales.flatMap((locale) => SAMPLES.map((sample) => renderSample(sample, locale, templates)));
  return { renderings, problems: renderings.flatMap(slipsIn) };
}

function renderSample({ name, input }: Sample, locale: string, templates: Templates): SampleRendering {
  const reply = composeReply({ ...input, claim: { ...input.claim, language: locale }, locales: [locale] }, templates);
  if (reply === null) throw new Error(`sample ${name} has no clear sender`);
  return { sample: name, reply };
}

function slipsIn({ sample, reply }: SampleRendering): Problem[] {
  return (['subject', 'text', 'html'] as const).flatMap((part) =>
    SLIPS.filter((slip) => slip.test(reply[part])).map((slip) => ({
      place: `${reply.locale}/${reply.template}.${part}.hbs (sample: ${sample})`,
      what: `shows ${slip.exec(reply[part])?.[0] ?? ''}`,
    })),
  );
}
