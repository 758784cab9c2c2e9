import { message, plural, type Language, type Message } from '../../base/message.ts';
import { baseName } from '../../base/path.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { GraphStatus, StatusAction } from '../../topology/protocol.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';

/** Why a workspace that has been read to its end has no topology, and what helps. */
export function emptyStatus(snapshot: Snapshot, language: Language): GraphStatus {
  const unreadable = filesWith(snapshot, (facts) => facts.unreadable);
  const [first] = unreadable;
  if (snapshot.files.size === 0) {
    return empty(
      language,
      message(
        'There is no YAML or JSON file here. Open a folder with Kubernetes, MetalLB or Calico manifests, or write an EdgeNetwork manifest.',
      ),
      ['openFolder', 'newManifest'],
    );
  }
  if (first === undefined) {
    return empty(
      language,
      message(
        'No manifest in this workspace describes a cluster. Open a folder with Kubernetes, MetalLB or Calico manifests, or write an EdgeNetwork manifest.',
      ),
      ['newManifest', 'openFolder'],
    );
  }
  return empty(
    language,
    unreadable.length === 1
      ? message('The only manifests here stand in {0}, which cannot be read: its text is broken, or a template fills it in later.', first)
      : plural(
          unreadable.length - 1,
          'None of the manifests here can be read: {1} and {0} more file have broken texts, or templates that fill them in later.',
          'None of the manifests here can be read: {1} and {0} more files have broken texts, or templates that fill them in later.',
          first,
        ),
    ['showProblems', 'newManifest'],
  );
}

/** Base names, sorted, of files with manifests whose text is broken. Templates are none: what they leave out is meant to come later. */
export function brokenFiles(snapshot: Snapshot): readonly string[] {
  return filesWith(snapshot, ({ problems }) => problems.some(({ code }) => code === 'yaml/syntax' || code === 'yaml/limit'));
}

/** What a picture lacks that was never seen whole. */
export function partialStatus([first = '', ...more]: readonly string[], { say }: Language): GraphStatus {
  return {
    state: 'partial',
    actions: ['showProblems'],
    text: say(
      more.length === 0
        ? message('{0} cannot be read; what it declares may be missing here.', first)
        : plural(
            more.length,
            '{1} and {0} more file cannot be read; what they declare may be missing here.',
            '{1} and {0} more files cannot be read; what they declare may be missing here.',
            first,
          ),
    ),
  };
}

function filesWith(snapshot: Snapshot, predicate: (facts: DocumentFacts) => boolean): readonly string[] {
  return [...snapshot.files]
    .filter(({ documents }) => documents.some(predicate))
    .map(({ path }) => baseName(path))
    .sort();
}

function empty({ say }: Language, text: Message, actions: readonly StatusAction[]): GraphStatus {
  return { state: 'empty', text: say(text), actions };
}
