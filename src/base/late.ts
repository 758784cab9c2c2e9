/** What a property is once somebody asks. */
type Late<T> = { readonly [K in keyof T]: () => T[K] };

/**
 * An object some of whose properties are worked out when they are first read, and kept; for who reads, compares or copies it, they are there like the others.
 * For what is costly and seldom looked at. What works them out reads nothing that changes.
 */
export function withLate<K extends object, L extends object>(known: K, late: Late<L>): K & L {
  for (const key of Object.keys(late) as (keyof L)[])
    Object.defineProperty(known, key, {
      configurable: true,
      enumerable: true,
      get(this: object): L[keyof L] {
        const value = late[key]();
        Object.defineProperty(this, key, { value, enumerable: true });
        return value;
      },
    });
  return known as K & L;
}
