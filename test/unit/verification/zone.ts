import type { Resolve } from '../../../src/verification/cached-dns.ts';

/** One record by its type, with the value that Node's `dns.resolve` gives for it; `TIMEOUT`: no answer about types without a record. */
export type ZoneRecord = 'TIMEOUT' | { readonly type: string; readonly value: unknown };

/** What DNS says, by name; a string is one TXT record, `timeout` never answers, `servfail` fails. */
export type Zone = Readonly<Record<string, string | readonly ZoneRecord[]>>;

/** Answers from `zone` and writes down what it was asked. */
export function zoneResolver(zone: Zone, asked: string[] = []): Resolve {
  return (name, type) => {
    asked.push(`${type} ${name}`);
    const records = zone[name.toLowerCase()];
    if (records === 'timeout') return new Promise(() => undefined);
    if (records === 'servfail') return failure('ESERVFAIL');
    if (records === undefined) return failure('ENOTFOUND');
    return answerFrom(typeof records === 'string' ? [{ type: 'TXT', value: [records] }] : records, type);
  };
}

function answerFrom(records: readonly ZoneRecord[], type: string): ReturnType<Resolve> {
  const values = records.flatMap((record) => (record !== 'TIMEOUT' && record.type === type ? [record.value] : []));
  // An MX answer holds objects, which the checks know and the type of the port leaves out.
  if (values.length > 0) return Promise.resolve(values as string[]);
  return failure(records.includes('TIMEOUT') ? 'ETIMEOUT' : 'ENODATA');
}

function failure(code: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(code), { code }));
}
