import { describe, expect, test } from 'vitest';
import { findBorderHop } from '../../../src/verification/border-hop.ts';

const fields = (lines: readonly string[]) =>
  lines.map((line) => ({ key: line.slice(0, line.indexOf(':')).toLowerCase(), line: Buffer.from(line, 'utf8') }));
const hop = (...lines: string[]) => findBorderHop(fields(lines), ['MX.shop.example ', 'mx2.shop.example']);

const PATH = 'Return-Path: <mira@example.com>';
const REAL =
  'Received: from mail.example.com (mail.example.com [192.0.2.1]) by mx.shop.example (Postfix) with ESMTPS id 4X; Thu, 5 Mar 2026 10:00:00 +0000';
const FORGED_PATH = 'Return-Path: <victim@bank.example>';
const FORGED =
  'Received: from mail.bank.example (mail.bank.example [203.0.113.7]) by mx.shop.example (Postfix) with ESMTPS id 9Z; Thu, 5 Mar 2026 09:00:00 +0000';
const LMTP =
  'Received: from mx.shop.example by mx.shop.example with LMTP id 2w (envelope-from <mira@example.com>); Thu, 5 Mar 2026 10:00:01 +0000';
const FILTER =
  'Received: from localhost (localhost [127.0.0.1]) by mx.shop.example (Postfix) with ESMTP id 5F; Thu, 5 Mar 2026 10:00:01 +0000';
const INSIDE =
  'Received: from mx.shop.example (mx.shop.example [10.0.0.2]) by store.shop.example with ESMTP id 7; Thu, 5 Mar 2026 10:00:02 +0000';

const SEEN = { host: 'mx.shop.example', clientIp: '192.0.2.1', helo: 'mail.example.com', mailFrom: 'mira@example.com' };

describe('what our border host wrote', () => {
  test.each([
    ['straight into the mailbox', [PATH, REAL]],
    ['through an inner host', [PATH, INSIDE, REAL]],
    ['through a content filter on the same host', [PATH, FILTER, REAL]],
    ['through LMTP on the same host', [PATH, 'Delivered-To: support@shop.example', LMTP, REAL]],
    ['the same path twice', [PATH, LMTP, PATH, REAL]],
  ])('%s', (_, lines) => {
    expect(hop(...lines)).toEqual(SEEN);
  });

  test('an IPv6 client', () => {
    expect(hop(PATH, REAL.replace('[192.0.2.1]', '[IPv6:2001:db8::1]'))?.clientIp).toBe('2001:db8::1');
  });
});

describe('attacks', () => {
  test.each([
    ['a whole forged trace below the real one', [PATH, REAL, FORGED_PATH, FORGED], SEEN],
    ['a forged return path below the real trace', [REAL, FORGED_PATH], null],
    ['two return paths above that disagree', [PATH, FORGED_PATH, REAL], null],
    [
      'a HELO that is the address of another',
      [PATH, REAL.replace('from mail.example.com', 'from [203.0.113.7]')],
      { ...SEEN, helo: '[203.0.113.7]' },
    ],
    [
      'a HELO with an address in a comment of its own',
      [PATH, REAL.replace('from mail.example.com', 'from x([203.0.113.7])')],
      { ...SEEN, helo: 'x' },
    ],
    ['a host that only begins like ours', [PATH, REAL.replace('by mx.shop.example', 'by mx.shop.example.evil.example')], null],
    ['our host named in a comment', [PATH, REAL.replace('by mx.shop.example (Postfix)', 'by mx.evil.example (by mx.shop.example)')], null],
    ['a real trace without an address hides no forged one', [PATH, REAL.replace(' [192.0.2.1]', ''), FORGED], null],
    ['a trace field that takes minutes to read', [PATH, `Received: from x (${'['.repeat(100_000)}) by mx.shop.example`, REAL], null],
    ['no return path', [REAL], null],
    ['a null return path', ['Return-Path: <>', REAL], null],
    ['a return path of two addresses', ['Return-Path: <mira@example.com>, <eve@evil.example>', REAL], null],
    ['no border host in the trace', [PATH, INSIDE], null],
    ['no trace at all', [PATH], null],
  ])('%s', (_, lines, seen) => {
    expect(hop(...lines)).toEqual(seen);
  });

  test('without configured hosts nothing is believed', () => {
    expect(findBorderHop(fields([PATH, REAL]), [])).toBeNull();
  });
});
