import { jsonSchemaOf, schemasOfFiles } from '../compose/schemas.ts';
import { answerSchema } from './answer-schema.ts';

/** Every schema that is published, by the name of its file in docs/schemas/. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  const all = [...schemasOfFiles(), ['answer', jsonSchemaOf(answerSchema, 'One line of triage --json')] as const];
  return new Map(all.map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]));
}
