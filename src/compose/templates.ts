import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Config } from '../config/config.ts';
import { readOrExplain } from '../config/environment.ts';
import { loadTemplates, type Templates } from '../reply/load-templates.ts';
import type { TemplateSource } from '../reply/template-files.ts';
import { LAYOUT_FOLDER, templatesByLocale } from '../reply/templates-by-locale.ts';
import { type Overrides, type Surroundings, templatesFolder } from './sources.ts';

/** The templates of a folder, every one of them checked before the first is used. */
export function loadEveryTemplate(folder: string): Templates {
  return loadTemplates(readSources(folder, folder), folder);
}

/**
 * The templates that come with the program. Its tests have checked them all, and most mails need one language of them:
 * reading and checking all sixteen would be a third of the time that one mail takes.
 */
export function openShippedTemplates(folder: string): Templates {
  const locales = readOrExplain(folder, (path) => readdirSync(path)).filter((name) => name !== LAYOUT_FOLDER);
  const sourcesOf = (locale: string) => [LAYOUT_FOLDER, locale].flatMap((name) => readSources(join(folder, name), folder));
  return templatesByLocale(locales.sort(), sourcesOf, folder);
}

/** @param root what the paths are relative to */
function readSources(folder: string, root: string): readonly TemplateSource[] {
  return readOrExplain(folder, (path) => readdirSync(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: relative(root, path).split(sep).join('/'),
      source: readOrExplain(path, (file) => readFileSync(file, 'utf8')),
    }));
}

/** Every template with every sample. */
export async function checkEveryTemplate(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>) {
  const templates = loadEveryTemplate(templatesFolder(config, overrides, around));
  const { renderEverySample } = await import('../reply/render-samples.ts');
  return { locales: templates.locales, ...renderEverySample(templates) };
}
