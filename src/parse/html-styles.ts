import { plainCss } from './css-text.ts';
import { type Declarations, parseDeclarations } from './html-visibility.ts';
import { MAX_STYLE_RULES } from './limits.ts';

/** Declarations of `<style>` by the last simple selector: `.class`, `#id`, `tag`, `tag.class`. */
export type StyleRules = Map<string, Map<string, string>>;

/** `.preheader`, `#x`, `td`, `td.hide`; combinators and pseudo-classes are left aside: they depend on more than one element. */
const SIMPLE_SELECTOR = /^[a-z0-9]{0,20}(?:[.#][\w-]{1,80})?$/i;

/** Adds a style sheet's rules. Those inside `@media` and the like are left out: they hold on some screens only. */
export function addStyleSheet(rules: StyleRules, css: string): void {
  let at = 0;
  let count = 0;
  const text = plainCss(css).replaceAll('<!--', '').replaceAll('-->', '');
  while (at < text.length && count < MAX_STYLE_RULES) {
    const open = text.indexOf('{', at);
    if (open < 0) return;
    const selectors = text.slice(at, open).slice(-2000).trim();
    const isAtRule = selectors.startsWith('@');
    const close = isAtRule ? endOfBlock(text, open) : text.indexOf('}', open);
    if (close < 0) return;
    if (!isAtRule) addRule(rules, selectors, parseDeclarations(text.slice(open + 1, close)));
    at = close + 1;
    count++;
  }
}

function addRule(rules: StyleRules, selectors: string, declarations: Declarations): void {
  for (const each of selectors.split(',', 50)) {
    const selector = each.trim().toLowerCase();
    if (selector === '' || !SIMPLE_SELECTOR.test(selector)) continue;
    const known = rules.get(selector) ?? new Map<string, string>();
    for (const [name, value] of declarations) known.set(name, value);
    rules.set(selector, known);
  }
}

function endOfBlock(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** The sheet's declarations for one element, its own `style` on top. */
export function styleOf(rules: StyleRules, tag: string, attributes: ReadonlyMap<string, string>): Declarations {
  const own = attributes.get('style');
  if (rules.size === 0) return own === undefined ? NONE : parseDeclarations(own);
  const merged = new Map<string, string>();
  const add = (selector: string) => {
    for (const [name, value] of rules.get(selector) ?? NONE) merged.set(name, value);
  };
  add(tag);
  for (const name of (attributes.get('class') ?? '').toLowerCase().split(/\s+/, 20)) {
    if (name === '') continue;
    add(`.${name}`);
    add(`${tag}.${name}`);
  }
  const id = attributes.get('id')?.toLowerCase();
  if (id !== undefined) add(`#${id}`);
  for (const [name, value] of own === undefined ? NONE : parseDeclarations(own)) merged.set(name, value);
  return merged;
}

const NONE: Declarations = new Map();
