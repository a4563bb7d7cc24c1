import { expect, test } from 'vitest';
import { checkEnvelope } from '../../../src/verification/check-envelope.ts';
import { readTable, readZone } from './verification-fixtures.ts';
import { zoneResolver } from './zone.ts';

const resolve = zoneResolver(readZone());

test.each(readTable('spf.txt'))('%s', async (_, [clientIp = '', mailFrom = ''], result) => {
  const hop = { host: 'mx.shop.example', clientIp, helo: 'mail.shop-client.example', mailFrom };
  expect(await checkEnvelope(hop, resolve)).toMatchObject({ method: 'spf', result });
});
