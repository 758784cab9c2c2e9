import type { ManifestFile } from '../manifests/documents.ts';

/** The document at an offset of a file, with its own offset. */
export function documentAt(file: ManifestFile, offset: number): { readonly index: number; readonly offset: number } {
  let low = 0;
  let high = file.offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.offsets[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { index: low, offset: file.offsets[low] ?? 0 };
}
