import { readFileSync } from 'node:fs';
import type { Zone, ZoneRecord } from './zone.ts';

const folder = new URL('../../../fixtures/verification/', import.meta.url);

/** The lines of a table, without its comments. */
function linesOf(file: string): string[] {
  return readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The rows `sentence: words => result` of a table. */
export function readTable(file: string): [sentence: string, words: string[], result: string][] {
  return linesOf(file).map((line) => {
    const row = /^(?<sentence>[^:]+): (?<words>.+) => (?<result>.+)$/.exec(line)?.groups;
    if (row === undefined) throw new Error(`${file} has a line of another form: ${line}`);
    return [row['sentence'] ?? '', row['words']?.split(' ') ?? [], row['result'] ?? ''];
  });
}

/** `zone.txt`, what DNS says in all of these tables. */
export function readZone(): Zone {
  const zone: Record<string, ZoneRecord[]> = {};
  for (const line of linesOf('zone.txt')) {
    const [name = '', type = ''] = line.split(' ', 2);
    const records = zone[name] ?? [];
    records.push(type === 'TIMEOUT' ? type : { type, value: resolvedValue(type, line.slice(`${name} ${type} `.length)) });
    zone[name] = records;
  }
  return zone;
}

function resolvedValue(type: string, written: string): unknown {
  if (type === 'TXT') return [...written.matchAll(/"([^"]*)"/g)].map(([, string = '']) => string);
  if (type !== 'MX') return written;
  const [priority, exchange] = written.split(' ');
  return { priority: Number(priority), exchange };
}

/** A mail of `signed/`, one character an octet. */
export function readSignedMail(name: string): string {
  return readFileSync(new URL(`signed/${name}.eml`, folder), 'latin1');
}
