import type { SendableOutcome } from '../domain/sending.ts';
import { addEvent } from './events.ts';
import type { Write } from './schema.ts';

const NAME = 'sending-open-for';

/**
 * Writes down which outcomes are sent, where they are other ones than for the pass before: who looks at the record sees from when on replies left unseen.
 * @returns whether something is sent now that was not before
 */
export async function noteOpenOutcomes(write: Write, outcomes: readonly SendableOutcome[], now: Date): Promise<boolean> {
  const row = await write.selectFrom('settings').select('value').where('name', '=', NAME).executeTakeFirst();
  const before = row?.value ?? '';
  const value = outcomes.join(' ');
  if (value === before) return false;
  await write
    .insertInto('settings')
    .values({ name: NAME, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
  await addEvent(write, { at: now, what: value === '' ? 'sending-closed' : 'sending-opened', detail: { outcomes: value, before } });
  return outcomes.some((outcome) => !before.split(' ').includes(outcome));
}
