import type { ClusterObject } from '../gitops/delivery.ts';
import { nearestPath, normalized } from '../gitops/paths.ts';
import { repositoryOf } from '../gitops/repository.ts';
import { lookedAt } from '../lookedAt.ts';
import type { Sources } from '../sources.ts';
import { nodeAt, textAt, valueAt } from '../yaml/change.ts';
import type { Around } from './following.ts';
import type { PlainObjects } from './plainObjects.ts';
import type { WorkspaceFolder } from './workspaceUnits.ts';

/** Where paths of GitOps objects count from. */
export interface RepositoryRoot extends Pick<Around, 'root' | 'above' | 'repository'> {
  readonly root: string;
}

type Answer = ReturnType<Around['repository']>;

/** Finds the root of the repository around a folder, and which source the workspace is. */
export class RepositoryRoots {
  readonly #plain: PlainObjects;
  readonly #sources: Sources;
  #plainPaths: readonly string[] | undefined;
  /** By root, where no more objects are known than those of files. */
  readonly #answers = new Map<string, Answer>();

  constructor(plain: PlainObjects, sources: Sources) {
    this.#plain = plain;
    this.#sources = sources;
  }

  /** `objects`: those that are known besides the plain ones. */
  around(folder: WorkspaceFolder, objects: readonly ClusterObject[]): RepositoryRoot {
    const others = objects.filter((object) => !this.#plain.has(object));
    const plain = (this.#plainPaths ??= namedPaths(this.#plain.all));
    const paths = others.length === 0 ? plain : [...new Set([...plain, ...namedPaths(others)])];
    const root = this.#likeliest(folder, paths);
    // Nobody says that this is the root: it may be where something that objects name is there, or nearly.
    const above = folder.above ?? (this.#isPlausible(root, paths) ? [] : undefined);
    return { root, above, repository: (more) => this.#sourceAt(root, above, more) };
  }

  /** Of several that may be it, the one below which most paths are. */
  #likeliest({ path, repositories = [path] }: WorkspaceFolder, paths: readonly string[]): string {
    const [first = path, ...others] = repositories;
    let best = { root: first, count: others.length === 0 ? 0 : this.#countBelow(first, paths) };
    for (const root of others) {
      const count = this.#countBelow(root, paths);
      if (count > best.count) best = { root, count };
    }
    return best.root;
  }

  #countBelow(root: string, paths: readonly string[]): number {
    return paths.filter((path) => this.#sources.kindOf(below(root, path)) !== undefined).length;
  }

  #isPlausible(root: string, paths: readonly string[]): boolean {
    return paths.some((path) => {
      const place = below(root, path);
      return this.#sources.kindOf(place) !== undefined || nearestPath(place, this.#sources) !== undefined;
    });
  }

  #sourceAt(root: string, above: readonly string[] | undefined, more: Iterable<ClusterObject>): Answer {
    const others = [...more].filter((object) => !this.#plain.has(object));
    const key = `${root}\n${above?.join('/') ?? '?'}`;
    const before = this.#answers.get(key);
    if (others.length === 0 && before !== undefined) return before;
    const { sources, looked } = lookedAt(this.#sources);
    const found = { repository: repositoryOf([...this.#plain.all, ...others], sources, root, above), looked };
    if (others.length === 0) this.#answers.set(key, found);
    return found;
  }
}

function below(root: string, path: string): string {
  return root === '' ? path : `${root}/${path}`;
}

/** Paths that objects name, each once, without those that mean the root; of very many the first. */
function namedPaths(objects: readonly ClusterObject[]): readonly string[] {
  const paths = new Set<string>();
  for (const { root } of objects) {
    const spec = valueAt(root, 'spec');
    const sources = valueAt(spec, 'sources');
    for (const node of [spec, valueAt(spec, 'source'), ...(sources?.type === 'list' ? sources.items : [])])
      paths.add(normalized(textAt(node, 'path') ?? ''));
    paths.add(normalized(textAt(nodeAt(spec, 'chart', 'spec'), 'chart') ?? ''));
    if (paths.size > mostNamedPaths) break;
  }
  paths.delete('');
  return [...paths];
}

const mostNamedPaths = 200;
