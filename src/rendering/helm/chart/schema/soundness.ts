import { goRegexp } from '../../../../base/goRegexp.ts';
import { heldSchemas, type Draft } from './draft.ts';
import { isList, isObject, member, type Json, type JsonObject } from './json.ts';
import { mostDepth, type Resources } from './resources.ts';

/** Why a schema cannot be used: Helm refuses it (`broken`, with the keyword), or it depends on what is not here (`remote`, with the address; `too-large`). */
export type Unsound = { readonly type: 'broken' | 'remote' | 'too-large'; readonly text: string };

/** Looks at every schema in a schema, as Helm's library does before it validates. Undefined where all can be used. */
export function unsoundness(root: Json, base: string, draft: Draft, resources: Resources): Unsound | undefined {
  const open: Open[] = [{ schema: root, base, depth: 0, used: true, flagAllowed: false }];
  const seen = new Set<Json>();
  const seenUsed = new Set<Json>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { schema, depth, used } = next;
    if (typeof schema === 'boolean' && (draft !== 4 || next.flagAllowed)) continue;
    if (!isObject(schema)) return { type: 'broken', text: JSON.stringify(schema) };
    if ((used ? seenUsed : seen).has(schema)) continue;
    (used ? seenUsed : seen).add(schema);
    if (depth > mostDepth) return { type: 'too-large', text: '' };
    const inside = resources.baseOf(schema, next.base);
    const wrong = unsoundKeyword(schema, draft) ?? (used || draft < 2019 ? unsoundPattern(schema) : undefined);
    if (wrong !== undefined) return wrong;
    for (const keyword of ['$ref', '$dynamicRef']) {
      const reference = member(schema, keyword);
      // What nobody refers to may itself refer to nothing.
      if (!used || typeof reference !== 'string' || (keyword === '$dynamicRef' && draft < 2020)) continue;
      const target = resources.resolve(reference, inside);
      if (target === 'remote') return { type: 'remote', text: reference };
      if (target === 'missing') return { type: 'broken', text: reference };
      if (target !== 'anything') open.push({ schema: target.schema, base: target.base, depth: depth + 1, used, flagAllowed: false });
    }
    for (const { schema: held, keyword } of heldSchemas(schema, draft))
      open.push({
        schema: held,
        base: inside,
        depth: depth + 1,
        used: used && keyword !== 'definitions' && keyword !== '$defs',
        flagAllowed: keyword === 'additionalProperties' || keyword === 'additionalItems',
      });
  }
  return undefined;
}

interface Open {
  readonly schema: Json;
  readonly base: string;
  readonly depth: number;
  /** Whether validation may come to it: not to a definition that nobody refers to. */
  readonly used: boolean;
  /** Whether the oldest edition takes true and false here. */
  readonly flagAllowed: boolean;
}

const types = new Set<Json>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const isCount = (value: Json): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNumber = (value: Json): boolean => typeof value === 'number';
const isText = (value: Json): boolean => typeof value === 'string';
const areTexts = (value: Json): boolean => isList(value) && value.every(isText) && new Set(value).size === value.length;
const isMap = (value: Json): boolean => isObject(value);
const isFilledList = (value: Json): boolean => isList(value) && value.length > 0;
const isFlag = (value: Json): boolean => typeof value === 'boolean';

/** The form of the keywords that every edition's own schema asks for; those that hold one schema are looked at on their own. */
const forms: Readonly<Record<string, (value: Json, draft: Draft) => boolean>> = {
  type: (value) =>
    isList(value) ? value.length > 0 && value.every((one) => types.has(one)) && new Set(value).size === value.length : types.has(value),
  enum: (value, draft) => isList(value) && (draft !== 4 || value.length > 0),
  multipleOf: (value) => typeof value === 'number' && value > 0,
  maximum: isNumber,
  minimum: isNumber,
  exclusiveMaximum: (value, draft) => (draft === 4 ? isFlag(value) : isNumber(value)),
  exclusiveMinimum: (value, draft) => (draft === 4 ? isFlag(value) : isNumber(value)),
  maxLength: isCount,
  minLength: isCount,
  maxItems: isCount,
  minItems: isCount,
  uniqueItems: isFlag,
  maxProperties: isCount,
  minProperties: isCount,
  required: (value, draft) => areTexts(value) && (draft !== 4 || isFilledList(value)),
  properties: isMap,
  patternProperties: isMap,
  definitions: isMap,
  $defs: isMap,
  allOf: isFilledList,
  anyOf: isFilledList,
  oneOf: isFilledList,
  prefixItems: isFilledList,
  items: (value, draft) => !isList(value) || (draft < 2020 && (draft !== 4 || value.length > 0)),
  dependencies: isMap,
  dependentSchemas: isMap,
  dependentRequired: isMap,
  pattern: isText,
  format: isText,
  title: isText,
  description: isText,
  $ref: isText,
  $id: (value, draft) => typeof value === 'string' && (draft < 2019 || /^[^#]*#?$/.test(value)),
  minContains: isCount,
  maxContains: isCount,
  $comment: isText,
  examples: isList,
};

const since: Readonly<Record<string, Draft>> = {
  $id: 6,
  examples: 6,
  $comment: 7,
  $defs: 2019,
  dependentSchemas: 2019,
  dependentRequired: 2019,
  minContains: 2019,
  maxContains: 2019,
  prefixItems: 2020,
};

function unsoundKeyword(schema: JsonObject, draft: Draft): Unsound | undefined {
  for (const [keyword, value] of Object.entries(schema)) {
    const suits = Object.hasOwn(forms, keyword) ? forms[keyword] : undefined;
    // In the oldest edition these are flags beside the bound.
    const bound = { exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' }[keyword];
    if (draft === 4 && bound !== undefined && member(schema, bound) === undefined) return { type: 'broken', text: keyword };
    if (suits !== undefined && draft >= (since[keyword] ?? 4) && !suits(value, draft)) return { type: 'broken', text: keyword };
  }
  return undefined;
}

/** Expressions are Go's: no look-around. */
function unsoundPattern(schema: JsonObject): Unsound | undefined {
  const pattern = member(schema, 'pattern');
  const properties = member(schema, 'patternProperties');
  for (const text of [...(typeof pattern === 'string' ? [pattern] : []), ...(isObject(properties) ? Object.keys(properties) : [])]) {
    const compiled = goRegexp(text);
    if (typeof compiled === 'string') return { type: compiled === 'invalid' ? 'broken' : 'too-large', text };
  }
  return undefined;
}
