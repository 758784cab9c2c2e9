import type { Sources } from './sources.ts';

/** The same files, and an account of every path that was asked for. */
export function lookedAt(sources: Sources): { readonly sources: Sources; readonly looked: ReadonlySet<string> } {
  const looked = new Set<string>();
  const noting =
    <R>(look: (path: string) => R) =>
    (path: string): R => {
      looked.add(path);
      return look(path);
    };
  return {
    sources: {
      bytes: noting(sources.bytes),
      text: noting(sources.text),
      list: noting(sources.list),
      kindOf: noting(sources.kindOf),
      realPath: noting(sources.realPath),
    },
    looked,
  };
}
