import { UnusableInput } from '../../domain/problem.ts';
import { isCertificateFault } from '../certificate-faults.ts';
import { SourceSilent } from '../steady-source.ts';

/** By SQLSTATE, or by its class: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const MENDS: readonly { readonly fits: RegExp; readonly mend: string }[] = [
  { fits: /^28/, mend: 'check the user in ORDERS and the password in ORDERS_PASSWORD, and pg_hba.conf' },
  { fits: /^3D/, mend: 'check the name of the database in ORDERS' },
  { fits: /^42501$/, mend: 'GRANT SELECT to this user on what the query reads' },
  { fits: /^42P01$/, mend: 'name the table in ORDERS_MAPPING, or write a query of your own into ORDERS_QUERY' },
  { fits: /^42/, mend: 'correct the query in ORDERS_QUERY' },
  { fits: /^25006$/, mend: 'the query must read only: correct ORDERS_QUERY' },
];

/**
 * What a failed query means.
 * @returns UnusableInput where a person must mend something, SourceSilent where it may answer another time; else the error as it is
 */
export function explainFault(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof UnusableInput || error instanceof SourceSilent) return error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const message = error.message === '' ? code : error.message;
  const mend = /^[0-9A-Z]{5}$/.test(code) ? MENDS.find(({ fits }) => fits.test(code))?.mend : mendOfConnection(code, message);
  if (mend === undefined) return new SourceSilent(`${place}: ${message}`);
  return new UnusableInput([{ place, what: message, mend }]);
}

function mendOfConnection(code: string, message: string): string | undefined {
  if (isCertificateFault(code)) return "name the server's certificate authority in ORDERS: …&sslrootcert=/path/ca.pem";
  if (message.includes('does not support SSL'))
    return 'turn TLS on in the server, or add sslmode=disable to ORDERS if nobody listens between';
  if (message.includes('password must be a')) return 'give the password in ORDERS_PASSWORD or ORDERS_PASSWORD_FILE';
  return undefined;
}
