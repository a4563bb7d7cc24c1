import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { PolicyChange, PolicySheet } from '../compose/policy.ts';
import type { CommandIo } from './io.ts';
import { printable } from './printable.ts';

type Out = Pick<CommandIo, 'stdout'>;

/** One version: a row a value; with `words`, the published sections below. */
export function describeSheet({ version, inForce, rows, words }: PolicySheet, withWords: boolean, io: Out): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { stream: io.stdout });
  const head = `${paint('bold', `Policy of ${version.effectiveFrom}`)}${inForce ? paint('green', '  in force') : ''}\n`;
  const lines = rows.map(({ sections, name, value }) => `${sectionMark(sections).padEnd(9)} ${name.padEnd(20)} ${printable(value)}\n`);
  const quoted = Object.entries(words).map(
    ([section, { title, text }]) =>
      `\n${paint('bold', `${section}. ${printable(title)}`)}\n${printable(text)
        .split('\n')
        .map((line) => `   ${line}\n`)
        .join('')}`,
  );
  return head + lines.join('') + (withWords ? quoted.join('') : '');
}

/** A table a change; removed values in red, new ones in green, where the terminal has colours. */
export function describeChanges(changes: readonly PolicyChange[], io: Out): string {
  if (changes.length === 0) return 'no difference\n';
  const table = new Table({ head: ['Version', '', 'Section', 'Value', 'Before', 'After'], style: { head: [], border: [], compact: true } });
  for (const { version, change, sections, name, before, after } of changes) {
    const paint = (style: 'red' | 'green', text: string | null) =>
      text === null ? '' : styleText(style, printable(text), { stream: io.stdout });
    table.push([version, change, sectionMark(sections), name, paint('red', before), paint('green', after)]);
  }
  return `${table.toString()}\n`;
}

function sectionMark(sections: readonly string[]): string {
  return sections.length === 0 ? '' : `§${sections.join(', ')}`;
}
