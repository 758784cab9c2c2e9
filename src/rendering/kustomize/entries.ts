import { message, type Message } from '../../base/message.ts';
import { isIgnoredByGit } from '../ignoredByGit.ts';
import type { Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { isRemoteFile, type Loader } from './loader.ts';
import type { Kustomization } from './kustomizationFile.ts';
import { failure, placeOf, unsupported, type Report } from './problem.ts';

/** Entries of the lists of a kustomization, and the files and folders that they name. */

export function scalars(node: YamlNode | undefined): readonly YamlScalar[] {
  return node?.type === 'list' ? node.items.filter((item) => item.type === 'scalar') : [];
}

export function maps(node: YamlNode | undefined): readonly YamlMap[] {
  return node?.type === 'list' ? node.items.filter((item) => item.type === 'map') : [];
}

/** The beginning of the file: where to point for what has no place of its own. */
export function fileOf({ file }: Kustomization): Span {
  return { file, start: 0, end: 0 };
}

export interface LoadedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A file that a kustomization names; `path` where the entry says more than the path. Undefined: reported. */
export function loadFile(
  loader: Loader,
  kustomization: Kustomization,
  entry: YamlScalar,
  report: Report,
  path = entry.text,
): LoadedFile | undefined {
  const at = placeOf(entry, fileOf(kustomization));
  if (isRemoteFile(path)) {
    report(remote(path, at));
    return undefined;
  }
  const located = loader.locate(kustomization.folder, path);
  if (located.type === 'beyond' || (located.type === 'file' && !loader.mayLoad(kustomization.folder, located.path))) {
    report(outside(path, at));
    return undefined;
  }
  const bytes = located.type === 'file' ? loader.bytes(located.path) : undefined;
  if (bytes === undefined) {
    report(
      located.type === 'folder'
        ? failure('missing-file', message('{0} is a folder; a file is expected.', path), at)
        : missing(loader, path, located.path, message('There is no file {0}.', path), at),
    );
    return undefined;
  }
  return { file: located.path, bytes };
}

/** A file or folder that is not there; in other words where git leaves it out. */
export function missing(loader: Loader, entry: string, path: string, text: Message, at: Span): RenderingProblem {
  const isIgnored = isIgnoredByGit(loader.sources, path, (file) => {
    loader.note(file);
  });
  if (!isIgnored) return failure('missing-file', text, at);
  const ignored = message('There is no {0} here, for git leaves it out (.gitignore).', entry);
  return { ...failure('missing-file', ignored, at), isMadeElsewhere: true };
}

export function remote(entry: string, at: Span): RenderingProblem {
  return unsupported(message('{0} is fetched from elsewhere, which is not done here.', entry), at);
}

export function outside(entry: string, at: Span): RenderingProblem {
  return failure(
    'outside-root',
    message('{0} is not in or below the folder of this kustomization, and kustomize reads no other files.', entry),
    at,
  );
}

/** A file that is there and cannot be read. */
export function unreadable(entry: string, at: Span): RenderingProblem {
  return failure('missing-file', message('The file {0} cannot be read.', entry), at);
}

/** An entry that leads out of what may be looked at. */
export function beyond(entry: string, at: Span): RenderingProblem {
  return entry.startsWith('/')
    ? failure('absolute-path', message('Kustomize takes no absolute paths.'), at)
    : unsupported(message('{0} leads out of the workspace, where nothing is looked at.', entry), at);
}
