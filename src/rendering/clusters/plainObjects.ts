import { gitOpsObject } from '../gitops/object.ts';
import type { ClusterObject } from '../gitops/delivery.ts';
import type { Sources } from '../sources.ts';
import { inFile, readYaml } from '../yaml/read.ts';
import type { WorkspaceUnits } from './workspaceUnits.ts';

/** Objects of plain files by path, for as long as the text is the same: kept from one planning to the next. */
export type ReadObjects = Map<string, { readonly text: string; readonly objects: readonly ClusterObject[] }>;

/** The objects that stand in plain files as they are: those of GitOps tools, and those that these read. */
export class PlainObjects {
  readonly #workspace: WorkspaceUnits;
  readonly #sources: Sources;
  readonly #read: ReadObjects;
  #all: readonly ClusterObject[] | undefined;
  #known: ReadonlySet<ClusterObject> | undefined;
  #paths: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(workspace: WorkspaceUnits, sources: Sources, read: ReadObjects) {
    this.#workspace = workspace;
    this.#sources = sources;
    this.#read = read;
  }

  /** Of one file; none where no object of a GitOps tool may be. */
  in(path: string): readonly ClusterObject[] {
    return this.#workspace.skeleton(path)?.mayApply === true ? this.#readFrom(path) : [];
  }

  /** Of all files in which an object of a GitOps tool may be. */
  get all(): readonly ClusterObject[] {
    return (this.#all ??= this.#files.flatMap((path) => this.in(path)));
  }

  has(object: ClusterObject): boolean {
    return (this.#known ??= new Set(this.all)).has(object);
  }

  /** A ConfigMap, a Secret or an AppProject that somebody may apply by hand; `kind` as `kindKey` writes it. The files in which it was looked for go to `asked`. */
  appliedByHand(kind: string, namespace: string, name: string, asked: Set<string>): ClusterObject | undefined {
    const group = appliedByHand.get(kind);
    if (group === undefined) return undefined;
    const [plainKind = ''] = kind.split('.');
    for (const path of this.#holding(`${group}/${plainKind} ${namespace}/${name}`)) {
      asked.add(path);
      const found = this.#readFrom(path).find(
        (object) => object.kind === plainKind && object.namespace === namespace && object.name === name,
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }

  get #files(): readonly string[] {
    return [...this.#workspace.roots, ...this.#workspace.rests].flatMap(({ files }) => files);
  }

  /** Files in which something of that id stands (`resourceIds`). */
  #holding(id: string): readonly string[] {
    if (this.#paths === undefined) {
      const paths = new Map<string, string[]>();
      for (const path of this.#files)
        for (const each of this.#workspace.skeleton(path)?.ids ?? []) {
          if (!handApplied.test(each)) continue;
          const list = paths.get(each);
          if (list === undefined) paths.set(each, [path]);
          else list.push(path);
        }
      this.#paths = paths;
    }
    return this.#paths.get(id) ?? [];
  }

  #readFrom(path: string): readonly ClusterObject[] {
    const text = this.#sources.text(path) ?? '';
    const before = this.#read.get(path);
    if (before?.text === text) return before.objects;
    const objects = readYaml(text, inFile(path), { dialect: 'yaml-1.1', duplicates: 'last' }).flatMap(({ root }) =>
      root?.type === 'map' ? (gitOpsObject(root) ?? []) : [],
    );
    this.#read.set(path, { text, objects });
    return objects;
  }
}

/** Groups by kind. */
const appliedByHand: ReadonlyMap<string, string> = new Map([
  ['ConfigMap', ''],
  ['Secret', ''],
  ['AppProject.argoproj.io', 'argoproj.io'],
]);

const handApplied = /^(?:\/ConfigMap|\/Secret|argoproj\.io\/AppProject) /;
