const DIGITS = new Map('〇一二三四五六七八九'.split('').map((digit, value) => [digit, value]));

/** One to four digits, or a number in Chinese characters. */
export const NUMERAL = '(?:\\d{1,4}|[〇零一二三四五六七八九十廿卅元兩两]{1,4})';

/** `12`, `十二`, `二十一`, `二〇二六`, `元`; NaN for what is none. */
export function readNumeral(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text
    .replace(/元/g, '一')
    .replace(/零/g, '〇')
    .replace(/[兩两]/g, '二')
    .replace(/廿/g, '二十')
    .replace(/卅/g, '三十');
  const [tens, ones] = plain.split('十');
  if (ones === undefined)
    return Number(
      plain
        .split('')
        .map((digit) => DIGITS.get(digit))
        .join(''),
    );
  return (tens === '' ? 1 : (DIGITS.get(tens ?? '') ?? Number.NaN)) * 10 + (ones === '' ? 0 : (DIGITS.get(ones) ?? Number.NaN));
}
