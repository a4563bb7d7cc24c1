import { parseEnv } from 'node:util';
import type { Problem } from '../domain/problem.ts';
import { ok, type Result, refuse } from '../domain/result.ts';

const ASSIGNMENT = /^(?:export )?([A-Za-z_][A-Za-z0-9_]*) *=(.*)$/;
const QUOTES = ['"', "'", '`'];

/**
 * Reads the text of a `.env` file. Node's own parser takes the values; the lines are checked first,
 * because that parser skips what it does not understand without a word.
 * @param file for the messages
 */
export function parseEnvFile(content: string, file: string): Result<ReadonlyMap<string, string>, readonly Problem[]> {
  const text = content.replace(/^\uFEFF/, '');
  const problems: Problem[] = [];
  const firstSetOn = new Map<string, number>();
  const lines = text.split(/\r\n|\n|\r/);

  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    const place = `${file} line ${index + 1}`;
    if (line === '' || line.startsWith('#')) continue;

    const assignment = ASSIGNMENT.exec(line);
    if (!assignment) {
      problems.push({ place, what: 'neither NAME=value nor a comment', mend: 'write NAME=value, or begin the line with #' });
      continue;
    }
    const [, name = '', rest = ''] = assignment;
    const before = firstSetOn.get(name);
    if (before === undefined) firstSetOn.set(name, index + 1);
    else problems.push({ place, what: `${name} is set already on line ${before}`, mend: 'keep one of the two' });

    const value = rest.trim();
    const quote = QUOTES.find((mark) => value.startsWith(mark));
    if (quote === undefined) {
      // An unquoted value ends at the first #: a password would be cut short in silence.
      if (/[^ \t]#/.test(value)) problems.push({ place, what: `the value of ${name} holds a #`, mend: 'put the value in quotes' });
      continue;
    }
    if (value.indexOf(quote, 1) > 0) continue;
    const closing = lines.findIndex((later, at) => at > index && later.includes(quote));
    if (closing < 0) {
      problems.push({ place, what: `the quote that opens the value of ${name} is never closed`, mend: `end the value with ${quote}` });
      break;
    }
    index = closing;
  }
  if (problems.length > 0) return refuse(problems);
  const values = Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return ok(new Map(values));
}
