import { english } from '../base/message.ts';
import { LineIndex } from '../base/text.ts';
import type { Cluster } from '../manifests/cluster.ts';
import { splitDocuments } from '../manifests/documents.ts';
import { locate } from '../manifests/locate.ts';
import { readDocument } from '../manifests/read.ts';
import type { Unknown } from '../manifests/unknown.ts';

/** What of a text could not be read as it is meant. */
export interface ReadProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * Plain manifests as one cluster for `allocate`, in the order of the files: nothing is rendered, and clusters are not told apart, which is what a service does. Texts never throw: what cannot be read
 * is among the problems, and the rest is there.
 */
export function readCluster(
  files: Readonly<Record<string, string>>,
  name = 'cluster',
): { readonly cluster: Cluster; readonly problems: readonly ReadProblem[] } {
  const problems: ReadProblem[] = [];
  const unknowns: Unknown[] = [];
  const resources = Object.entries(files).flatMap(([file, text]) => {
    const { documents, offsets } = splitDocuments(file, text);
    const lines = new LineIndex(text);
    return documents.flatMap((document, index) => {
      const facts = readDocument(document);
      for (const { message, place } of facts.problems)
        problems.push({
          file,
          line: lines.positionAt((offsets[index] ?? 0) + locate(place).start).line + 1,
          message: english.say(message),
        });
      unknowns.push(...(facts.unknowns ?? []));
      return facts.resources;
    });
  });
  return { cluster: { name, root: '', resources, unknowns }, problems };
}
