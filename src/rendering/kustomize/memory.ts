import type { YamlMap, YamlScalar } from '../yaml/node.ts';
import { inFile, rereadYaml, type ReadText } from '../yaml/read.ts';
import type { Configuration } from './configuration.ts';
import type { Kustomization } from './kustomizationFile.ts';
import { Pass } from './pass.ts';
import type { ReplacementBefore } from './replacements.ts';
import type { Resource } from './resource.ts';

/** What one kustomization did last time: valid while its file, and what its transformers are made of, say the same. */
export interface LayerMemory {
  readonly root: YamlMap;
  /** By the entry of `resources` that brings them. */
  readonly brought: Map<YamlScalar, Pass<object, Resource>>;
  transformed: TransformedLayer | undefined;
}

interface TransformedLayer {
  readonly configuration: Configuration;
  /** What its transformers were made of. */
  readonly looked: ReadonlySet<string>;
  readonly steps: readonly StepMemory[];
}

/** What one transformer did: a pass for each time that it went over the objects. */
export class StepMemory {
  /** What each entry of replacements did. */
  readonly replacements: (ReplacementBefore | undefined)[] = [];
  readonly #passes: Pass<Resource, Changed>[] = [];
  #next = 0;

  begin(): void {
    this.#next = 0;
  }

  pass(): Pass<Resource, Changed> {
    const index = this.#next++;
    const pass = (this.#passes[index] ??= new Pass());
    pass.begin();
    return pass;
  }
}

/** What became of an object, and what that took of the budget. */
export interface Changed {
  readonly after: Resource | undefined;
  readonly steps: number;
}

/** What the root did when all was gathered. */
export interface RootMemory {
  referring: { readonly resources: readonly Resource[]; readonly configuration: Configuration } | undefined;
  readonly references: Pass<Resource, Resource>;
  readonly finished: Pass<YamlMap, YamlMap>;
}

/** So many objects, each counted for each transformer that changed it: what is remembered of them is some hundred bytes. */
const mostChanges = 60_000;

/**
 * What earlier builds of the same sources leave for later ones: files that say the same are not read again, and an object that is the same goes through
 * the same transformer once. Nothing of it shows in what a build says.
 */
export class BuildMemory {
  readonly #objects = new Map<string, ReadText>();
  readonly #kustomizations = new Map<string, { readonly text: string; readonly read: Kustomization }>();
  readonly #layers = new Map<string, LayerMemory>();
  readonly #roots = new Map<string, RootMemory>();
  readonly #changes = new Map<string, number>();
  #allChanges = 0;

  /** These have changed, come or gone. */
  forget(paths: ReadonlySet<string>): void {
    for (const layer of this.#layers.values())
      if ([...paths].some((path) => layer.transformed?.looked.has(path))) layer.transformed = undefined;
  }

  /** The documents of a file: those that say the same at the same place are the same objects. */
  documents(file: string, text: string): ReadText {
    const known = this.#objects.get(file);
    if (known?.text === text) return known;
    const read = rereadYaml(text, inFile(file), { dialect: 'yaml-1.2', duplicates: 'error' }, known);
    this.#objects.set(file, read);
    return read;
  }

  /** A kustomization, read if it says something else than the last time. */
  kustomization(key: string, text: string, read: () => Kustomization): Kustomization {
    const known = this.#kustomizations.get(key);
    if (known?.text === text) return known.read;
    const kustomization = read();
    this.#kustomizations.set(key, { text, read: kustomization });
    return kustomization;
  }

  layer({ file, root }: Kustomization): LayerMemory {
    const known = this.#layers.get(file);
    if (known?.root === root) return known;
    const layer: LayerMemory = { root, brought: new Map(), transformed: undefined };
    this.#layers.set(file, layer);
    this.#note(file, 0);
    return layer;
  }

  /** Steps of a layer, from before where they do the same; undefined: there is too much to remember. */
  steps(
    { file }: Kustomization,
    layer: LayerMemory,
    made: Pick<TransformedLayer, 'configuration' | 'looked'> & { readonly count: number; readonly resources: number },
  ): readonly StepMemory[] | undefined {
    const changes = made.count * made.resources;
    if (this.#allChanges - (this.#changes.get(file) ?? 0) + changes > mostChanges) {
      layer.transformed = undefined;
      this.#note(file, 0);
      return undefined;
    }
    this.#note(file, changes);
    const known = layer.transformed;
    const isSame = known?.configuration === made.configuration && known.steps.length === made.count;
    const steps = isSame ? known.steps : Array.from({ length: made.count }, () => new StepMemory());
    layer.transformed = { configuration: made.configuration, looked: made.looked, steps };
    return steps;
  }

  root(folder: string): RootMemory {
    let root = this.#roots.get(folder);
    if (root === undefined) this.#roots.set(folder, (root = { referring: undefined, references: new Pass(), finished: new Pass() }));
    return root;
  }

  #note(file: string, changes: number): void {
    this.#allChanges += changes - (this.#changes.get(file) ?? 0);
    this.#changes.set(file, changes);
  }
}
