import { plainCss } from './css-text.ts';

/** What of an element's looks decides whether a reader sees its text. Inherited unless said otherwise. */
export interface Look {
  /** Nothing inside can be seen, whatever it says: display:none, opacity 0, a box of no size. */
  readonly gone: boolean;
  /** visibility:hidden, which a child may undo. */
  readonly invisible: boolean;
  /** Letters too small to see, which a child may undo (layouts set font-size:0 on a row and a size on its cells). */
  readonly tiny: boolean;
  /** Text and background as 0xRRGGBB; null where unknown (an image, a gradient, an unusual spelling). */
  readonly color: number | null;
  readonly background: number | null;
  readonly transparent: boolean;
}

export const PLAIN_LOOK: Look = { gone: false, invisible: false, tiny: false, color: 0x000000, background: 0xffffff, transparent: false };

/** Of 255 a channel: a difference up to this is not read on a screen. */
const SEEN_DIFFERENCE = 16;

export function isSeen(look: Look): boolean {
  return !look.gone && !look.invisible && !look.tiny && !look.transparent && !sameColor(look.color, look.background);
}

function sameColor(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return false;
  return [16, 8, 0].every((shift) => Math.abs(((a >> shift) & 255) - ((b >> shift) & 255)) <= SEEN_DIFFERENCE);
}

export type Declarations = ReadonlyMap<string, string>;

/** `a: b; c: d !important` as a map, names and values lower case. As long as it is: an element's style is read once, and HTML is bounded. */
export function parseDeclarations(style: string): Map<string, string> {
  const declarations = new Map<string, string>();
  for (const part of plainCss(style).split(';')) {
    const colon = part.indexOf(':');
    if (colon < 1) continue;
    const value = part
      .slice(colon + 1)
      .replace(/!\s{0,20}important/i, '')
      .trim()
      .toLowerCase();
    declarations.set(part.slice(0, colon).trim().toLowerCase(), value);
  }
  return declarations;
}

/** Attributes and declarations of one element applied to its parent's look. */
export function lookOf(parent: Look, attributes: ReadonlyMap<string, string>, style: Declarations): Look {
  const fontSize =
    style.get('font-size') ??
    (style.has('font') ? (/(?:^|\s)([\d.]{1,8}[a-z%]{0,4})(?:\/|\s)/.exec(style.get('font') ?? '')?.[1] ?? undefined) : undefined);
  const visibility = style.get('visibility');
  const color = style.get('color') ?? attributes.get('color') ?? attributes.get('text');
  const background = style.get('background-color') ?? style.get('background') ?? attributes.get('bgcolor');
  const parsed = color === undefined ? undefined : colorOf(color);
  return {
    gone: parent.gone || attributes.has('hidden') || isGone(style),
    invisible: visibility === undefined || visibility === 'inherit' ? parent.invisible : visibility !== 'visible',
    tiny: fontSize === undefined ? parent.tiny : isTiny(fontSize, parent.tiny),
    color: parsed === undefined ? parent.color : parsed === 'transparent' ? parent.color : parsed,
    background:
      background === undefined ? (attributes.has('background') ? null : parent.background) : backgroundOf(background, parent.background),
    transparent: parsed === undefined ? parent.transparent : parsed === 'transparent',
  };
}

