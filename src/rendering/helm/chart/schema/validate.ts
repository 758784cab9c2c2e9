import { goRegexp, type GoRegexp } from '../../../../base/goRegexp.ts';
import type { GoValue, ListValue, MapValue } from '../../value.ts';
import type { Draft } from './draft.ts';
import { hasFormat } from './formats.ts';
import { isList, isObject, member, type Json, type JsonObject } from './json.ts';
import { mostDepth, type Resources } from './resources.ts';

/** What of a value does not suit a schema: the innermost value, and the keyword that it fails. */
export interface Misfit {
  readonly value: GoValue;
  readonly keyword: string;
  /** The name of a property that is missing or not allowed. */
  readonly property?: string;
}

interface Outcome {
  readonly misfit?: Misfit;
  /** What a keyword has looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
  readonly properties: ReadonlySet<string>;
  readonly items: ReadonlySet<number>;
}

const fits: Outcome = { properties: new Set(), items: new Set() };

/** Validation has used up what it may: schemas in schemas in schemas. */
export class TooCostly extends Error {}

/** Validates values as Go has them, by a schema that `unsoundness` has found usable. Throws `TooCostly`. */
export class Validator {
  readonly #draft: Draft;
  readonly #resources: Resources;
  readonly #patterns = new Map<string, GoRegexp | 'invalid' | 'too-large'>();
  #steps = 0;

  constructor(draft: Draft, resources: Resources) {
    this.#draft = draft;
    this.#resources = resources;
  }

  misfit(schema: Json, base: string, value: GoValue): Misfit | undefined {
    return this.#check(schema, base, value, 0).misfit;
  }

  #check(schema: Json, around: string, value: GoValue, depth: number): Outcome {
    if (++this.#steps > mostSteps || depth > mostDepth * 2) throw new TooCostly();
    if (schema === true || !isObject(schema)) return schema === false ? { ...fits, misfit: { value, keyword: 'false' } } : fits;
    const base = this.#resources.baseOf(schema, around);
    const run = new Run(schema, value);
    const inner = (held: Json, of: GoValue) => this.#check(held, base, of, depth + 1);
    this.#references(schema, base, value, depth, run);
    if (this.#draft < 2019 && typeof member(schema, '$ref') === 'string') return run.outcome();
    checkAny(run, this.#draft, (pattern, text) => this.#matches(pattern, text));
    this.#combinations(run, value, inner);
    if (value.kind === 'map') this.#properties(run, value, inner);
    if (value.kind === 'list') this.#items(run, value, inner);
    return run.outcome();
  }

  #matches(pattern: string, text: string): boolean {
    const compiled = this.#patterns.get(pattern) ?? goRegexp(pattern);
    this.#patterns.set(pattern, compiled);
    return typeof compiled !== 'string' && compiled.compiled.test(text);
  }

  #references(schema: JsonObject, base: string, value: GoValue, depth: number, run: Run): void {
    for (const keyword of this.#draft >= 2020 ? ['$ref', '$dynamicRef'] : this.#draft === 2019 ? ['$ref', '$recursiveRef'] : ['$ref']) {
      const reference = member(schema, keyword);
      if (typeof reference !== 'string') continue;
      const target = this.#resources.resolve(reference, base);
      if (typeof target === 'object') run.take(this.#check(target.schema, target.base, value, depth + 1));
    }
  }

  #combinations(run: Run, value: GoValue, inner: Inner): void {
    for (const held of run.list('allOf')) run.take(inner(held, value));
    for (const keyword of ['anyOf', 'oneOf'] as const) {
      const outcomes = run.list(keyword).map((held) => inner(held, value));
      if (outcomes.length === 0) continue;
      const good = outcomes.filter(({ misfit }) => misfit === undefined);
      if (good.length === 0) run.fail(keyword, outcomes.length === 1 ? outcomes[0]?.misfit : undefined);
      else if (keyword === 'oneOf' && good.length > 1) run.fail(keyword);
      for (const outcome of good) run.take(outcome);
    }
    const not = run.get('not');
    if (not !== undefined && inner(not, value).misfit === undefined) run.fail('not');
    const condition = this.#draft >= 7 ? run.get('if') : undefined;
    if (condition === undefined) return;
    const outcome = inner(condition, value);
    if (outcome.misfit === undefined) run.take(outcome);
    const branch = run.get(outcome.misfit === undefined ? 'then' : 'else');
    if (branch !== undefined) run.take(inner(branch, value));
  }

