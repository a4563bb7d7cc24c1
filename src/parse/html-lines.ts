import { Tokenizer } from 'htmlparser2';
import { addStyleSheet, type StyleRules, styleOf } from './html-styles.ts';
import { isSeen, type Look, lookOf, PLAIN_LOOK } from './html-visibility.ts';
import { MAX_ATTRIBUTE_CHARS, MAX_ATTRIBUTES, MAX_HTML_CHARS, MAX_LINES, MAX_QUOTE_DEPTH, MAX_TEXT_CHARS } from './limits.ts';
import { type Line, type Mark, tidy } from './lines.ts';

/** Elements that begin and end a line. */
const BLOCKS = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'center',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'html',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'tfoot',
  'thead',
  'tr',
  'ul',
  'caption',
  'option',
]);

/** An empty line stands around these, as browsers show them. */
const SPACED = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'dl', 'pre', 'table']);

/** Never shown as text. */
const UNSHOWN = new Set([
  'head',
  'title',
  'style',
  'script',
  'template',
  'noframes',
  'iframe',
  'object',
  'audio',
  'video',
  'svg',
  'math',
  'select',
  'textarea',
  'canvas',
  'map',
]);

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);

/** HTML Living Standard 13.1.2.4: a start tag that ends an open element of these names, not beyond a table or a list. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  li: ['li'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['tr', 'td', 'th'],
  dd: ['dd', 'dt'],
  dt: ['dd', 'dt'],
  option: ['option'],
  tbody: ['thead', 'tbody', 'tr', 'td', 'th'],
  tfoot: ['thead', 'tbody', 'tr', 'td', 'th'],
};
const SCOPES = new Set(['table', 'ul', 'ol', 'dl', 'html', 'body']);

/** How far up an implied end is looked for: real nesting between a cell and the one before it is a handful. */
const IMPLIED_END_REACH = 12;

interface Frame {
  readonly name: string;
  readonly look: Look;
  readonly unshown: boolean;
  readonly depth: number;
  readonly mark: Mark | null;
  readonly pre: boolean;
}

const ROOT: Frame = { name: '', look: PLAIN_LOOK, unshown: false, depth: 0, mark: null, pre: false };

/**
 * The lines that a reader of this HTML sees: cells parted by tabs, rows and blocks by line ends, lists as `- item`, links by their text,
 * quotations by their depth. Works on the tokenizer alone, with its own stack: htmlparser2's and html-to-text's trees are quadratic or
 * recursive in the nesting depth. Every step here costs constant time but for an end tag, which costs what it closes.
 */
export function linesOfHtml(html: string): Line[] {
  const source = html.slice(0, MAX_HTML_CHARS);
  const reader = new HtmlReader(source);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, reader);
  tokenizer.write(source);
  tokenizer.end();
  return reader.finish();
}

class HtmlReader {
  private readonly lines: Line[] = [];
  private readonly stack: Frame[] = [ROOT];
  private readonly openNames = new Map<string, number>();
  private readonly rules: StyleRules = new Map();
  private readonly source: string;
  private tag = '';
  private attributes = new Map<string, string>();
  private attributeName = '';
  private attributeValue = '';
  private css = '';
  /** The open line in pieces, and its last character: asking a growing string for its end would make every append cost its length. */
  private pieces: string[] = [];
  private lastChar = '';
  private textDepth = 0;
  private textMark: Mark | null = null;
  private chars = 0;
  private blankWanted = false;
  /** Outlook's and Apple's markers stand before the earlier mail, not around it: from there on all is earlier mail. */
  private earlierFromHere = false;

  constructor(source: string) {
    this.source = source;
  }

