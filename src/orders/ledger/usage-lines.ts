import type { UsageLine } from '../../domain/usage-explanation.ts';
import type { AttributionLine } from '../attribution/attribute-usage.ts';
import { showInstant } from './read-instant.ts';

/** @param orderIds order numbers as they are written, by their comparable form */
export function linesOf(told: readonly AttributionLine[], orderIds: ReadonlyMap<string, string>): readonly UsageLine[] {
  return told.map(({ event, lot, what, credits, left }) => ({
    at: showInstant(event.at),
    event: event.kind,
    id: 'id' in event ? event.id : null,
    what,
    credits,
    of: lot && { kind: lot.kind, orderId: lot.orderId && (orderIds.get(lot.orderId) ?? lot.orderId), grantId: lot.grantId },
    left,
  }));
}
