import { decodeText } from '../../../base/decodeText.ts';
import type { Sources } from '../../sources.ts';
import { readArchive, type ArchiveFile } from './archive.ts';

/**
 * The same files, and those in packed charts as if the archive were a folder: `charts/web-1.0.0.tgz/templates/web.yaml`. So a place in a packed chart has a file like any other.
 * What is unpacked stays as long as the result does.
 */
export function withPackedCharts(sources: Sources): PackedSources {
  const archives = new Map<string, readonly ArchiveFile[] | undefined>();
  const archive = (path: string): readonly ArchiveFile[] | undefined => {
    if (!archives.has(path)) {
      const bytes = inside(path) ?? sources.bytes(path);
      archives.set(path, bytes === undefined ? undefined : readArchive(bytes));
    }
    return archives.get(path);
  };
  const inside = (path: string): Uint8Array | undefined => {
    // The innermost archive comes last: packed charts may hold packed charts.
    for (let end = path.lastIndexOf('.tgz/'); end >= 0; end = path.lastIndexOf('.tgz/', end - 1)) {
      const outer = path.slice(0, end + 4);
      if (sources.kindOf(outer) === 'folder') continue;
      const found = archive(outer)?.find((file) => file.path === path.slice(end + 5));
      if (found !== undefined) return found.bytes;
    }
    return undefined;
  };
  const texts = new Map<string, string | undefined>();
  const insideText = (path: string): string | undefined => {
    if (!texts.has(path)) {
      const bytes = inside(path);
      texts.set(path, bytes === undefined ? undefined : decodeText(bytes));
    }
    return texts.get(path);
  };
  const packed = (path: string): boolean => path.includes('.tgz/');
  return {
    ...sources,
    bytes: (path) => (packed(path) ? inside(path) : undefined) ?? sources.bytes(path),
    text: (path) => (packed(path) ? insideText(path) : undefined) ?? sources.text(path),
    archive,
  };
}

export interface PackedSources extends Sources {
  /** The files of an archive; undefined for what is none. */
  readonly archive: (path: string) => readonly ArchiveFile[] | undefined;
}
