import { jsonSchemaOf, schemasOfFiles } from '../compose/schemas.ts';
import { answerSchema } from './answer-schema.ts';
import { eventSchema } from './event-schema.ts';

/** Every schema that is published, by the name of its file in docs/schemas/. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  const printed = [
    ['answer', jsonSchemaOf(answerSchema, 'One line of triage --json')],
    ['event', jsonSchemaOf(eventSchema, 'One line of audit show --json')],
  ] as const;
  const all = [...schemasOfFiles(), ...printed];
  return new Map(all.map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]));
}
