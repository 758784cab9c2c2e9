import type { Sources } from '../../../src/rendering/sources.ts';

/** Files in memory, with symbolic links from a path to another; `asked` counts how often each file was read. */
export function sourcesOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  links: Readonly<Record<string, string>> = {},
): Sources & { readonly asked: Map<string, number> } {
  const asked = new Map<string, number>();
  const folders = new Set(['']);
  for (const file of [...Object.keys(files), ...Object.keys(links)])
    for (let at = file.lastIndexOf('/'); at >= 0; at = file.lastIndexOf('/', at - 1)) folders.add(file.slice(0, at));
  const realPath = (path: string): string | undefined => {
    const link = Object.keys(links).find((from) => path === from || path.startsWith(`${from}/`));
    if (link !== undefined) return realPath(`${links[link] ?? ''}${path.slice(link.length)}`);
    return Object.hasOwn(files, path) || folders.has(path) ? path : undefined;
  };
  const contentOf = (path: string): string | Uint8Array | undefined => {
    const real = realPath(path);
    if (real === undefined || !Object.hasOwn(files, real)) return undefined;
    asked.set(real, (asked.get(real) ?? 0) + 1);
    return files[real];
  };
  return {
    asked,
    bytes: (path) => {
      const content = contentOf(path);
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    text: (path) => {
      const content = contentOf(path);
      const text = typeof content === 'string' || content === undefined ? content : new TextDecoder().decode(content);
      return text?.replace(/^\uFEFF/, '');
    },
    list: () => undefined,
    kindOf: (path) => {
      const real = realPath(path);
      return real === undefined ? undefined : Object.hasOwn(files, real) ? 'file' : 'folder';
    },
    realPath,
  };
}