  #properties(run: Run, map: MapValue, inner: Inner): void {
    const { entries } = map;
    const keys = [...entries.keys()];
    if (keys.length < run.number('minProperties', 0)) run.fail('minProperties');
    if (keys.length > run.number('maxProperties', Infinity)) run.fail('maxProperties');
    for (const name of run.list('required')) if (typeof name === 'string' && !entries.has(name)) run.fail('required', undefined, name);
    const seen = new Set<string>();
    const look = (key: string, schema: Json): void => {
      const entry = entries.get(key);
      if (entry === undefined) return;
      seen.add(key);
      run.takeInner(inner(schema, entry.value));
    };
    const properties = run.map('properties');
    for (const key of keys) {
      const schema = properties === undefined ? undefined : member(properties, key);
      if (schema !== undefined) look(key, schema);
    }
    for (const [pattern, schema] of Object.entries(run.map('patternProperties') ?? {}))
      for (const key of keys) if (this.#matches(pattern, key)) look(key, schema);
    const additional = run.get('additionalProperties');
    if (additional !== undefined)
      for (const key of keys.filter((one) => !seen.has(one))) {
        if (additional === false) run.fail('additionalProperties', undefined, key);
        look(key, additional);
      }
    const names = this.#draft >= 6 ? run.get('propertyNames') : undefined;
    if (names !== undefined)
      for (const key of keys) run.takeInner(inner(names, { kind: 'string', text: key, rope: [], origins: map.origins }));
    this.#dependencies(run, map, inner);
    run.looked(seen);
    const rest = this.#draft >= 2019 ? run.get('unevaluatedProperties') : undefined;
    if (rest !== undefined)
      for (const key of keys.filter((one) => !run.properties.has(one))) {
        if (rest === false) run.fail('unevaluatedProperties', undefined, key);
        look(key, rest);
      }
    run.looked(seen);
  }

  #dependencies(run: Run, map: MapValue, inner: Inner): void {
    const requires = (names: Json): void => {
      for (const name of isList(names) ? names : [])
        if (typeof name === 'string' && !map.entries.has(name)) run.fail('dependencies', undefined, name);
    };
    for (const [key, wanted] of Object.entries(run.map('dependencies') ?? {})) {
      if (!map.entries.has(key)) continue;
      if (isList(wanted)) requires(wanted);
      else run.take(inner(wanted, map));
    }
    if (this.#draft < 2019) return;
    for (const [key, names] of Object.entries(run.map('dependentRequired') ?? {})) if (map.entries.has(key)) requires(names);
    for (const [key, schema] of Object.entries(run.map('dependentSchemas') ?? {})) if (map.entries.has(key)) run.take(inner(schema, map));
  }

  #items(run: Run, list: ListValue, inner: Inner): void {
    const { items } = list;
    if (items.length < run.number('minItems', 0)) run.fail('minItems');
    if (items.length > run.number('maxItems', Infinity)) run.fail('maxItems');
    if (run.get('uniqueItems') === true && hasTwins(items)) run.fail('uniqueItems');
    const written = run.get('items');
    const front = this.#draft >= 2020 ? run.list('prefixItems') : isList(written) ? written : [];
    const rest = this.#draft >= 2020 ? written : isList(written) ? run.get('additionalItems') : written;
    const seen = new Set<number>();
    for (const [index, item] of items.entries()) {
      const schema = front[index] ?? rest;
      if (schema === undefined) continue;
      seen.add(index);
      run.takeInner(inner(schema, item));
    }
    const contained = this.#draft >= 6 ? run.get('contains') : undefined;
    if (contained !== undefined) {
      const found = [...items.entries()].filter(([, item]) => inner(contained, item).misfit === undefined).map(([index]) => index);
      const [least, most] = this.#draft >= 2019 ? [run.number('minContains', 1), run.number('maxContains', Infinity)] : [1, Infinity];
      if (found.length < least || found.length > most) run.fail('contains');
      if (this.#draft >= 2020) for (const index of found) seen.add(index);
    }
    run.lookedAt(seen);
    const unevaluated = this.#draft >= 2019 ? run.get('unevaluatedItems') : undefined;
    if (unevaluated === undefined) return;
    for (const [index, item] of items.entries()) if (!run.items.has(index)) run.takeInner(inner(unevaluated, item));
    run.lookedAt(new Set(items.keys()));
  }
}

type Inner = (schema: Json, value: GoValue) => Outcome;
type Matches = (pattern: string, text: string) => boolean;

const mostSteps = 500_000;

/** One schema against one value: its first misfit, and what it has looked at. */
class Run {
  readonly schema: JsonObject;
  readonly value: GoValue;
  #misfit: Misfit | undefined;
  readonly properties = new Set<string>();
  readonly items = new Set<number>();

  constructor(schema: JsonObject, value: GoValue) {
    this.schema = schema;
    this.value = value;
  }

  get(keyword: string): Json | undefined {
    return member(this.schema, keyword);
  }

  list(keyword: string): readonly Json[] {
    const value = this.get(keyword);
    return isList(value) ? value : [];
  }

  map(keyword: string): JsonObject | undefined {
    const value = this.get(keyword);
    return isObject(value) ? value : undefined;
  }

  number(keyword: string, absent: number): number {
    const value = this.get(keyword);
    return typeof value === 'number' ? value : absent;
  }

  fail(keyword: string, inner?: Misfit, property?: string): void {
    this.#misfit ??= inner ?? { value: this.value, keyword, ...(property !== undefined && { property }) };
  }

  /** Of a schema about the same value. */
  take({ misfit, properties, items }: Outcome): void {
    this.#misfit ??= misfit;
    this.looked(properties);
    this.lookedAt(items);
  }

