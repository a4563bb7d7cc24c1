import type { Problem } from '../domain/problem.ts';
import type { TemplateFile } from './template-files.ts';
import type { FieldUse, ViewFields } from './view-fields.ts';

/** What can be said of every rendering without rendering: names printed at all, and names printed whatever the conditions. */
interface Printed {
  readonly ever: ReadonlySet<string>;
  readonly always: ReadonlySet<string>;
}

/** Where a stretch of template stands. */
interface Context {
  readonly file: TemplateFile;
  readonly fields: ViewFields;
  /** Optional values that a surrounding `{{#if}}` has seen. */
  readonly seen: ReadonlySet<string>;
  /** Paths of the files being included, outermost first. */
  readonly including: readonly string[];
  /** What `{{> @partial-block}}` stands for here. */
  readonly block: (() => Printed) | null;
}

const NOTHING: Printed = { ever: new Set(), always: new Set() };

/**
 * Walks a template and all that it includes against the values it will get. Nothing but `{{value}}`, `{{#if}}`, `{{#unless}}`,
 * `{{> partial}}`, `{{#> partial}}…{{/partial}}` and comments is allowed: no other helper, no path into a value, no raw output.
 * @param resolve finds a partial by its name
 */
export function checkTemplate(
  file: TemplateFile,
  fields: ViewFields,
  resolve: (name: string) => TemplateFile | undefined,
): readonly Problem[] {
  const walk = new Walk(resolve);
  const printed = walk.program(file.program, { file, fields, seen: new Set(), including: [file.path], block: null });
  return [...walk.problems, ...unprinted(file, fields, printed)];
}

function unprinted(file: TemplateFile, fields: ViewFields, printed: Printed): Problem[] {
  return Object.entries(fields).flatMap(([name, use]) => {
    if (use === 'always' && !printed.always.has(name)) {
      return [{ place: `${file.path} line 1`, what: `{{${name}}} does not appear in every case`, mend: 'print it outside any {{#if}}' }];
    }
    if ((use === 'shown' || use === 'optional') && !printed.ever.has(name)) {
      return [{ place: `${file.path} line 1`, what: `{{${name}}} never appears`, mend: 'print it, here or in a file included' }];
    }
    return [];
  });
}

class Walk {
  readonly problems: Problem[] = [];
  readonly #resolve: (name: string) => TemplateFile | undefined;

  constructor(resolve: (name: string) => TemplateFile | undefined) {
    this.#resolve = resolve;
  }

  program(program: hbs.AST.Program | undefined, context: Context): Printed {
    return union((program?.body ?? []).map((statement) => this.#statement(statement, context)));
  }

  #statement(statement: hbs.AST.Statement, context: Context): Printed {
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return NOTHING;
      case 'MustacheStatement':
        return this.#mustache(statement as hbs.AST.MustacheStatement, context);
      case 'BlockStatement':
        return this.#condition(statement as hbs.AST.BlockStatement, context);
      case 'PartialStatement':
        return this.#partial(statement as hbs.AST.PartialStatement, null, context);
      case 'PartialBlockStatement':
        return this.#partial(statement as hbs.AST.PartialBlockStatement, (statement as hbs.AST.PartialBlockStatement).program, context);
      default:
        return this.#refuse(statement, context, 'decorators such as {{#*inline}} are not used in templates', 'make a file in partials/');
    }
  }