  finish(): Line[] {
    this.endLine();
    return this.lines;
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.source.slice(start, Math.min(end, start + 30)).toLowerCase();
    this.attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.attributeName = this.source.slice(start, Math.min(end, start + 40)).toLowerCase();
    this.attributeValue = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.attributeValue.length < MAX_ATTRIBUTE_CHARS)
      this.attributeValue += this.source.slice(start, Math.min(end, start + MAX_ATTRIBUTE_CHARS));
  }

  onattribentity(codepoint: number): void {
    if (this.attributeValue.length < MAX_ATTRIBUTE_CHARS) this.attributeValue += String.fromCodePoint(codepoint);
  }

  onattribend(): void {
    if (this.attributes.size < MAX_ATTRIBUTES && !this.attributes.has(this.attributeName))
      this.attributes.set(this.attributeName, this.attributeValue);
  }

  onopentagend(): void {
    this.open(this.tag);
  }

  // HTML ignores the slash of `<div/>`; only void elements have no content.
  onselfclosingtag(): void {
    this.open(this.tag);
  }

  onclosetag(start: number, end: number): void {
    const name = this.source.slice(start, Math.min(end, start + 30)).toLowerCase();
    if (name === 'br') this.open('br');
    else if (name === 'p' && !this.openNames.get('p')) this.breakLine(true);
    else this.close(name);
  }

  ontext(start: number, end: number): void {
    this.addText(this.source.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.addText(String.fromCodePoint(codepoint));
  }

  oncdata(start: number, end: number): void {
    this.addText(this.source.slice(start, end));
  }

  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  private get top(): Frame {
    return this.stack.at(-1) ?? ROOT;
  }

  private open(name: string): void {
    if (VOID.has(name)) {
      this.openVoid(name);
      return;
    }
    this.closeImplied(name);
    if (BLOCKS.has(name)) this.breakLine(SPACED.has(name));
    const parent = this.top;
    const style = styleOf(this.rules, name, this.attributes);
    const frame: Frame = {
      name,
      look: this.attributes.size === 0 && style.size === 0 ? parent.look : lookOf(parent.look, this.attributes, style),
      unshown: parent.unshown || UNSHOWN.has(name),
      depth: Math.min(parent.depth + (isQuotation(name, this.attributes, style.get('border')) ? 1 : 0), MAX_QUOTE_DEPTH),
      mark: markOf(this.attributes) ?? parent.mark,
      pre: parent.pre || name === 'pre',
    };
    if (startsEarlierMail(this.attributes)) {
      this.breakLine(false);
      this.earlierFromHere = true;
    }
    if (frame.mark !== parent.mark || frame.depth !== parent.depth) this.breakLine(false);
    if ((name === 'td' || name === 'th') && this.lastChar !== '') this.append('\t', parent);
    this.stack.push(frame);
    this.openNames.set(name, (this.openNames.get(name) ?? 0) + 1);
    if (name === 'li') this.addText('- ');
  }

  private openVoid(name: string): void {
    if (name === 'br') this.endLine(true);
    if (name === 'hr') {
      if (startsEarlierMail(this.attributes)) this.earlierFromHere = true;
      this.breakLine(false);
    }
  }

  private closeImplied(name: string): void {
    const ended = ENDS[name] ?? (BLOCKS.has(name) ? ['p'] : undefined);
    if (ended === undefined) return;
    const floor = Math.max(1, this.stack.length - IMPLIED_END_REACH);
    let lowest = -1;
    for (let at = this.stack.length - 1; at >= floor; at--) {
      const open = this.stack[at]?.name ?? '';
      if (ended.includes(open)) lowest = at;
      if (SCOPES.has(open) || (name !== 'td' && name !== 'th' && name !== 'tr' && open === 'td')) break;
    }
    if (lowest > 0) while (this.stack.length > lowest) this.pop();
  }

  private close(name: string): void {
    if (!this.openNames.get(name)) return;
    while (this.stack.length > 1) {
      const closed = this.top.name;
      this.pop();
      if (closed === name) return;
    }
  }

  private pop(): void {
    const frame = this.stack.pop();
    if (frame === undefined) return;
    this.openNames.set(frame.name, (this.openNames.get(frame.name) ?? 1) - 1);
    if (frame.name === 'style') {
      addStyleSheet(this.rules, this.css);
      this.css = '';
    }
    if (BLOCKS.has(frame.name)) this.breakLine(SPACED.has(frame.name));
    else if (frame.mark !== this.top.mark || frame.depth !== this.top.depth) this.breakLine(false);
  }

  private addText(raw: string): void {
    const frame = this.top;
    if (frame.name === 'style') {
      if (this.css.length < 200_000) this.css += raw;
      return;
    }
    if (frame.unshown || this.chars > MAX_TEXT_CHARS || !isSeen(frame.look)) return;
    if (frame.pre) {
      for (const [index, part] of raw.split('\n').entries()) {
        if (index > 0) this.endLine(true);
        this.append(part, frame);
      }
      return;
    }
    // White space folds into one space (CSS Text 3, section 4); a no-break space does not.
    const folded = raw.replace(/[ \t\r\n\f]+/g, ' ');
    this.append(['', ' ', '\t'].includes(this.lastChar) ? folded.replace(/^ /, '') : folded, frame);
  }

  private append(text: string, frame: Frame): void {
    if (text === '') return;
    if (this.lastChar === '') {
      this.textDepth = frame.depth;
      this.textMark = this.earlierFromHere ? 'earlier' : frame.mark;
    }
    this.pieces.push(text);
    this.lastChar = text.at(-1) ?? '';
    this.chars += text.length;
  }

  /** Ends the line if it holds anything; an empty line follows before the next text where `blank`. */
  private breakLine(blank: boolean): void {
    if (this.lastChar !== '') this.endLine();
    if (blank && this.lines.length > 0) this.blankWanted = true;
  }

  private endLine(always = false): void {
    const text = tidy(this.pieces.join(''));
    if (this.lines.length < MAX_LINES && (text !== '' || always)) {
      const depth = text === '' ? this.top.depth : this.textDepth;
      const mark = text === '' ? (this.earlierFromHere ? 'earlier' : this.top.mark) : this.textMark;
      if (this.blankWanted && text !== '' && this.lines.at(-1)?.text !== '')
        this.lines.push({ text: '', depth: Math.min(depth, this.lines.at(-1)?.depth ?? 0), mark });
      if (text !== '') this.blankWanted = false;
      this.lines.push({ text, depth, mark });
    }
    this.pieces = [];
    this.lastChar = '';
  }
}

