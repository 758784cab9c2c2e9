import assert from 'node:assert/strict';
import { Analysis } from '../../src/analysis/analysis.ts';
import { resolvePlace } from '../../src/analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../../src/analysis/snapshot.ts';
import { english } from '../../src/base/message.ts';
import { isManifestPath, relevantText } from '../../src/manifests/manifestFiles.ts';
import type { WorkspaceFolder } from '../../src/rendering/clusters/clusters.ts';
import type { SourceEntry } from '../../src/rendering/sources.ts';
import { readMarks } from './marks.ts';

/** A workspace on a disk of this map, as a host notes it: manifests at once, everything else when rendering wants it. */
export class RenderedWorkspace {
  readonly files: Map<string, string>;
  readonly analysis: Analysis;

  constructor(
    files: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
    folders: readonly WorkspaceFolder[] = [{ name: 'workspace', path: '' }],
  ) {
    this.analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, folders);
    this.files = new Map<string, string>(isMap(files) ? files : Object.entries(files));
    for (const [path, text] of this.files) this.#note(path, text);
  }

  /** A file is written; undefined: it goes. */
  write(path: string, text: string | undefined): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.#note(path, text);
    this.analysis.sourceChanged(path);
  }

  refreshed(): Snapshot {
    for (let round = 0; round < 50; round++) {
      const snapshot = this.analysis.refreshAtOnce();
      const wanted = this.analysis.takeWanted();
      if (wanted === undefined) return snapshot;
      for (const path of wanted.files) this.analysis.setSource(path, this.#bytes(path));
      for (const folder of wanted.folders) this.analysis.setListing(folder, this.#entries(folder));
    }
    throw new Error('Rendering wants more and more.');
  }

  #note(path: string, text: string | undefined): void {
    const relevant = text === undefined || !isManifestPath(path) ? undefined : relevantText(path, text);
    this.analysis.setFile(path, relevant);
  }

  #bytes(path: string): Uint8Array | undefined {
    return bytesIn(this.files, path);
  }

  #entries(folder: string): readonly SourceEntry[] | undefined {
    return entriesIn(this.files, folder);
  }
}

/** What a host reads of a file on a disk that is this map. */
export function bytesIn(files: ReadonlyMap<string, string>, path: string): Uint8Array | undefined {
  const text = files.get(path);
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

/** What stands in a folder of it; undefined where nothing lies below. */
export function entriesIn(files: ReadonlyMap<string, string>, folder: string): readonly SourceEntry[] | undefined {
  const start = folder === '' ? '' : `${folder}/`;
  const entries = new Map<string, SourceEntry>();
  for (const path of files.keys()) {
    if (!path.startsWith(start)) continue;
    const [name = '', ...rest] = path.slice(start.length).split('/');
    entries.set(name, { name, kind: rest.length === 0 ? 'file' : 'folder' });
  }
  return entries.size === 0 ? undefined : [...entries.values()];
}

function isMap(files: Readonly<Record<string, string>> | ReadonlyMap<string, string>): files is ReadonlyMap<string, string> {
  return files instanceof Map;
}

/** Checks marked texts as a workspace: every finding of severity warning or worse must be marked, every mark must be found. Quieter ones may be marked. */
export function checkWorkspace(text: string): Snapshot {
  const { files, marks } = readMarks(text);
  const snapshot = new RenderedWorkspace(files).refreshed();
  const missing = [...marks];
  const unexpected: string[] = [];
  for (const path of files.keys()) {
    for (const finding of findingsOf(snapshot, path)) {
      const range = resolvePlace(snapshot, finding.place);
      assert.ok(range !== undefined, `a finding without a place: ${english.say(finding.message)}`);
      const message = english.say(finding.message);
      const index = missing.findIndex(
        (mark) =>
          mark.file === range.path &&
          mark.line === range.start.line &&
          mark.start === range.start.character &&
          (range.end.line !== range.start.line || mark.end === range.end.character) &&
          mark.severity === finding.severity &&
          mark.code === finding.code &&
          (mark.message === '' ||
            message === mark.message ||
            (mark.message.endsWith('…') && message.startsWith(mark.message.slice(0, -1)))),
      );
      if (index >= 0) missing.splice(index, 1);
      else if (finding.severity === 'error' || finding.severity === 'warning')
        unexpected.push(
          `${range.path}:${range.start.line + 1}:${range.start.character}-${range.end.character} ${finding.severity} ${finding.code}: ${message}`,
        );
    }
  }
  assert.deepEqual(
    { unexpected, missing: missing.map((mark) => `${mark.file}:${mark.line + 1}:${mark.start}-${mark.end} ${mark.severity} ${mark.code}`) },
    { unexpected: [], missing: [] },
  );
  return snapshot;
}