  /** Of a schema about a part of it. */
  takeInner({ misfit }: Outcome): void {
    this.#misfit ??= misfit;
  }

  looked(properties: ReadonlySet<string>): void {
    for (const key of properties) this.properties.add(key);
  }

  lookedAt(items: ReadonlySet<number>): void {
    for (const index of items) this.items.add(index);
  }

  outcome(): Outcome {
    return this.#misfit === undefined ? this : { misfit: this.#misfit, properties: this.properties, items: this.items };
  }
}

/** The keywords about values of any type, numbers and texts. */
function checkAny(run: Run, draft: Draft, matches: Matches): void {
  const { value } = run;
  const type = run.get('type');
  if (type !== undefined && !(isList(type) ? type : [type]).some((one) => hasType(value, one, draft))) run.fail('type');
  const choices = run.get('enum');
  if (isList(choices) && !choices.some((choice) => isSame(value, choice))) run.fail('enum');
  const constant = draft >= 6 ? run.get('const') : undefined;
  if (constant !== undefined && !isSame(value, constant)) run.fail('const');
  const number = numberOf(value);
  if (number !== undefined) checkNumber(run, number, draft);
  if (value.kind === 'string') checkText(run, value.text, draft, matches);
}

function checkNumber(run: Run, number: number, draft: Draft): void {
  const least = run.number('minimum', -Infinity);
  const most = run.number('maximum', Infinity);
  if (number < least || (draft === 4 && run.get('exclusiveMinimum') === true && number === least)) run.fail('minimum');
  if (number > most || (draft === 4 && run.get('exclusiveMaximum') === true && number === most)) run.fail('maximum');
  if (draft > 4 && number <= run.number('exclusiveMinimum', -Infinity)) run.fail('exclusiveMinimum');
  if (draft > 4 && number >= run.number('exclusiveMaximum', Infinity)) run.fail('exclusiveMaximum');
  const step = run.number('multipleOf', 0);
  if (step > 0 && !isMultiple(number, step)) run.fail('multipleOf');
}

/** Exact for decimals, as both are written: 0.3 is a multiple of 0.1. */
function isMultiple(number: number, step: number): boolean {
  const digits = Math.max(decimals(number), decimals(step));
  if (digits > 300) return false;
  return scaled(number, digits) % scaled(step, digits) === 0n;
}

function decimals(number: number): number {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

function scaled(number: number, digits: number): bigint {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction) * 10n ** BigInt(digits - fraction.length + Number(exponent));
}

function checkText(run: Run, text: string, draft: Draft, matches: Matches): void {
  const bounds = [run.get('minLength'), run.get('maxLength')];
  if (bounds.some((bound) => bound !== undefined)) {
    const length = Array.from(text).length;
    if (length < run.number('minLength', 0)) run.fail('minLength');
    if (length > run.number('maxLength', Infinity)) run.fail('maxLength');
  }
  const pattern = run.get('pattern');
  if (typeof pattern === 'string' && !matches(pattern, text)) run.fail('pattern');
  const format = run.get('format');
  // The newer editions take a format for a remark.
  if (typeof format === 'string' && draft < 2019 && !hasFormat(text, format)) run.fail('format');
}

function numberOf(value: GoValue): number | undefined {
  return value.kind === 'int' || value.kind === 'float' ? Number(value.value) : undefined;
}

function hasType(value: GoValue, type: Json, draft: Draft): boolean {
  switch (type) {
    case 'null':
      return value.kind === 'nil';
    case 'boolean':
      return value.kind === 'bool';
    case 'number':
      return numberOf(value) !== undefined;
    case 'integer':
      return Number.isInteger(numberOf(value));
    case 'string':
      return value.kind === 'string';
    case 'array':
      return value.kind === 'list';
    case 'object':
      return value.kind === 'map';
    default:
      return draft < 0;
  }
}

function isSame(value: GoValue, json: Json): boolean {
  switch (value.kind) {
    case 'nil':
      return json === null;
    case 'bool':
      return json === value.value;
    case 'string':
      return json === value.text;
    case 'int':
    case 'float':
      return json === Number(value.value);
    case 'list':
      return isList(json) && json.length === value.items.length && value.items.every((item, index) => isSame(item, json[index] ?? null));
    case 'map':
      return (
        isObject(json) &&
        Object.keys(json).length === value.entries.size &&
        [...value.entries].every(([key, entry]) => Object.hasOwn(json, key) && isSame(entry.value, json[key] ?? null))
      );
    default:
      return false;
  }
}

function hasTwins(items: readonly GoValue[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const text = JSON.stringify(plain(item));
    if (seen.has(text)) return true;
    seen.add(text);
  }
  return false;
}

/** The value as JSON, keys sorted. */
function plain(value: GoValue): unknown {
  switch (value.kind) {
    case 'bool':
      return value.value;
    case 'string':
      return value.text;
    case 'int':
    case 'float':
      return Number(value.value);
    case 'list':
      return value.items.map(plain);
    case 'map':
      return [{}, ...[...value.entries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, entry]) => [key, plain(entry.value)])];
    default:
      return null;
  }
}
