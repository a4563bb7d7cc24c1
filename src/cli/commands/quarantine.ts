import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Quarantine, withQuarantine } from '../../compose/quarantine.ts';
import { thisPerson } from '../../compose/this-person.ts';
import { readOrExplain } from '../../config/environment.ts';
import { UnusableInput } from '../../domain/problem.ts';
import type { QuarantinedMail, QuarantineRefusal } from '../../domain/quarantine.ts';
import type { Result } from '../../domain/result.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonLine, write } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { describeQuarantined, quarantinedObject, quarantineTable } from '../quarantine-view.ts';

interface ListOptions {
  readonly json?: boolean;
}

interface ExportOptions {
  readonly out?: string;
}

/** `refund-triage quarantine list`: what passes gave up, oldest first. */
export async function listQuarantine(options: ListOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const mails = await withQuarantine(loadConfig(envFile, io), (quarantine) => quarantine.list());
  if (options.json) for (const mail of mails) await write(io.stdout, jsonLine(quarantinedObject(mail)));
  else io.stdout.write(mails.length === 0 ? 'nothing is in quarantine\n' : `${quarantineTable(mails, io)}\n`);
  return EXIT.fine;
}

/** `refund-triage quarantine show`: why it is there, and its header. */
export async function showQuarantined(id: string, options: ListOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const config = loadConfig(envFile, io);
  const { mail, bytes } = await withQuarantine(config, async (quarantine) => {
    const found = await findOrExplain(quarantine, id);
    return { mail: found, bytes: await quarantine.bytes(found.id) };
  });
  io.stdout.write(options.json ? jsonLine(quarantinedObject(mail)) : describeQuarantined(mail, bytes, config.maxMailBytes));
  return EXIT.fine;
}

const OWNER_ONLY = 0o600;

/** `refund-triage quarantine export`: the bytes as they came, to a file of this user's alone or to standard output. */
export async function exportQuarantined(id: string, options: ExportOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const bytes = await withQuarantine(loadConfig(envFile, io), async (quarantine) => {
    const mail = await findOrExplain(quarantine, id);
    return (await quarantine.bytes(mail.id)) ?? refuseExport(mail);
  });
  if (options.out !== undefined) {
    writeNew(resolve(io.cwd, options.out), bytes);
    return EXIT.fine;
  }
  if (io.stdout.isTTY === true) {
    const mend = 'name a file with --out, or send the output to one';
    throw new UnusableInput([{ place: 'quarantine export', what: 'a mail may rewrite the screen of a terminal', mend }]);
  }
  io.stdout.write(bytes);
  return EXIT.fine;
}

/** `refund-triage quarantine retry`: back in line, for the next pass. */
export async function retryQuarantined(ids: readonly string[], envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const { maxMailBytes } = loadConfig(envFile, io);
  return actOn(ids, envFile, io, 'is back in line: the next poll judges it', (quarantine, id, by) =>
    quarantine.retry(id, maxMailBytes, by),
  );
}

/** `refund-triage quarantine replace`: edited bytes in its place, for the next pass. */
export async function replaceQuarantined(id: string, file: string, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const { maxMailBytes } = loadConfig(envFile, io);
  const path = resolve(io.cwd, file);
  const edited = readOrExplain(path, (name) => readFileSync(name));
  if (edited.length === 0) throw new UnusableInput([{ place: path, what: 'is empty', mend: 'name a whole mail, header and body' }]);
  if (edited.length > maxMailBytes)
    throw new UnusableInput([{ place: path, what: `is larger than ${maxMailBytes} bytes`, mend: 'raise MAX_MAIL_BYTES, or cut it' }]);
  return actOn([id], envFile, io, 'is replaced and back in line: the next poll judges what you gave', (quarantine, row, by) =>
    quarantine.replace(row, edited, by),
  );
}

/** `refund-triage quarantine drop`: closed for good. */
export async function dropQuarantined(ids: readonly string[], envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  return actOn(ids, envFile, io, 'is closed; in the mailbox it stays', (quarantine, id, by) => quarantine.drop(id, by));
}

type Act = (
  quarantine: Quarantine,
  id: number,
  by: Parameters<Quarantine['drop']>[1],
) => Promise<Result<QuarantinedMail, QuarantineRefusal>>;

/** Each by itself: one that is refused does not stop the others. */
async function actOn(ids: readonly string[], envFile: string | null, io: CommandIo, done: string, act: Act): Promise<ExitStatus> {
  const by = { actor: thisPerson(), at: new Date() };
  return withQuarantine(loadConfig(envFile, io), async (quarantine) => {
    let status: ExitStatus = EXIT.fine;
    for (const id of ids.map(parseId)) {
      const acted = await act(quarantine, id, by);
      if (acted.ok) io.stdout.write(`${id} ${done}\n`);
      else {
        io.stderr.write(`${describeRefusal(acted.error)}\n`);
        status = EXIT.someFailed;
      }
    }
    return status;
  });
}

async function findOrExplain(quarantine: Quarantine, text: string): Promise<QuarantinedMail> {
  const id = parseId(text);
  const mail = await quarantine.find(id);
  if (mail) return mail;
  throw new UnusableInput([{ place: 'quarantine', what: `no mail ${id} is there`, mend: '`quarantine list` shows what is' }]);
}

function parseId(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new UnusableInput([{ place: 'quarantine', what: 'expected the number of a mail', mend: '`quarantine list` shows them' }]);
}

function describeRefusal(refusal: QuarantineRefusal): string {
  const { kind, id } = refusal;
  if (kind === 'no-such-mail') return `${id}: no such mail is in quarantine; \`quarantine list\` shows what is`;
  if (kind === 'stale') return `${id}: its mailbox has new UIDs since; what is still there came again under another one, so drop this one`;
  return `${id}: it has ${refusal.sizeBytes} bytes, the limit is ${refusal.maxMailBytes}; raise MAX_MAIL_BYTES and try again`;
}

function refuseExport({ id, path, uid, sizeBytes }: QuarantinedMail): never {
  const what = `the ${sizeBytes} bytes of mail ${id} were not fetched, or not kept`;
  throw new UnusableInput([{ place: 'quarantine export', what, mend: `take it from ${path}, UID ${uid}, with a mail program` }]);
}

/** Nothing that is there already is written over. */
function writeNew(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { flag: 'wx', mode: OWNER_ONLY });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
    throw new UnusableInput([{ place: path, what: 'is there already', mend: 'name another file' }]);
  }
}
