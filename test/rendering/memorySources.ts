import { decodeText } from '../../src/base/decodeText.ts';
import type { SourceEntry, Sources } from '../../src/rendering/sources.ts';

/** A workspace in memory: texts, or bytes, by path. */
export function memorySources(files: Readonly<Record<string, string | Uint8Array>>): Sources {
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? new TextEncoder().encode(content) : content]),
  );
  const folders = new Map<string, Map<string, SourceEntry>>([['', new Map()]]);
  for (const path of contents.keys()) {
    const names = path.split('/');
    for (const [index, name] of names.entries()) {
      const folder = names.slice(0, index).join('/');
      const entries = folders.get(folder) ?? new Map<string, SourceEntry>();
      folders.set(folder, entries.set(name, { name, kind: index === names.length - 1 ? 'file' : 'folder' }));
    }
  }
  const kindOf: Sources['kindOf'] = (path) => (contents.has(path) ? 'file' : folders.has(path) ? 'folder' : undefined);
  return {
    bytes: (path) => contents.get(path),
    text: (path) => {
      const bytes = contents.get(path);
      return bytes === undefined ? undefined : decodeText(bytes);
    },
    list: (folder) => {
      const entries = folders.get(folder);
      return entries === undefined ? undefined : [...entries.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    kindOf,
    realPath: (path) => (kindOf(path) === undefined ? undefined : path),
  };
}
