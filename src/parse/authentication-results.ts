import type { MethodResult } from '../domain/authentication.ts';
import { endOfComment, endOfQuoted } from './quoted-strings.ts';

export interface AuthenticationResults {
  /** Lower case. */
  readonly authservId: string;
  readonly results: readonly MethodResult[];
}

type Token = { readonly type: 'word' | 'quoted' | 'special'; readonly text: string };

/** Verdicts in one field; a real one holds about six. */
const MAX_RESULTS = 50;

/**
 * Reads one field by the grammar of RFC 8601 section 2.2. Comments count for nothing and quoted strings are one value, so that no
 * sender can write a verdict into either.
 * @returns null for what does not follow the grammar: nothing in it is then believed
 */
export function parseAuthenticationResults(value: string): AuthenticationResults | null {
  const tokens = tokenize(value);
  if (tokens === null) return null;
  const [head, ...parts] = splitAt(tokens, ';');
  const authservId = head?.[0];
  if (authservId === undefined || authservId.type === 'special') return null;
  // An optional version, "1", is all that may follow the id.
  const version = head?.slice(1) ?? [];
  if (version.length > 1 || (version[0] !== undefined && !/^\d{1,3}$/.test(version[0].text))) return null;
  const results: MethodResult[] = [];
  for (const part of parts.slice(0, MAX_RESULTS)) {
    if (part.length === 0 || (part.length === 1 && part[0]?.text.toLowerCase() === 'none')) continue;
    const result = methodOf(part);
    if (result === null) return null;
    results.push(result);
  }
  return { authservId: authservId.text.toLowerCase(), results };
}

/** `dkim=pass reason="…" header.d=example.com`, `/version` and spaces around `=` allowed. */
function methodOf(tokens: readonly Token[]): MethodResult | null {
  const pairs = pairsOf(tokens);
  const [first, ...rest] = pairs ?? [];
  if (first === undefined || first.quoted) return null;
  const properties = new Map<string, string>();
  for (const { name, value } of rest) if (!properties.has(name)) properties.set(name, value);
  return { method: first.name.split('/', 1)[0] ?? '', result: first.value.toLowerCase(), properties };
}

function pairsOf(tokens: readonly Token[]): { name: string; value: string; quoted: boolean }[] | null {
  const pairs: { name: string; value: string; quoted: boolean }[] = [];
  let at = 0;
  while (at < tokens.length) {
    const [name, equals, value] = tokens.slice(at, at + 3);
    if (name?.type !== 'word' || equals?.text !== '=' || equals.type !== 'special' || value === undefined || value.type === 'special')
      return null;
    pairs.push({ name: name.text.toLowerCase(), value: value.text, quoted: value.type === 'quoted' });
    at += 3;
    // A quoted local part: smtp.mailfrom="a b"@example.com
    const next = tokens[at];
    if (value.type === 'quoted' && next?.type === 'word' && next.text.startsWith('@')) {
      pairs[pairs.length - 1] = { name: name.text.toLowerCase(), value: `"${value.text}"${next.text}`, quoted: true };
      at++;
    }
  }
  return pairs;
}

function splitAt(tokens: readonly Token[], separator: string): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === 'special' && token.text === separator) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function tokenize(value: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < value.length) {
    const char = value[at] ?? '';
    if (char === ' ' || char === '\t') at++;
    else if (char === '(') {
      const end = endOfComment(value, at);
      if (end === null) return null;
      at = end;
    } else if (char === '"') {
      const end = endOfQuoted(value, at);
      if (end === null) return null;
      tokens.push({ type: 'quoted', text: value.slice(at + 1, end - 1).replace(/\\(.)/g, '$1') });
      at = end;
    } else if (char === ';' || char === '=') {
      tokens.push({ type: 'special', text: char });
      at++;
    } else {
      const end = endOfWord(value, at, tokens.at(-1)?.text === '=');
      tokens.push({ type: 'word', text: value.slice(at, end) });
      at = end;
    }
  }
  return tokens;
}

/** A value may hold `=` (an envelope sender such as `bounce+a=b@example.com`); a name may not. */
function endOfWord(value: string, at: number, isValue: boolean): number {
  const stops = isValue ? ' \t;("' : ' \t;("=';
  let end = at + 1;
  while (end < value.length && !stops.includes(value[end] ?? '')) end++;
  return end;
}