/**
 * `<blockquote>` quotes, unless it is the indent button of Gmail and Apple Mail (a blockquote with no border).
 * Yahoo, Proton and others wrap earlier mail in a div of their own.
 */
function isQuotation(name: string, attributes: ReadonlyMap<string, string>, border: string | undefined): boolean {
  const classes = (attributes.get('class') ?? '').toLowerCase();
  if (name !== 'blockquote')
    return /\b(?:yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|ntes-mailmaster-quote|mailquote|quoted-text|iscreplycontent)\b/.test(
      classes,
    );
  if (attributes.get('type') === 'cite' || classes.includes('quote') || classes.includes('cite')) return true;
  return !(classes.includes('indent') || border === 'none' || border === 'medium none' || border === '0');
}

/** What the mail programs' own class names and ids say. */
const MARKS: readonly (readonly [RegExp, Mark])[] = [
  [/\b(?:gmail_attr|moz-cite-prefix|replyheader|ydp\w{0,20}attribution)\b/, 'attribution'],
  [/\b(?:moz-forward-container|isforwardcontent)\b/, 'forwarded'],
  [
    /\b(?:gmail_signature|moz-signature|protonmail_signature_block|applemailsignature|ms-outlook-mobile-signature|ms-outlook-ios-signature|mobile_signature|yahoo_signature|ydp\w{0,20}signature|tutanota_signature|zimbra_signature)\b/,
    'signature',
  ],
];

function markOf(attributes: ReadonlyMap<string, string>): Mark | null {
  const names = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''} ${attributes.get('data-smartmail') ?? ''}`.toLowerCase();
  if (names.trim() === '') return null;
  if (/(?:^| )(?:x_)?signature(?: |$)/.test(names)) return 'signature';
  return MARKS.find(([pattern]) => pattern.test(names))?.[1] ?? null;
}

/** Outlook on the web and in apps, Hotmail: `appendonsend`, `divRplyFwdMsg`, `stopSpelling`, each set before the earlier mail. */
function startsEarlierMail(attributes: ReadonlyMap<string, string>): boolean {
  const id = (attributes.get('id') ?? '').toLowerCase();
  return id === 'appendonsend' || id === 'divrplyfwdmsg' || id === 'x_divrplyfwdmsg' || id === 'stopspelling' || id === 'replysplit';
}
