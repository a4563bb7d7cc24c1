/** Prints how well the fixtures are read, field by language, and fails where a field falls below its recorded floor (`floors.json`). */
import Table from 'cli-table3';
import { loadFixtures } from './fixtures.ts';
import floors from './floors.json' with { type: 'json' };
import { FIELDS, type Field, type Finding, isRight, judge } from './judge.ts';

interface Judged {
  readonly name: string;
  readonly language: string;
  readonly findings: readonly Finding[];
}

const judged: Judged[] = [];
for (const fixture of await loadFixtures()) {
  judged.push({ name: fixture.name, language: fixture.expected.language, findings: await judge(fixture) });
}

const table = new Table({
  head: ['', 'mails', ...FIELDS, 'whole mail'],
  style: { head: [], border: [], compact: true },
  colAligns: ['left', 'right', ...FIELDS.map(() => 'right' as const), 'right'],
});
for (const language of [...new Set(judged.map((mail) => mail.language))].sort()) {
  table.push(
    rowOf(
      language,
      judged.filter((mail) => mail.language === language),
    ),
  );
}
table.push(rowOf('all', judged, percent));
const below = belowFloors(judged);
process.stdout.write(
  `${table.toString()}\nRead right, in per cent of the mails that have the field; · is all of them.\n${faultsOf(judged)}${below.map((line) => `below the floor: ${line}\n`).join('')}`,
);
if (below.length > 0) process.exitCode = 1;

function rowOf(title: string, mails: readonly Judged[], show = shown): string[] {
  const shares = [...FIELDS.map((field) => shareRight(mails, field)), shareWhole(mails)];
  return [title, String(mails.length), ...shares.map((share) => (share === null ? '' : show(share)))];
}

/** What is all right recedes, so that what is not can be seen among 28 languages. */
function shown(share: number): string {
  return share === 100 ? '·' : percent(share);
}

function percent(share: number): string {
  return `${share.toFixed(1)} %`;
}

/** @returns per cent; null where no mail has the field */
function shareRight(mails: readonly Judged[], field: Field): number | null {
  const findings = mails.flatMap((mail) => mail.findings.filter((finding) => finding.field === field));
  return findings.length === 0 ? null : (findings.filter(isRight).length / findings.length) * 100;
}

function shareWhole(mails: readonly Judged[]): number | null {
  return mails.length === 0 ? null : (mails.filter((mail) => mail.findings.every(isRight)).length / mails.length) * 100;
}

function belowFloors(mails: readonly Judged[]): string[] {
  const shares = [...FIELDS.map((field) => [field, shareRight(mails, field)] as const), ['whole mail', shareWhole(mails)] as const];
  return shares.flatMap(([name, share]) => ((share ?? 0) < floors[name] ? [`${name} ${(share ?? 0).toFixed(1)} < ${floors[name]}`] : []));
}

function faultsOf(mails: readonly Judged[]): string {
  const lines = mails.flatMap((mail) =>
    mail.findings
      .filter((finding) => !isRight(finding))
      .map(
        ({ field, expected, actual }) => `${mail.name}: ${field}: expected ${JSON.stringify(expected)}, read ${JSON.stringify(actual)}\n`,
      ),
  );
  return lines.join('');
}
