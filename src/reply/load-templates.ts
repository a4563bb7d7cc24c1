import Handlebars from 'handlebars';
import { describeProblem, type Problem, UnusableInput } from '../domain/problem.ts';
import { TEMPLATE_NAMES, type TemplateName } from '../domain/reply.ts';
import { checkTemplate } from './check-template.ts';
import { finishHtml, finishSubject, finishText } from './finish-rendering.ts';
import { PARTS, type Part, shelve, type TemplateFile, type TemplateShelf, type TemplateSource } from './template-files.ts';
import { SUBJECT_FIELDS, VIEW_FIELDS, type View } from './view-fields.ts';

/** The words of one reply. */
interface Rendering {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Templates that were checked: rendering them cannot fail for a view of the right type. */
export interface Templates {
  /** BCP 47, sorted; `en` is always among them. */
  readonly locales: readonly string[];
  /** @param requestSubject the customer's subject without reply prefixes; null where there is none */
  render(locale: string, view: View, requestSubject: string | null): Rendering;
}

/**
 * Checks every template against the values it will get; compiles each when it is first used.
 * @param folder named in problems
 * @param fallback the locale that must be among them
 * @throws UnusableInput naming file and line of every problem
 */
export function loadTemplates(sources: readonly TemplateSource[], folder = 'templates', fallback = 'en'): Templates {
  const { shelf, problems } = shelve(sources, fallback);
  const all = [...problems, ...shelf.locales.flatMap((locale) => TEMPLATE_NAMES.flatMap((name) => checkParts(shelf, locale, name)))];
  if (all.length > 0) throw new UnusableInput(distinct(all).map((problem) => ({ ...problem, place: `${folder}/${problem.place}` })));
  return new CheckedTemplates(shelf);
}

function checkParts(shelf: TemplateShelf, locale: string, name: TemplateName): Problem[] {
  return PARTS.flatMap((part) => {
    const file = shelf.part(locale, name, part);
    // A file that is missing or does not parse is a problem already noted.
    if (file === undefined) return [];
    if (part === 'subject') return checkTemplate(file, SUBJECT_FIELDS, () => undefined);
    return checkTemplate(file, VIEW_FIELDS[name], (partial) => shelf.partial(locale, name, part, partial));
  });
}

/** A shared file is walked once for each template that includes it. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
}

type Compiled = Handlebars.TemplateDelegate<object>;

class CheckedTemplates implements Templates {
  readonly locales: readonly string[];
  readonly #shelf: TemplateShelf;
  // A world of its own: nobody else's helpers or partials.
  readonly #handlebars = Handlebars.create();
  readonly #compiled = new Map<string, Compiled>();
  readonly #included = new Map<string, Record<string, Compiled>>();

  constructor(shelf: TemplateShelf) {
    this.locales = shelf.locales;
    this.#shelf = shelf;
  }

  render(locale: string, view: View, requestSubject: string | null): Rendering {
    return {
      subject: finishSubject(this.#renderPart(locale, view.template, 'subject', { requestSubject })),
      text: finishText(this.#renderPart(locale, view.template, 'text', view.body)),
      html: finishHtml(this.#renderPart(locale, view.template, 'html', view.body)),
    };
  }

  #renderPart(locale: string, name: TemplateName, part: Part, values: object): string {
    const file = this.#shelf.part(locale, name, part);
    if (file === undefined) throw new Error(`no template ${name}.${part} for ${locale}`);
    const partials = part === 'subject' ? {} : this.#partials(locale, name, part, file);
    return this.#compile(file, part)(values, { partials });
  }

  #partials(locale: string, name: TemplateName, medium: 'text' | 'html', file: TemplateFile): Record<string, Compiled> {
    const known = this.#included.get(file.path);
    if (known) return known;
    const found: Record<string, Compiled> = {};
    const include = (program: hbs.AST.Program) => {
      for (const partial of partialNames(program)) {
        const target = found[partial] === undefined ? this.#shelf.partial(locale, name, medium, partial) : undefined;
        if (target === undefined) continue;
        found[partial] = this.#compile(target, medium);
        include(target.program);
      }
    };
    include(file.program);
    this.#included.set(file.path, found);
    return found;
  }

  #compile(file: TemplateFile, part: Part): Compiled {
    const key = `${part} ${file.path}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const made = this.#handlebars.compile<object>(file.program, {
      strict: true,
      noEscape: part !== 'html',
      knownHelpers: { if: true, unless: true },
      knownHelpersOnly: true,
      preventIndent: true,
    });
    this.#compiled.set(key, made);
    return made;
  }
}

/** Names of the partials used in a program, blocks included. */
function partialNames(program: hbs.AST.Program): readonly string[] {
  const names: string[] = [];
  class Collector extends Handlebars.Visitor {
    override PartialStatement(partial: hbs.AST.PartialStatement): void {
      if ('original' in partial.name) names.push(partial.name.original);
    }
    override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
      if ('original' in partial.name) names.push(partial.name.original);
      super.PartialBlockStatement(partial);
    }
  }
  new Collector().accept(program);
  return names;
}
