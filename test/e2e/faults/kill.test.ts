import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { requestMailbox } from '../support/request-mailbox.ts';

/** The long form (`npm run test:faults`) asks for 300. */
const KILLS = Number(process.env['FAULT_KILLS'] ?? 15);
const SEED = Number(process.env['FAULT_SEED'] ?? 20_260_204);
const MAILS = 200;
/** As a part of an undisturbed pass: early enough that a round sees several kills, and late enough that most are behind its start. */
const LATEST_KILL = 0.75;
/** A round of a full run, a handful of kills and a look at the result takes a few seconds for each of its kills. */
const PATIENCE_MS = 300_000 + KILLS * 20_000;

let server: DovecotServer;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());

interface Round {
  readonly kills: number;
  /** Kills after which the ledger held some of the drafts, and not all. */
  readonly inTheMiddle: number;
  readonly lastPassMs: number;
  readonly drafts: readonly string[];
  readonly reconciled: unknown;
}

/** A mailbox of 200 requests, polled by a process that is killed at random moments until one comes through. */
async function playRound(maxKills: number, maxDelayMs: number, random: () => number): Promise<Round> {
  const mailbox = requestMailbox(server, MAILS);
  const { directory } = mailbox;
  const drafts = join(mailbox.bench.maildir, '.Drafts');
  try {
    let kills = 0;
    let inTheMiddle = 0;
    for (let isThrough = false; !isThrough && kills < maxKills; ) {
      isThrough = !(await pollAndKill(directory, random() * maxDelayMs));
      if (isThrough) break;
      kills++;
      const placed = countFiles(drafts);
      if (placed > 0 && placed < MAILS) inTheMiddle++;
    }
    const started = performance.now();
    expect(await mailbox.run('poll')).toMatchObject({ status: 0, stderr: '' });
    const lastPassMs = performance.now() - started;
    expect((await mailbox.run('poll')).stdout).toContain(': 0 new;');
    const reconciled = JSON.parse((await mailbox.run('reconcile', '--json')).stdout) as unknown;
    return { kills, inTheMiddle, lastPassMs, drafts: await mailbox.recipients(), reconciled };
  } finally {
    mailbox.remove();
  }
}

/** Mails of a Maildir, without asking the server. */
function countFiles(maildir: string): number {
  return ['cur', 'new'].reduce((sum, part) => sum + (existsSync(join(maildir, part)) ? readdirSync(join(maildir, part)).length : 0), 0);
}

/** @returns whether the process was killed before it came to its end */
function pollAndKill(directory: string, delayMs: number): Promise<boolean> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const child = spawn(resolve('bin/refund-triage'), ['poll'], { cwd: directory, env, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (_, signal) => {
      clearTimeout(timer);
      done(signal === 'SIGKILL');
    });
  });
}

/** Mulberry32: the moments are drawn anew from the seed in each run; what they hit is up to the machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test(
  `${KILLS} times kill -9 at random moments of runs over ${MAILS} mails: every request has exactly one draft and the ledger reconciles`,
  async () => {
    const random = randomFrom(SEED);
    const senders = Array.from({ length: MAILS }, (_, n) => `customer-${n}@example.com`);
    const undisturbed = await playRound(0, 0, random);
    const sum = { rounds: 0, kills: 0, inTheMiddle: 0, lost: 0, doubled: 0 };
    expect(undisturbed.drafts).toHaveLength(MAILS);
    while (sum.kills < KILLS) {
      const { kills, inTheMiddle, drafts, reconciled } = await playRound(KILLS - sum.kills, undisturbed.lastPassMs * LATEST_KILL, random);
      sum.rounds++;
      sum.kills += kills;
      sum.inTheMiddle += inTheMiddle;
      sum.lost += senders.filter((sender) => !drafts.includes(sender)).length;
      sum.doubled += drafts.length - new Set(drafts).size;
      expect(reconciled).toMatchObject({ ok: true, received: MAILS, accounted: MAILS, standings: { done: MAILS }, missing: [], gone: [] });
    }
    console.log(
      `${sum.kills} kills in ${sum.rounds} rounds of ${MAILS} mails, ${sum.inTheMiddle} of them between the first draft and the last: ${sum.lost} lost, ${sum.doubled} doubled`,
    );
    expect(sum).toMatchObject({ kills: KILLS, lost: 0, doubled: 0 });
    expect(sum.inTheMiddle).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);
