import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkEveryTemplate } from '../../compose/templates.ts';
import { describeProblem } from '../../domain/problem.ts';
import { type CommandIo, EXIT, type ExitStatus } from '../io.ts';
import { loadConfig } from '../load-config.ts';

interface CheckOptions {
  readonly templates?: string;
  readonly out?: string;
}

/** `refund-triage templates check`: renders every template with every sample, and says what is wrong. */
export async function checkTemplates(options: CheckOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const { locales, renderings, problems } = await checkEveryTemplate(loadConfig(envFile, io), options, io);
  if (options.out !== undefined) {
    const out = resolve(io.cwd, options.out);
    mkdirSync(out, { recursive: true });
    for (const { sample, reply } of renderings) {
      const name = `${reply.locale}-${sample.replaceAll(/[^a-z0-9]+/gi, '-')}`;
      writeFileSync(join(out, `${name}.txt`), `Subject: ${reply.subject}\n\n${reply.text}`);
      writeFileSync(join(out, `${name}.html`), reply.html);
    }
    io.stdout.write(`${renderings.length} renderings written to ${out}\n`);
  }
  for (const problem of problems) io.stderr.write(`${describeProblem(problem)}\n`);
  io.stdout.write(
    `${renderings.length} renderings in ${locales.join(', ')}: ${problems.length === 0 ? 'all fine' : `${problems.length} problems`}\n`,
  );
  return problems.length === 0 ? EXIT.fine : EXIT.unusable;
}
