import { describe, expect, test } from 'vitest';
import type { ReplyInput } from '../../../src/reply/compose-reply.ts';
import { composeReply } from '../../../src/reply/compose-reply.ts';
import { loadTemplates } from '../../../src/reply/load-templates.ts';
import { SAMPLES } from '../../../src/reply/samples.ts';
import { shippedTemplates } from './read-templates.ts';

/** How one language words what every language must say. */
interface Wording {
  readonly locale: string;
  readonly section: (number: number) => string;
  /** Days stand so that the words around them are right for every number: ordinals, or after a colon. */
  readonly windowDays: (days: number) => string;
  readonly reviewDays: (days: number) => string;
  readonly processingDays: string;
  /** Words that an approval needs: submitted for processing. */
  readonly submitted: RegExp;
  /** What would say that money has moved already. */
  readonly paid: RegExp;
  /** Words that address the customer without the due form. */
  readonly familiar: RegExp;
}

const WORDINGS: readonly Wording[] = [
  {
    locale: 'nl',
    section: (number) => `rtikel ${number}`,
    windowDays: (days) => `de ${days}e kalenderdag na de aankoopdatum`,
    reviewDays: (days) => `de ${days}e werkdag na ontvangst`,
    processingDays: 'in werkdagen: 5-10, afhankelijk van uw betaalprovider',
    submitted: /hebben USD\u00a0\d+,\d+ ter verwerking ingediend/,
    paid: /(?:hebben|is|zijn) (?:\S+ )?(?:terugbetaald|overgemaakt|uitbetaald)/i,
    familiar: /\b(?:je|jij|jou|jouw)\b/i,
  },
  {
    locale: 'pl',
    section: (number) => `punkt ${number}|punktem ${number}`,
    windowDays: (days) => `${days}. dnia kalendarzowego po dacie zakupu`,
    reviewDays: (days) => `${days}. dnia roboczego po otrzymaniu`,
    processingDays: 'w dniach roboczych: 5–10, zależnie od operatora płatności',
    submitted: /Zwrot w kwocie [^.]+ został przekazany do realizacji/,
    paid: /zwróciliśmy|wypłaciliśmy|wypłacono|zwrócono|przelaliśmy/i,
    familiar: /(?<!\p{L})(?:ci|ciebie|twój|twoje|twoja|twojego|masz|możesz)(?!\p{L})/iu,
  },
  {
    locale: 'ru',
    section: (number) => `раздел(?:у)? ${number}`,
    windowDays: (days) => `${days}-го календарного дня после даты покупки`,
    reviewDays: (days) => `${days}-го рабочего дня после получения`,
    processingDays: 'в рабочих днях: 5–10, в зависимости от Вашего платёжного провайдера',
    submitted: /мы передали в обработку возврат на сумму/,
    paid: /мы вернули|мы выплатили|возвращены|выплачен|зачислен/i,
    familiar: /(?<!\p{L})(?:ты|тебе|тебя|твой|твоя|вы|вас|вам|ваш(?:а|е|и|его|ей|ему|им|ими)?)(?!\p{L})/u,
  },
  {
    locale: 'uk',
    section: (number) => `розділ(?:ом)? ${number}`,
    windowDays: (days) => `${days}-го календарного дня після дати покупки`,
    reviewDays: (days) => `${days}-го робочого дня після отримання`,
    processingDays: 'у робочих днях: 5–10, залежно від Вашого платіжного провайдера',
    submitted: /ми передали в обробку повернення на суму/,
    paid: /ми повернули|ми виплатили|повернуто|виплачено|зараховано/i,
    familiar: /(?<!\p{L})(?:ти|тобі|тебе|твій|твоя|ви|вас|вам|ваш(?:а|е|і|ого|ої|ому|им|ими)?)(?!\p{L})/u,
  },
  {
    locale: 'tr',
    section: (number) => `${number}\\. bölüm`,
    windowDays: (days) => `${days} takvim gün`,
    reviewDays: (days) => `${days} iş günü içinde`,
    processingDays: 'ödeme sağlayıcınıza bağlı olarak 5–10 iş günü içinde',
    submitted: /tutarındaki iadeyi işleme alınmak üzere ilettik/,
    paid: /iade ettik|iade edildi|ödendi|yatırıldı|gönderildi/i,
    familiar: /(?<!\p{L})(?:sen|sana|seni|senin)(?!\p{L})/iu,
  },
];

/** Latin letters that belong in Cyrillic text: names, currency codes. */
const LATIN_THAT_BELONGS = /Customer Support|support@example\.com|QI-\d+-\d+|(?:USD|EUR|JPY)/g;

const templates = loadTemplates(shippedTemplates());

function textOf(input: ReplyInput, locale: string): string {
  const made = composeReply({ ...input, claim: { ...input.claim, language: locale }, locales: [locale] }, templates);
  if (made === null) throw new Error('expected a reply');
  return made.text;
}

function sample(name: string): ReplyInput {
  const found = SAMPLES.find((row) => row.name === name);
  if (!found) throw new Error(`no sample ${name}`);
  return found.input;
}

const FULL = sample('full, nothing used');
const PROPORTIONAL = sample('proportional, the example of section 2');
const LATE = sample('none, after the window');
const REVIEW = sample('under-review, a disputed charge');

describe.each(WORDINGS)('$locale', (wording) => {
  const { locale, section, windowDays, reviewDays, processingDays, submitted, paid, familiar } = wording;
  const texts = SAMPLES.map(({ input }) => textOf(input, locale));

  test.each<[string, ReplyInput, readonly number[]]>([
    ['full', FULL, [1]],
    ['full, with parts that are not refundable', sample('full, with tax, fees, bonus credits and an earlier refund'), [1, 4]],
    ['proportional', PROPORTIONAL, [2]],
    ['none, late', LATE, [3]],
    ['none, nothing left', sample('none, every purchased credit used'), [2, 4]],
    ['needs-info', sample('needs-info, everything'), [5]],
    ['under-review', REVIEW, [5]],
  ])('names the sections of the policy: %s', (_, input, sections) => {
    for (const number of sections) expect(textOf(input, locale)).toMatch(new RegExp(section(number), 'i'));
  });

  test.each([1, 2, 5, 7, 21, 22])('says each kind of day rightly for %i', (days) => {
    const version = { ...FULL.version, windowDays: days, reviewBusinessDays: days };
    for (const input of [FULL, PROPORTIONAL, LATE]) expect(textOf({ ...input, version }, locale)).toContain(windowDays(days));
    expect(textOf({ ...REVIEW, version }, locale)).toContain(reviewDays(days));
    expect(textOf(FULL, locale)).toContain(processingDays);
  });

  test('an approval says submitted, and nothing says paid', () => {
    for (const input of [FULL, PROPORTIONAL]) expect(textOf(input, locale)).toMatch(submitted);
    for (const text of texts) expect(text).not.toMatch(paid);
  });

  test('addresses the customer formally, and ends no sentence with two dots', () => {
    for (const text of texts) {
      expect(text).not.toMatch(familiar);
      expect(text).not.toContain('..');
    }
  });
});

test.each(['ru', 'uk'])('no Latin letters are left over in %s', (locale) => {
  for (const { input } of SAMPLES) expect(textOf(input, locale).replace(LATIN_THAT_BELONGS, '')).not.toMatch(/\p{Script=Latin}/u);
});

test('each Cyrillic language keeps to its own letters', () => {
  for (const { input } of SAMPLES) {
    expect(textOf(input, 'ru')).not.toMatch(/[іїєґ’]/i);
    expect(textOf(input, 'uk')).not.toMatch(/[ыэъё]/i);
  }
});