function isGone(style: Declarations): boolean {
  if (style.get('display') === 'none' || style.get('mso-hide') === 'all') return true;
  if (style.has('opacity') && Number.parseFloat(style.get('opacity') ?? '') < 0.05) return true;
  const clipped = ['hidden', 'clip'].includes(style.get('overflow') ?? style.get('overflow-y') ?? '');
  const noSize = ['width', 'height', 'max-width', 'max-height'].some((name) => isZero(style.get(name)));
  if (clipped && noSize) return true;
  if (/^-\d{3,}/.test(style.get('text-indent') ?? '')) return true;
  const placed = ['absolute', 'fixed'].includes(style.get('position') ?? '');
  if (placed && ['left', 'top', 'right', 'bottom'].some((side) => /^-\d{3,}/.test(style.get(side) ?? ''))) return true;
  return placed && /^rect\(\s{0,4}[01](?:px)?[\s,]{1,4}[01](?:px)?[\s,]{1,4}[01](?:px)?/.test(style.get('clip') ?? '');
}

function isZero(length: string | undefined): boolean {
  return length !== undefined && /^[\d.]/.test(length) && Number.parseFloat(length) === 0;
}

/** Up to 1px or 1pt is the preheader trick; in other units only nought. */
function isTiny(size: string, inherited: boolean): boolean {
  const amount = Number.parseFloat(size);
  if (Number.isNaN(amount)) return size === 'inherit' && inherited;
  if (size.endsWith('em') && !size.endsWith('rem')) return amount === 0 || inherited;
  if (size.endsWith('%')) return amount < 2 || inherited;
  return /^[\d.]+(?:px|pt)?$/.test(size) ? amount <= 1 : amount < 0.05;
}

function backgroundOf(value: string, inherited: number | null): number | null {
  if (value.includes('url(') || value.includes('gradient')) return null;
  if (value === 'none' || value === 'inherit' || value === 'initial') return inherited;
  const found =
    colorOf(value) ??
    value
      .split(/\s+/, 10)
      .map(colorOf)
      .find((color) => color !== null) ??
    null;
  return found === 'transparent' ? inherited : found;
}

/** CSS Color Level 4: the names that mails use to hide things or to write on dark ground; others count as unknown. */
const NAMED: Readonly<Record<string, number>> = {
  white: 0xffffff,
  black: 0x000000,
  red: 0xff0000,
  green: 0x008000,
  blue: 0x0000ff,
  gray: 0x808080,
  grey: 0x808080,
  silver: 0xc0c0c0,
  yellow: 0xffff00,
  navy: 0x000080,
  maroon: 0x800000,
  orange: 0xffa500,
  purple: 0x800080,
  snow: 0xfffafa,
  ivory: 0xfffff0,
  ghostwhite: 0xf8f8ff,
  whitesmoke: 0xf5f5f5,
  floralwhite: 0xfffaf0,
  azure: 0xf0ffff,
  mintcream: 0xf5fffa,
  lightgray: 0xd3d3d3,
  lightgrey: 0xd3d3d3,
  darkgray: 0xa9a9a9,
  lightyellow: 0xffffe0,
  windowtext: 0x000000,
  window: 0xffffff,
};

function colorOf(text: string): number | 'transparent' | null {
  const value = text.trim().toLowerCase();
  if (value === 'transparent') return 'transparent';
  const named = NAMED[value];
  if (named !== undefined) return named;
  const hex = /^#?([0-9a-f]{3,8})$/.exec(value)?.[1];
  if (hex !== undefined) return hexColor(hex);
  const rgb = /^rgba?\(([^)]{1,60})\)$/.exec(value)?.[1];
  if (rgb !== undefined) return rgbColor(rgb);
  const hsl = /^hsla?\([^)]{1,60}[,\s](\d{1,3})%[^)]{0,20}\)$/.exec(value)?.[1];
  return hsl === '100' ? 0xffffff : hsl === '0' ? 0x000000 : null;
}

function hexColor(hex: string): number | 'transparent' | null {
  const long = hex.length <= 4 ? hex.replace(/./g, '$&$&') : hex;
  if (long.length !== 6 && long.length !== 8) return null;
  if (long.length === 8 && long.endsWith('00')) return 'transparent';
  return Number.parseInt(long.slice(0, 6), 16);
}

function rgbColor(inner: string): number | 'transparent' | null {
  const parts = inner.split(/[\s,/]+/, 6).filter(Boolean);
  const channels = parts
    .slice(0, 3)
    .map((part) => Math.round(part.endsWith('%') ? Number.parseFloat(part) * 2.55 : Number.parseFloat(part)));
  const [red, green, blue] = channels;
  if (red === undefined || green === undefined || blue === undefined || channels.some((channel) => !(channel >= 0 && channel <= 255)))
    return null;
  if (parts[3] !== undefined && Number.parseFloat(parts[3]) < 0.05) return 'transparent';
  return (red << 16) | (green << 8) | blue;
}
