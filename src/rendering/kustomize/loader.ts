import { isWithin, resolvePath } from '../../base/path.ts';
import type { Sources } from '../sources.ts';
import type { YamlMap, YamlScalar } from '../yaml/node.ts';
import { placeInScalar } from '../yaml/placeInScalar.ts';
import { inFile, readYaml, type Placing } from '../yaml/read.ts';
import { conform, type Misfit } from './conform.ts';
import { replacementShape } from './kustomizationShape.ts';
import { failure, type Report } from './problem.ts';
import { yamlFailure } from './yamlFailure.ts';

/** Where an entry of a kustomization leads. Paths are real ones, symbolic links followed. */
export type Located =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'folder'; readonly path: string }
  /** Nothing is there; `path` is where it would be. */
  | { readonly type: 'missing'; readonly path: string }
  /** Beyond what may be looked at; `kind` is that of what a link leads to. */
  | { readonly type: 'beyond'; readonly kind?: 'file' | 'folder' };

/** Looks things up for one build, and keeps account of what it looked at. */
export class Loader {
  readonly sources: Sources;
  readonly looked = new Set<string>();
  /** Sets that follow what is looked at from now on. */
  readonly #following: Set<string>[] = [];

  /** Whether a kustomization may name only what lies in or below its folder. */
  readonly #restricts: boolean;

  constructor(sources: Sources, restricts = true) {
    this.sources = sources;
    this.#restricts = restricts;
  }

  /** Whether a real file may be read by a kustomization in a real folder. api/internal/loader/loadrestrictions.go */
  mayLoad(folder: string, path: string): boolean {
    return !this.#restricts || isWithin(folder, path);
  }

  /** What a base is kept by: what is refused in one build may be taken in another. */
  baseKey(folder: string): string {
    return this.#restricts ? folder : `${folder}\0`;
  }

  /** A path without links from the text of an entry, from a real folder. Absolute texts lead beyond. */
  locate(folder: string, entry: string): Located {
    if (entry.startsWith('/')) return { type: 'beyond' };
    const written = resolvePath(folder, entry);
    return written === undefined ? { type: 'beyond' } : this.real(written);
  }

  /** The same of a path as the host names it, which may begin above its current folder. */
  real(written: string): Located {
    this.note(written);
    const path = this.sources.realPath(written);
    if (path === undefined) {
      const kind = this.sources.kindOf(written);
      return kind === undefined ? { type: 'missing', path: written } : { type: 'beyond', kind };
    }
    this.note(path);
    const kind = this.sources.kindOf(path);
    return kind === undefined ? { type: 'missing', path: written } : { type: kind, path };
  }

  note(path: string): void {
    this.looked.add(path);
    for (const set of this.#following) set.add(path);
  }

  /** What is looked at until `unfollow`. */
  follow(): Set<string> {
    const set = new Set<string>();
    this.#following.push(set);
    return set;
  }

  unfollow(): void {
    this.#following.pop();
  }

  /** Where the text of a scalar stands, for reading it as YAML. */
  placing(scalar: YamlScalar): Placing {
    const file = scalar.origins[0]?.file;
    return placeInScalar(scalar, (file === undefined ? undefined : this.sources.text(file)) ?? '');
  }

  /** The entries of a file of replacements: one, or a list. */
  replacements(file: string, report: Report): readonly YamlMap[] {
    const [document] = readYaml(this.text(file) ?? '', inFile(file), { dialect: 'yaml-1.1', duplicates: 'last' });
    for (const problem of document?.problems ?? []) report(yamlFailure(problem, 'malformed-yaml'));
    const root = document?.root;
    if (root === undefined) return [];
    const entries = root.type === 'list' ? root.items : [root];
    return entries.flatMap((entry) => {
      const misfit = (found: Misfit): void => {
        report(failure('replacement-option', found.message, found.at));
      };
      const fitting = conform(entry, replacementShape, { strict: false, asTexts: true, misfit });
      return fitting?.type === 'map' ? [fitting] : [];
    });
  }

  text(path: string): string | undefined {
    return this.sources.text(path);
  }

  bytes(path: string): Uint8Array | undefined {
    return this.sources.bytes(path);
  }
}

/** Whether kustomize fetches an entry as a file. api/internal/loader/fileloader.go (IsRemoteFile) */
export function isRemoteFile(entry: string): boolean {
  return /^https?:/i.test(entry);
}

/** Whether kustomize clones an entry: it does so before it looks for a folder of that name. api/internal/git/repospec.go */
export function isRepository(entry: string): boolean {
  if (entry.startsWith('/')) return false;
  let [rest = ''] = entry.split('?', 1);
  if (/^git::/i.test(rest)) rest = rest.slice(5);
  const scheme = /^(ssh|https|http|file):\/\//i.exec(rest)?.[0].toLowerCase() ?? '';
  rest = rest.slice(scheme.length);
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(rest)?.[0] ?? '';
  rest = rest.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  const isShort = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !isShort) return false;
  if (scheme === 'file://') return rest !== '';
  const slash = rest.indexOf('/');
  const colon = isShort ? rest.indexOf(':') : -1;
  const end = colon > 0 && (slash < 0 || colon < slash) ? colon : slash;
  const host = end < 0 ? rest : rest.slice(0, end + 1);
  const path = end < 0 ? '' : rest.slice(end + 1);
  if (host === '') return false;
  return hasRepositoryPath(path);
}

function hasRepositoryPath(path: string): boolean {
  const azure = path.indexOf('_git/');
  if (azure >= 0)
    return !leaves(
      path
        .slice(azure + 5)
        .split('/')
        .slice(1)
        .join('/'),
    );
  const double = path.indexOf('//');
  if (double >= 0) return double > 0 && !leaves(path.slice(double + 2));
  const suffix = path.indexOf('.git');
  if (suffix >= 0) return !leaves(path.slice(suffix + 4));
  const segments = path.split('/');
  return segments.length >= 2 && segments.slice(0, 2).join('/') !== '' && !leaves(segments.slice(2).join('/'));
}

function leaves(path: string): boolean {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return true;
    } else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return false;
}
