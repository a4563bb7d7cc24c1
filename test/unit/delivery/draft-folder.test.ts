import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { draftFolder } from '../../../src/delivery/draft-folder.ts';

const RAW = new TextEncoder().encode('Subject: Re: Refund Request\r\n\r\nHello\r\n');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drafts-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

describe('drafts as files', () => {
  test('a draft is one whole file named for its Message-ID, and is found again', async () => {
    const drafts = draftFolder(join(folder, 'made/on/demand'));
    expect(await drafts.find('<abc.1.xyz@shop.test>')).toEqual({ ok: true, value: null });
    const placed = await drafts.put('<abc.1.xyz@shop.test>', RAW);
    expect(placed).toMatchObject({ ok: true, value: { folder: join(folder, 'made/on/demand/abc.1.xyz.eml'), uid: null } });
    expect(readFileSync(join(folder, 'made/on/demand/abc.1.xyz.eml'))).toEqual(Buffer.from(RAW));
    expect(readdirSync(join(folder, 'made/on/demand'))).toEqual(['abc.1.xyz.eml']);
    expect(await drafts.find('<abc.1.xyz@shop.test>')).toEqual(placed);
  });

  test('an id cannot lead out of the folder', async () => {
    await draftFolder(join(folder, 'drafts')).put('<../../escape/../me@shop.test>', RAW);
    expect(readdirSync(folder)).toEqual(['drafts']);
    expect(readdirSync(join(folder, 'drafts'))).toHaveLength(1);
  });

  test('a place that cannot be written is refused, in words', async () => {
    writeFileSync(join(folder, 'file'), '');
    const drafts = draftFolder(join(folder, 'file/drafts'));
    expect(await drafts.put('<a@b>', RAW)).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(await drafts.find('<a@b>')).toMatchObject({ ok: false, error: { kind: 'refused' } });
  });
});
