import { userInfo } from 'node:os';
import type { Actor } from '../domain/case-event.ts';

/** Whoever runs this, as the operating system names them. */
export function thisPerson(): Actor {
  try {
    return `person:${userInfo().username}`;
  } catch {
    // A container may run under a number without a name.
    return `person:uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
