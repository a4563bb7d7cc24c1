import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/domain/reply.ts';
import { loadTemplates } from '../../../src/reply/load-templates.ts';
import { renderEverySample } from '../../../src/reply/render-samples.ts';
import { shippedTemplates } from './read-templates.ts';

/** How one language words what every language must say. */
interface Wording {
  readonly locale: string;
  readonly section: (number: number) => string;
  readonly reviewDays: string;
  readonly processingDays: string;
  readonly windowDays: string;
  /** Words that an approval needs: sent for processing. */
  readonly submitted: RegExp;
  /** What would say that money has moved already. */
  readonly paid: RegExp;
}

const WORDINGS: readonly Wording[] = [
  {
    locale: 'zh-Hans',
    section: (number) => `第 ${number} 条`,
    reviewDays: '2 个工作日',
    processingDays: '5-10 个工作日',
    windowDays: '7 个自然日',
    submitted: /的退款提交处理/,
    paid: /已(?:经)?(?:为您)?退款|已到账|已退还/,
  },
  {
    locale: 'zh-Hant',
    section: (number) => `第 ${number} 條`,
    reviewDays: '2 個工作天',
    processingDays: '5-10 個工作天',
    windowDays: '7 個日曆天',
    submitted: /的退款送交處理/,
    paid: /已(?:經)?(?:為您)?退款|已入帳|已退還/,
  },
  {
    locale: 'ja',
    section: (number) => `第${number}条`,
    reviewDays: '2営業日',
    processingDays: '5～10営業日',
    windowDays: '暦日で7日',
    submitted: /返金手続きを手配いたしました/,
    paid: /返金(?:いた)?しました|返金済み|入金(?:いた)?しました/,
  },
  {
    locale: 'ko',
    section: (number) => `제${number}조`,
    reviewDays: '2영업일',
    processingDays: '5~10영업일',
    windowDays: '달력일 기준 7일',
    submitted: /환불 처리를 의뢰하였습니다/,
    paid: /환불(?:되었|했|하였|해 드렸)습니다|입금되었/,
  },
  {
    locale: 'ar',
    // With or without the article: "القسم 5", "للقسم 5".
    section: (number) => `قسم ${number}`,
    reviewDays: 'بأيام العمل: 2)',
    processingDays: 'بأيام العمل: \u20685–10\u2069)',
    windowDays: 'بالأيام التقويمية: 7)',
    submitted: /إلى المعالجة/,
    paid: /دفعنا|رددنا|حوّلنا|تم الدفع|تم رد|تم تحويل/,
  },
];

/** Latin letters that belong in every language: names, currency codes, AI, ID. */
const LATIN_THAT_BELONGS = /Customer Support|support@example\.com|QI-\d+-\d+|(?<![A-Za-z])(?:AI|ID|USD|EUR|JPY)(?![A-Za-z])/g;

const { renderings } = renderEverySample(loadTemplates(shippedTemplates()));

function textsOf(locale: string): readonly string[] {
  return renderings.filter(({ reply }) => reply.locale === locale).map(({ reply }) => reply.text);
}

describe.each(WORDINGS)('$locale', ({ locale, section, reviewDays, processingDays, windowDays, submitted, paid }) => {
  function reply(sample: string): Reply {
    const found = renderings.find((row) => row.sample === sample && row.reply.locale === locale);
    if (!found) throw new Error(`no sample ${sample}`);
    return found.reply;
  }

  test.each<[string, readonly string[]]>([
    ['full, nothing used', [section(1), windowDays, processingDays]],
    ['full, with tax, fees, bonus credits and an earlier refund', [section(1), section(4)]],
    ['proportional, the example of section 2', [section(2), windowDays, processingDays]],
    ['none, after the window', [section(3), windowDays]],
    ['none, every purchased credit used', [section(2), section(4)]],
    ['needs-info, everything', [section(5)]],
    ['under-review, a disputed charge', [section(5), reviewDays]],
  ])('sections and days, each with its unit: %s', (sample, facts) => {
    const { text, html } = reply(sample);
    for (const fact of facts) {
      expect(text).toContain(fact);
      expect(html).toContain(fact);
    }
  });

  test('an approval says submitted, and nothing says paid', () => {
    expect(reply('full, nothing used').text).toMatch(submitted);
    expect(reply('proportional, the example of section 2').text).toMatch(submitted);
    for (const text of textsOf(locale)) expect(text).not.toMatch(paid);
  });

  test('no Latin letters are left over', () => {
    for (const text of textsOf(locale)) expect(text.replace(LATIN_THAT_BELONGS, '')).not.toMatch(/\p{Script=Latin}/u);
  });

  test('only what is missing is asked for', () => {
    const blanks = (text: string) => text.match(/^[^-\n].{0,40}[:：]$/gmu) ?? [];
    const everything = blanks(reply('needs-info, everything').text);
    expect(everything.length - blanks(reply('needs-info, only the order number').text).length).toBe(3);
  });
});

describe('characters', () => {
  const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。、：；（）「」《》]`;

  test.each(['zh-Hans', 'zh-Hant', 'ja'])('%s: no blank between two characters of a script that sets none', (locale) => {
    for (const text of textsOf(locale)) expect(text).not.toMatch(new RegExp(`${UNSPACED} +${UNSPACED}`, 'u'));
  });

  test.each([
    ['zh-Hans', /[們這個來時說國對為會發經現還過動應實產電訂單號買錢額圖質謝請問題帳賬戶郵貨沒關開辦無讓給從見條積貴費換該務處類錄碼]/u],
    ['zh-Hant', /[们这个来时说国对为会发经现还过动应实产电订单号买钱额图质谢请问题帐账户邮货没关开办无让给从见条积贵费换该务处类录码]/u],
  ])('%s: none of the other script', (locale, other) => {
    for (const text of textsOf(locale)) expect(text).not.toMatch(other);
  });
});
