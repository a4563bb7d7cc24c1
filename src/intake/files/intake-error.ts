import type { IntakeError, IntakeErrorCode } from '../../domain/message.ts';

interface Failure {
  readonly code: IntakeErrorCode;
  readonly message: string;
}

const NOT_FOUND: Failure = { code: 'not-found', message: 'there is no such file or directory' };

/** By the system's error name; anything else is shown as the system words it. */
const FAILURES: Readonly<Record<string, Failure>> = {
  ENOENT: NOT_FOUND,
  ENOTDIR: NOT_FOUND,
  ENAMETOOLONG: NOT_FOUND,
  ERR_INVALID_ARG_VALUE: NOT_FOUND,
  ELOOP: { code: 'not-found', message: 'is a symbolic link that leads back to itself' },
  EACCES: { code: 'not-found', message: 'may not be read by this user' },
  EPERM: { code: 'not-found', message: 'may not be read by this user' },
};

/** What the system refused, in words and with a code of the contract. */
export function intakeErrorOf(source: string, error: unknown): IntakeError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const failure = FAILURES[code] ?? { code: 'unparseable', message: error instanceof Error ? error.message : String(error) };
  return { source, ...failure };
}

export function tooLarge(source: string, maxBytes: number): IntakeError {
  return { source, code: 'too-large', message: `is larger than ${maxBytes} bytes, the largest mail that is read` };
}

export function empty(source: string): IntakeError {
  return { source, code: 'unparseable', message: 'is empty: no header, no body' };
}
