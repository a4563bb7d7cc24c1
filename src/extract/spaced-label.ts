import { findAddresses } from './addresses.ts';
import { type FieldKind, labelKind } from './labels.ts';

/** A label that only a space parts from its value: 订单号 QI-10482, ③ 購入日 3月1日. */
export interface SpacedLabel {
  readonly kind: FieldKind;
  readonly labelTo: number;
  readonly valueFrom: number;
}

const HAN_OR_KANA = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u;
const THAI = /^[\p{Script=Thai}]+$/u;
const HANGUL = /^[\p{Script=Hangul}]+$/u;
/** A value of one field; what is longer is a sentence that begins with the word. */
const MAX_VALUE = 30;

/**
 * The label that the line begins with. Han, kana and Thai put no space inside a clause, so that one behind a label parts it
 * from its value; Hangul does, and needs a bullet or a number before it.
 * @param lead where the line's first word begins, behind bullets and numbering
 */
export function spacedLabel(text: string, lead: number): SpacedLabel | null {
  const space = text.slice(lead).search(/[ \u3000]/u);
  if (space <= 0) return null;
  const labelTo = lead + space;
  const label = text.slice(lead, labelTo);
  const isLabel = HAN_OR_KANA.test(label) || THAI.test(label) || (lead > 0 && HANGUL.test(label));
  const kind = isLabel ? labelKind(label) : null;
  const value = text.slice(labelTo).trim();
  if (kind === null || value === '' || !fits(kind, value) || (kind === 'reason' && THAI.test(label))) return null;
  return { kind, labelTo, valueFrom: labelTo + 1 };
}

function fits(kind: FieldKind, value: string): boolean {
  if (kind === 'reason') return true;
  if (kind === 'account' || kind === 'email') return isAddressAlone(value);
  if (value.length > MAX_VALUE) return false;
  return kind === 'order' || kind === 'payment' ? /^[#＃]?[\p{N}A-Za-zＡ-Ｚａ-ｚ－_-]+$/u.test(value) : /[\p{N}]/u.test(value);
}

/** An address and at most two marks behind it: 账号 a@b.example，3/1付的款 is a sentence. */
function isAddressAlone(value: string): boolean {
  const [found, second] = findAddresses(value);
  return found !== undefined && second === undefined && found.start <= 1 && found.end >= value.length - 2;
}
