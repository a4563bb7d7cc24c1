/** CSS as a browser reads it, comments gone and escapes undone: `displ\61y/**\/:none` hides as well as `display:none` (CSS Syntax 3, sections 4.3.2 and 4.3.7). */
export function plainCss(css: string): string {
  const text = withoutComments(css);
  return text.includes('\\')
    ? text.replace(/\\(?:([0-9a-f]{1,6})[ \t\r\n]?|([^\r\n]))/gi, (_, code?: string, character?: string) => undone(code, character))
    : text;
}

function undone(code: string | undefined, character: string | undefined): string {
  if (code === undefined) return character ?? '';
  const point = Number.parseInt(code, 16);
  return point === 0 || point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
}

function withoutComments(css: string): string {
  let out = '';
  let at = 0;
  for (;;) {
    const open = css.indexOf('/*', at);
    if (open < 0) return out + css.slice(at);
    out += css.slice(at, open);
    const close = css.indexOf('*/', open + 2);
    if (close < 0) return out;
    at = close + 2;
  }
}
