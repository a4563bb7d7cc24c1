import { createHash } from 'node:crypto';
import { hashOf } from './canonical-json.ts';

/** Who or what acted: `poll` (this program by itself), or `person:NAME` as the operating system names them. */
export type Actor = 'poll' | `person:${string}`;

/** One thing that happened. Never the words of a mail, nor a secret: events outlive both. */
export interface CaseEvent {
  /** Ascending without gaps from 1. */
  readonly id: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly actor: string;
  /** In the past tense: `case-opened`, `draft-placed`. */
  readonly what: string;
  readonly why: string | null;
  readonly messageRowId: number | null;
  readonly caseId: string | null;
  readonly policyVersion: string | null;
  /** SHA-256 of the facts that a decision was made from, hex. */
  readonly inputsHash: string | null;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** An event with its link in the chain. */
export interface ChainedEvent extends CaseEvent {
  /** SHA-256 over the previous event's hash and this event, hex. */
  readonly hash: string;
}

/** What the first event is chained to. */
export const CHAIN_START = '0'.repeat(64);

/** Each event vouches for all before it: none can be changed, removed, added or moved between others without breaking every later link. */
export function chainHash(previousHash: string, event: CaseEvent): string {
  const { id, at, actor, what, why, messageRowId, caseId, policyVersion, inputsHash, detail } = event;
  const content = hashOf({ id, at, actor, what, why, messageRowId, caseId, policyVersion, inputsHash, detail });
  return createHash('sha256').update(`${previousHash}\n${content}`).digest('hex');
}

/** Whether an event follows the one before it, and is as it was when it was written. */
export function linkHolds(previous: Pick<ChainedEvent, 'id' | 'hash'>, event: ChainedEvent): boolean {
  return event.id === previous.id + 1 && event.hash === chainHash(previous.hash, event);
}
