import { globSync, readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';

/** A text that stands in the sources, as it is written there: escapes stay escapes. */
export interface SourceText {
  readonly file: string;
  readonly line: number;
  /**
   * `expression`: a regular expression, or a piece of a template, out of which they are built; `split`: a string that is split where it
   * stands; `list`: strings of one array or table side by side; `string`: any other.
   */
  readonly kind: 'expression' | 'split' | 'list' | 'string';
  readonly text: string;
  /** The strings of a list. */
  readonly parts: readonly string[];
}

/** Reads the literals of every file with a parser. */
export function readSourceTexts(pattern: string, accepts: (file: string) => boolean): readonly SourceText[] {
  return globSync(pattern).filter(accepts).toSorted().flatMap(textsIn);
}

function textsIn(file: string): SourceText[] {
  const source = readFileSync(file, 'utf8');
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const texts: SourceText[] = [];
  const add = (kind: SourceText['kind'], at: number, text: string, parts: readonly string[] = []) =>
    texts.push({ file, line: source.slice(0, at).split('\n').length, kind, text, parts });
  const isImported = new Set<number>();
  new Visitor({
    ImportDeclaration: ({ source: { start } }) => void isImported.add(start),
    Literal(node) {
      if ('regex' in node) add('expression', node.start, node.regex.pattern);
      else if (typeof node.value === 'string' && !isImported.has(node.start))
        add('string', node.start, source.slice(node.start + 1, node.end - 1));
    },
    TemplateElement: ({ start, value }) => void add('expression', start, value.raw),
    CallExpression({ callee }) {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || callee.property.name !== 'split') return;
      const { object } = callee;
      if (object.type === 'Literal' && typeof object.value === 'string') add('split', object.start, object.value);
    },
    ArrayExpression({ start, elements }) {
      const parts = elements.flatMap((element) =>
        element?.type === 'Literal' && typeof element.value === 'string' ? [element.value] : [],
      );
      if (parts.length > 0) add('list', start, parts.join(' '), parts);
    },
  }).visit(program);
  return texts;
}
