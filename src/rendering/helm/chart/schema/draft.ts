import { isList, isObject, member, type Json, type JsonObject } from './json.ts';

/** The edition of JSON Schema, as a number to compare: 4, 6, 7, 2019, 2020. */
export type Draft = 4 | 6 | 7 | 2019 | 2020;

const drafts: Readonly<Record<string, Draft>> = {
  'json-schema.org/schema': 2020,
  'json-schema.org/draft/2020-12/schema': 2020,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-04/schema': 4,
};

/** The newest where nothing is said; undefined for one that would have to be fetched. santhosh-tekuri/jsonschema v6 draft.go */
export function draftOf(schema: Json): Draft | undefined {
  const said = isObject(schema) ? member(schema, '$schema') : undefined;
  if (typeof said !== 'string') return 2020;
  return drafts[said.replace(/#$/, '').replace(/^https?:\/\//, '')];
}

type Form = 'schema' | 'list' | 'map' | 'items' | 'dependencies';

/** Keywords that hold schemas, with the editions that know them. */
const holders: readonly (readonly [keyword: string, form: Form, from: Draft, to?: Draft])[] = [
  ['not', 'schema', 4],
  ['allOf', 'list', 4],
  ['anyOf', 'list', 4],
  ['oneOf', 'list', 4],
  ['properties', 'map', 4],
  ['patternProperties', 'map', 4],
  ['additionalProperties', 'schema', 4],
  ['definitions', 'map', 4],
  ['items', 'items', 4],
  ['additionalItems', 'schema', 4, 2019],
  ['dependencies', 'dependencies', 4],
  ['propertyNames', 'schema', 6],
  ['contains', 'schema', 6],
  ['if', 'schema', 7],
  ['then', 'schema', 7],
  ['else', 'schema', 7],
  ['$defs', 'map', 2019],
  ['dependentSchemas', 'map', 2019],
  ['unevaluatedProperties', 'schema', 2019],
  ['unevaluatedItems', 'schema', 2019],
  ['prefixItems', 'list', 2020],
];

export interface Held {
  readonly keyword: string;
  readonly schema: Json;
}

/** The schemas directly in a schema. */
export function heldSchemas(schema: JsonObject, draft: Draft): readonly Held[] {
  // In the older editions what stands beside a reference says nothing.
  if (draft < 2019 && typeof member(schema, '$ref') === 'string') return heldIn(schema, [['definitions', 'map', 4]], draft);
  return heldIn(schema, holders, draft);
}

function heldIn(schema: JsonObject, among: typeof holders, draft: Draft): readonly Held[] {
  return among.flatMap(([keyword, form, from, to = 2020]) => {
    const value = member(schema, keyword);
    if (value === undefined || draft < from || draft > to) return [];
    return schemasOf(value, form).map((held) => ({ keyword, schema: held }));
  });
}

function schemasOf(value: Json, form: Form): readonly Json[] {
  switch (form) {
    case 'schema':
      return [value];
    case 'list':
      return isList(value) ? value : [];
    case 'map':
      return isObject(value) ? Object.values(value) : [];
    case 'items':
      return isList(value) ? value : [value];
    case 'dependencies':
      return isObject(value) ? Object.values(value).filter((one) => !isList(one)) : [];
  }
}
