import * as v from 'valibot';

export type Check<T> = (value: unknown) => value is T;

/**
 * Whether a value has the shape that a description describes. The answer is that of `v.is`, which a graph of thousands of elements would feel: it copies what it looks at.
 * It differs in one point: a list is never taken for an object.
 */
export function checkOf<const S extends v.GenericSchema>(schema: S): Check<v.InferOutput<S>> {
  const holds = predicateOf(schema);
  return (value): value is v.InferOutput<S> => holds(value);
}

type Predicate = (value: unknown) => boolean;

/** Descriptions that are walked here, as valibot lays them open; any other is left to valibot. */
type Walked =
  | v.StringSchema<undefined>
  | v.BooleanSchema<undefined>
  | v.PicklistSchema<readonly string[], undefined>
  | v.OptionalSchema<v.GenericSchema, undefined>
  | v.ArraySchema<v.GenericSchema, undefined>
  | v.ObjectSchema<Readonly<Record<string, v.GenericSchema>>, undefined>
  | v.VariantSchema<string, readonly v.ObjectSchema<Readonly<Record<string, v.GenericSchema>>, undefined>[], undefined>
  | v.LazySchema<v.GenericSchema>;

function predicateOf(schema: v.GenericSchema): Predicate {
  const whole: Predicate = (value) => v.is(schema, value);
  if ('pipe' in schema) return checksOf(schema.pipe as readonly v.PipeItem<unknown, unknown, v.BaseIssue<unknown>>[]) ?? whole;
  const walked = schema as Walked;
  switch (walked.type) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'picklist': {
      const options = new Set<unknown>(walked.options);
      return (value) => options.has(value);
    }
    case 'optional': {
      const holds = predicateOf(walked.wrapped);
      return (value) => value === undefined || holds(value);
    }
    case 'array': {
      const holds = predicateOf(walked.item);
      return (value) => Array.isArray(value) && value.every((item) => holds(item));
    }
    case 'object': {
      const entries = Object.entries(walked.entries).map(([key, entry]) => ({ key, holds: predicateOf(entry) }));
      return (value) => {
        if (!isRecord(value)) return false;
        for (const { key, holds } of entries) if (!holds(value[key])) return false;
        return true;
      };
    }
    case 'variant': {
      const options = walked.options.map((option) => {
        const tag = option.entries[walked.key];
        return { isMeant: tag === undefined ? () => false : predicateOf(tag), holds: predicateOf(option) };
      });
      return (value) => isRecord(value) && options.find(({ isMeant }) => isMeant(value[walked.key]))?.holds(value) === true;
    }
    case 'lazy': {
      // It may lead back here: looked into at the first value.
      let holds: Predicate | undefined;
      return (value) => (holds ??= predicateOf(walked.getter(value)))(value);
    }
    default:
      return whole;
  }
}

/** A description with plain conditions behind it; undefined when something else is in its pipe. */
function checksOf([first, ...rest]: readonly v.PipeItem<unknown, unknown, v.BaseIssue<unknown>>[]): Predicate | undefined {
  if (first?.kind !== 'schema' || !rest.every(isCheck)) return undefined;
  const holds = predicateOf(first);
  const conditions = rest.map(({ requirement }) => requirement);
  return (value) => holds(value) && conditions.every((condition) => condition(value));
}

function isCheck(item: v.PipeItem<unknown, unknown, v.BaseIssue<unknown>>): item is v.CheckAction<unknown, undefined> {
  return item.kind === 'validation' && item.type === 'check';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
