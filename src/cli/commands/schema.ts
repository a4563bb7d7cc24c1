import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UnusableInput } from '../../domain/problem.ts';
import { type CommandIo, EXIT, type ExitStatus } from '../io.ts';
import { publishedSchemas } from '../published-schemas.ts';

/** `refund-triage schema [NAME]`: the JSON Schema of a file or of an answer; without a name, the names. */
export function printSchema(name: string | undefined, options: { readonly out?: string }, io: CommandIo): ExitStatus {
  const schemas = publishedSchemas();
  if (options.out !== undefined) {
    const out = resolve(io.cwd, options.out);
    mkdirSync(out, { recursive: true });
    for (const [file, text] of schemas) writeFileSync(join(out, `${file}.schema.json`), text);
    io.stdout.write(`${schemas.size} schemas written to ${out}\n`);
    return EXIT.fine;
  }
  if (name === undefined) {
    io.stdout.write(`${[...schemas.keys()].join('\n')}\n`);
    return EXIT.fine;
  }
  const text = schemas.get(name);
  if (text === undefined) {
    const mend = `expected one of ${[...schemas.keys()].join(', ')}`;
    throw new UnusableInput([{ place: 'schema', what: `there is none named ${name}`, mend }]);
  }
  io.stdout.write(text);
  return EXIT.fine;
}
