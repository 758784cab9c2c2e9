// What messages are made of, as descriptions: a type and its check on arrival come from the same one.
import * as v from 'valibot';

/** The type that a description stands for. Never changed in place. */
export type Shape<S extends v.GenericSchema> = Frozen<v.InferOutput<S>>;

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

const longestId = 2000;
const longestList = 100_000;

export const text = v.string();
export const texts = v.array(text);
export const id = v.pipe(
  text,
  v.check((value) => value.length > 0 && value.length <= longestId),
);

/** A whole number, not negative. */
export const count = v.pipe(
  v.number(),
  v.check((value) => Number.isSafeInteger(value) && value >= 0),
);
export const finite = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(value)),
);

export const severity = v.picklist(['error', 'warning', 'information', 'hint']);
export const certainty = v.picklist(['fixed', 'predicted', 'possible']);

/** Of what a stranger sends: counted before it is looked into. */
export function shortList<const S extends v.GenericSchema>(item: S) {
  return v.pipe(v.array(v.unknown()), v.maxLength(longestList), v.array(item));
}

/** Whoever writes it must say so when there is none; a message loses on its way what is undefined. */
export function orNothing<const S extends v.GenericSchema>(schema: S): v.GenericSchema<v.InferOutput<S> | undefined> {
  return v.optional(schema);
}