  #mustache(statement: hbs.AST.MustacheStatement, context: Context): Printed {
    const name = this.#valueName(statement.path, context);
    if (name === null) return NOTHING;
    if (statement.params.length > 0 || (statement.hash?.pairs ?? []).length > 0) {
      return this.#refuse(statement, context, `unknown helper "${name}"`, 'only #if and #unless exist');
    }
    if (!statement.escaped) {
      return this.#refuse(statement, context, `{{{${name}}}} would print without escaping`, `write {{${name}}}`);
    }
    const use = context.fields[name];
    if (use === 'flag')
      return this.#refuse(statement, context, `{{${name}}} is yes or no and cannot be printed`, `ask it: {{#if ${name}}}`);
    if (use === 'optional' && !context.seen.has(name)) {
      this.#refuse(statement, context, `{{${name}}} can be absent`, `put it inside {{#if ${name}}} … {{/if}}`);
    }
    return { ever: new Set([name]), always: new Set([name]) };
  }

  #condition(statement: hbs.AST.BlockStatement, context: Context): Printed {
    const helper = statement.path.original;
    if (helper !== 'if' && helper !== 'unless') {
      return this.#refuse(statement, context, `unknown helper "${helper}"`, 'only #if and #unless exist');
    }
    const [param] = statement.params;
    if (param === undefined || statement.params.length > 1) {
      return this.#refuse(statement, context, `{{#${helper}}} asks exactly one value`, `{{#${helper} value}}`);
    }
    const name = this.#valueName(param, context);
    if (name === null) return NOTHING;
    const yes = { ...context, seen: new Set([...context.seen, name]) };
    const whenSo = this.program(statement.program, helper === 'if' ? yes : context);
    const otherwise = this.program(statement.inverse, helper === 'if' ? context : yes);
    return { ever: whenSo.ever.union(otherwise.ever), always: whenSo.always.intersection(otherwise.always) };
  }

  #partial(statement: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement, body: hbs.AST.Program | null, context: Context): Printed {
    const name = 'original' in statement.name ? statement.name.original : null;
    if (name === '@partial-block') {
      return context.block === null
        ? this.#refuse(statement, context, 'there is no block to print here', 'include this file with {{#> …}}')
        : context.block();
    }
    const file = name === null ? undefined : this.#resolve(name);
    if (name === null || file === undefined) {
      return this.#refuse(statement, context, `unknown partial "${name ?? '(…)'}"`, 'expected words, a file of _layout/ or of partials/');
    }
    if (context.including.includes(file.path)) {
      return this.#refuse(statement, context, `"${name}" includes itself`, 'partials may not go in circles');
    }
    return this.program(file.program, {
      file,
      fields: { ...context.fields, ...this.#words(statement, context) },
      seen: context.seen,
      including: [...context.including, file.path],
      block: body === null ? null : () => this.program(body, context),
    });
  }

  /** Words handed to a partial: `{{#> row label="Order number"}}`. */
  #words(statement: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement, context: Context): Record<string, FieldUse> {
    if (statement.params.length > 0) this.#refuse(statement, context, 'a partial takes no other context', 'remove what follows its name');
    const words: Record<string, FieldUse> = {};
    for (const pair of statement.hash?.pairs ?? []) {
      if (pair.value.type !== 'StringLiteral') this.#refuse(pair, context, `${pair.key} must be words in quotes`, `${pair.key}="…"`);
      if (pair.key in context.fields) this.#refuse(pair, context, `${pair.key} is the name of a value`, 'use another name');
      words[pair.key] = 'free';
    }
    return words;
  }

  /** The plain name of a value that exists here; null, with a problem noted, for anything else. */
  #valueName(expression: hbs.AST.Expression, context: Context): string | null {
    const path = expression as hbs.AST.PathExpression;
    const name = path.original;
    if (expression.type !== 'PathExpression' || path.data || path.depth > 0 || path.parts.length !== 1 || path.parts[0] !== name) {
      this.#refuse(expression, context, `"${name}" is no plain value`, `known here: ${known(context)}`);
      return null;
    }
    if (!Object.hasOwn(context.fields, name)) {
      this.#refuse(expression, context, `unknown variable "${name}"`, `known here: ${known(context)}`);
      return null;
    }
    return name;
  }

  #refuse(node: hbs.AST.Node, context: Context, what: string, mend: string): Printed {
    const origin = context.including.length > 1 ? ` (included by ${context.including.slice(0, -1).join(' → ')})` : '';
    this.problems.push({ place: `${context.file.path} line ${node.loc.start.line}`, what: `${what}${origin}`, mend });
    return NOTHING;
  }
}

function known(context: Context): string {
  return Object.keys(context.fields).join(', ');
}

function union(parts: readonly Printed[]): Printed {
  return {
    ever: new Set(parts.flatMap((part) => [...part.ever])),
    always: new Set(parts.flatMap((part) => [...part.always])),
  };
}
