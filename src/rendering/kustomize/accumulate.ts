import { message } from '../../base/message.ts';
import { isWithin } from '../../base/path.ts';
import { limits } from '../../manifests/limits.ts';
import type { Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import { entryAt, valueAt, withValue } from '../yaml/change.ts';
import { toPlain } from '../yaml/plain.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { inFile, readYaml, type Placing } from '../yaml/read.ts';
import {
  defaultConfiguration,
  emptyConfiguration,
  mergedConfiguration,
  readConfiguration,
  readDefinitions,
  type Configuration,
} from './configuration.ts';
import { appendNew } from './duplicates.ts';
import { absorbed, generate, type Generated } from './generate.ts';
import { withTextAnnotations } from './annotations.ts';
import type { ChartHook } from './charts.ts';
import { identityKey } from './identity.ts';
import { loadKustomization, shown, type Kustomization } from './kustomizationFile.ts';
import { isRemoteFile, isRepository, mayLoad, type Loader } from './loader.ts';
import { builtInMergeSchema, mergeSchemaOf, type MergeSchema } from './mergeSchema.ts';
import { readObjects } from './objects.ts';
import { builtinOrigin, fileOrigin, type BuildOrigin } from './origin.ts';
import { joinPath } from './paths.ts';
import { pluginGenerators, pluginTransformers } from './plugins.ts';
import { failure, placeOf, unsupported, type Report } from './problem.ts';
import { currentIdentity, resourceOf, type Resource } from './resource.ts';
import { ResourceList } from './resourceList.ts';
import { unshared } from './sharing.ts';
import { transformers, type TransformContext, type Transformer } from './transform.ts';
import { noteVariables, type Variable } from './transformers/variables.ts';

/** What a layer comes to: objects, and what later steps are to know. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly configuration: Configuration;
  readonly variables: readonly Variable[];
}

/** A layer while it is worked on. */
export interface Layer {
  readonly list: ResourceList;
  configuration: Configuration;
  variables: readonly Variable[];
}

/** A base that several overlays share, as it is before any of them changes it. */
export interface Base {
  readonly accumulated: Accumulated;
  readonly problems: readonly RenderingProblem[];
  readonly looked: ReadonlySet<string>;
  /** All folders of kustomizations below it, itself included. */
  readonly folders: ReadonlySet<string>;
}

export type Bases = Map<string, Base>;

export interface Accumulating {
  readonly loader: Loader;
  readonly bases: Bases;
  /** Whether origins of objects are kept for `buildMetadata`, which are paths from the root, so that no base can be shared. */
  readonly tracks: boolean;
  readonly charts: ChartHook | undefined;
  /** Objects gathered, and changes made to them, all together; what lies beyond is left out. */
  readonly mostSteps: number;
}

/** One way down the tree of kustomizations. */
interface Way {
  /** Real folders, the root's first. */
  readonly folders: readonly string[];
  /** Of the folder, from the root, as the entries have it. */
  readonly path: string;
}

/** So many changes of one object cost what gathering it does. */
const changesAStep = 20;

/** How many things a kustomization does to each object, or tries to. */
function changesIn(root: YamlNode): number {
  if (root.type !== 'map') return 0;
  let changes = 0;
  for (const { key, value } of root.entries) if (!gathering.has(key)) changes += leavesOf(value);
  return changes;
}

/** What brings objects, and changes none. */
const gathering: ReadonlySet<string> = new Set([
  'resources',
  'bases',
  'components',
  'configMapGenerator',
  'secretGenerator',
  'generators',
  'helmCharts',
]);

function leavesOf(node: YamlNode): number {
  if (node.type === 'scalar') return 1;
  let leaves = 0;
  for (const child of node.type === 'list' ? node.items : node.entries.map(({ value }) => value)) leaves += leavesOf(child);
  return leaves;
}

/** Gathers the objects of kustomizations, depth first. api/internal/target/kusttarget.go */
export class Accumulator {
  readonly #accumulating: Accumulating;
  #report: Report;
  #schema: MergeSchema | undefined;
  #folders = new Set<string>();
  #steps = 0;
  /** Bases whose problems have been reported. */
  readonly #reported = new Set<Base>();

  constructor(accumulating: Accumulating, report: Report) {
    this.#accumulating = accumulating;
    this.#report = report;
  }

  /** What the build has cost so far. */
  get steps(): number {
    return this.#steps;
  }

  get schema(): MergeSchema {
    return this.#schema ?? builtInMergeSchema;
  }

  root(kustomization: Kustomization): Layer {
    this.#setSchema(kustomization);
    return this.#layer(kustomization, { folders: [kustomization.folder], path: '' });
  }

  #layer(kustomization: Kustomization, way: Way, into?: Layer): Layer {
    for (const problem of kustomization.problems) this.#report(problem);
    this.#folders.add(kustomization.folder);
    const layer = into ?? { list: new ResourceList(), configuration: emptyConfiguration, variables: [] };
    const { root } = kustomization;
    this.#resources(valueAt(root, 'resources'), kustomization, way, layer);
    this.#resources(valueAt(root, 'bases'), kustomization, way, layer);
    this.#configure(kustomization, layer);
    this.#generate(kustomization, way, layer);
    for (const entry of scalars(valueAt(root, 'components'))) this.#component(entry, kustomization, way, layer);
    this.#transform(kustomization, way, layer);
    const validators = entryAt(root, 'validators');
    // Builtin ones are transformers that may not change anything, so what they would do is left out.
    if (validators !== undefined)
      pluginTransformers(this.configurations(validators.value, kustomization, way), kustomization, this.#context(kustomization));
    layer.variables = noteVariables(valueAt(root, 'vars'), layer.variables, layer.list, this.#report, fileOf(kustomization));
    return layer;
  }

  #resources(entries: YamlNode | undefined, kustomization: Kustomization, way: Way, layer: Layer): void {
    for (const entry of scalars(entries)) this.#resource(entry, kustomization, way, layer);
  }

  #resource(entry: YamlScalar, kustomization: Kustomization, way: Way, layer: Layer): void {
    // Beyond the bound nothing is walked any more: ways may double at each level.
    if (this.#steps > this.#accumulating.mostSteps) return;
    const at = placeOf(entry, fileOf(kustomization));
    if (entry.text === '') {
      this.#report(failure('missing-file', message('This entry is empty.'), at));
      return;
    }
    if (isRemoteFile(entry.text)) {
      this.#report(remote(entry.text, at));
      return;
    }
    const located = this.#accumulating.loader.locate(kustomization.folder, entry.text);
    if (located.type === 'file' && mayLoad(kustomization.folder, located.path)) {
      this.#file(located.path, entry, at, way, layer);
      return;
    }
    if (isRepository(entry.text)) {
      this.#report(remote(entry.text, at));
      return;
    }
    switch (located.type) {
      case 'beyond':
        this.#report(
          entry.text.startsWith('/')
            ? failure('absolute-path', message('kustomize takes no absolute paths.'), at)
            : unsupported(message('{0} leads out of the workspace, where nothing is looked at.', entry.text), at),
        );
        return;
      case 'missing':
        this.#report(failure('missing-file', message('There is neither a file nor a folder {0}.', entry.text), at));
        return;
      case 'file':
        this.#report(outside(entry.text, at));
        return;
      case 'folder':
        this.#base(located.path, entry, at, way, layer);
    }
  }

  #file(path: string, entry: YamlScalar, at: Span, way: Way, layer: Layer): void {
    const { objects, problems } = readObjects(this.#accumulating.loader.text(path) ?? '', inFile(path));
    for (const problem of problems) this.#report(problem);
    const origin = this.#accumulating.tracks ? fileOrigin(way.path, entry.text) : undefined;
    for (const object of objects) {
      const resource = resourceOf(object, path, [at]);
      if (this.#isBeyond(at)) return;
      appendNew(layer.list, origin === undefined ? resource : { ...resource, origin }, this.#report, at);
    }
  }

  #base(folder: string, entry: YamlScalar, at: Span, way: Way, layer: Layer): void {
    if (this.#isCycle(folder, at, way)) return;
    const base = this.#shared(folder, entry, at, way);
    if (base === undefined) return;
    for (const resource of base.resources) {
      if (this.#isBeyond(at)) return;
      appendNew(layer.list, { ...resource, broughtBy: [at, ...resource.broughtBy] }, this.#report, at);
    }
    layer.configuration = mergedConfiguration(layer.configuration, base.configuration, (spec) => {
      this.#report(failure('field-spec', message('Two configurations disagree on whether {0} is created.', spec.path), at));
    });
    for (const variable of base.variables) {
      const before = layer.variables.find(({ name }) => name === variable.name);
      if (before === undefined) layer.variables = [...layer.variables, variable];
      else
        this.#report(
          failure('var', message('The variable {0} is there already.', variable.name), placeOf(variable.entry, at), [
            { message: message('the first'), at: placeOf(before.entry, at) },
          ]),
        );
    }
  }

  #isCycle(folder: string, at: Span, way: Way): boolean {
    const visited = way.folders.find((visitedFolder) => isWithin(folder, visitedFolder));
    if (visited === undefined && way.folders.length <= limits.depth) return false;
    this.#report(
      visited === undefined
        ? unsupported(message('Kustomizations are followed no deeper than {0} levels.', limits.depth), at)
        : failure(
            'cycle',
            message('{0} is a folder that the build comes from, or one above it: kustomize refuses the circle.', shown(folder)),
            at,
          ),
    );
    return true;
  }

  /** Bases cost a walk each time that they are brought in; together they may be very many. */
  #isBeyond(at: Span, steps = 1): boolean {
    const { mostSteps } = this.#accumulating;
    const before = this.#steps;
    this.#steps += steps;
    if (this.#steps <= mostSteps) return false;
    if (before <= mostSteps)
      this.#report(
        unsupported(message('This asks for more than {0} objects and changes of them; what lies beyond is left out.', mostSteps), at),
      );
    return true;
  }

  /** The objects of a base, from those that are there already where nothing speaks against it. */
  #shared(folder: string, entry: YamlScalar, at: Span, way: Way): Accumulated | undefined {
    const { bases, tracks, loader } = this.#accumulating;
    const mayShare = !tracks && this.#schema === undefined;
    const known = mayShare ? bases.get(folder) : undefined;
    if (known !== undefined && !way.folders.some((visited) => meets(known.folders, visited))) {
      for (const path of known.looked) loader.note(path);
      if (!this.#reported.has(known)) for (const problem of known.problems) this.#report(problem);
      this.#reported.add(known);
      for (const inner of known.folders) this.#folders.add(inner);
      return known.accumulated;
    }
    const looked = loader.follow();
    const accumulated = this.#loaded(folder, entry, at, way, (base) => {
      if (mayShare) bases.set(folder, { ...base, looked });
    });
    loader.unfollow();
    return accumulated;
  }

  #loaded(folder: string, entry: YamlScalar, at: Span, way: Way, keep: (base: Omit<Base, 'looked'>) => void): Accumulated | undefined {
    const found = loadKustomization(this.#accumulating.loader, folder, at);
    if ('severity' in found) {
      this.#report(found);
      return undefined;
    }
    if (found.isComponent) {
      this.#report(failure('wrong-kustomization-kind', message('{0} is a Component; it belongs in components.', entry.text), at));
      return undefined;
    }
    const problems: RenderingProblem[] = [];
    const report = this.#report;
    const foldersBefore = this.#folders;
    this.#folders = new Set();
    this.#report = (problem) => {
      problems.push(problem);
      report(problem);
    };
    this.#setSchema(found);
    const { list, configuration, variables } = this.#layer(found, {
      folders: [...way.folders, folder],
      path: joinPath(way.path, entry.text),
    });
    const accumulated = { resources: list.all, configuration, variables };
    // A circle is one only on the way that led here.
    if (this.#schema === undefined && this.#steps <= this.#accumulating.mostSteps && !problems.some((problem) => problem.class === 'cycle'))
      keep({ accumulated, problems, folders: this.#folders });
    for (const inner of this.#folders) foldersBefore.add(inner);
    this.#folders = foldersBefore;
    this.#report = report;
    return accumulated;
  }

  #component(entry: YamlScalar, kustomization: Kustomization, way: Way, layer: Layer): void {
    if (this.#steps > this.#accumulating.mostSteps) return;
    const at = placeOf(entry, fileOf(kustomization));
    if (isRepository(entry.text)) {
      this.#report(remote(entry.text, at));
      return;
    }
    const { loader } = this.#accumulating;
    const located = loader.locate(kustomization.folder, entry.text);
    switch (located.type) {
      case 'beyond':
        this.#report(
          entry.text.startsWith('/')
            ? failure('absolute-path', message('kustomize takes no absolute paths.'), at)
            : unsupported(message('{0} leads out of the workspace, where nothing is looked at.', entry.text), at),
        );
        return;
      case 'missing':
        this.#report(failure('missing-file', message('There is no folder {0}.', entry.text), at));
        return;
      case 'file':
        this.#report(failure('base-not-a-folder', message('A component is a folder with a kustomization; {0} is a file.', entry.text), at));
        return;
      case 'folder':
    }
    if (this.#isCycle(located.path, at, way)) return;
    const found = loadKustomization(loader, located.path, at);
    if ('severity' in found) {
      this.#report(found);
      return;
    }
    if (!found.isComponent) {
      this.#report(failure('wrong-kustomization-kind', message('{0} is no Component; it belongs in resources.', entry.text), at));
      return;
    }
    this.#setSchema(found);
    this.#layer(found, { folders: [...way.folders, located.path], path: joinPath(way.path, entry.text) }, layer);
  }

  /** A schema is set once, by the first kustomization that has one; it decides what strategic merges join. kyaml/openapi/openapi.go (SetSchema) */
  #setSchema(kustomization: Kustomization): void {
    const openapi = valueAt(kustomization.root, 'openapi');
    const path = valueAt(openapi, 'path');
    const version = valueAt(openapi, 'version');
    if (path?.type === 'scalar') {
      const loaded = this.load(kustomization, path);
      if (loaded === undefined || this.#schema !== undefined) return;
      if (version !== undefined) {
        this.#report(failure('openapi', message('A version and a path exclude each other here.'), placeOf(version, fileOf(kustomization))));
        return;
      }
      const [document] = readYaml(this.#accumulating.loader.text(loaded.file) ?? '', inFile(loaded.file), {
        dialect: 'yaml-1.1',
        duplicates: 'last',
      });
      if (document?.root === undefined || document.problems.length > 0)
        this.#report(failure('openapi', message('{0} is no OpenAPI document.', path.text), placeOf(path, fileOf(kustomization))));
      else this.#schema = mergeSchemaOf(toPlain(document.root));
    } else if (version?.type === 'scalar' && version.text !== '' && this.#schema === undefined) {
      if (version.text === 'v1.21.2') this.#schema = builtInMergeSchema;
      else
        this.#report(
          failure('openapi', message('kustomize has no schema of the version {0}.', version.text), placeOf(version, fileOf(kustomization))),
        );
    }
  }

  #configure(kustomization: Kustomization, layer: Layer): void {
    const clash =
      (at: Span) =>
      ({ path }: { readonly path: string }): void => {
        this.#report(failure('field-spec', message('Another configuration has another word on whether {0} is created.', path), at));
      };
    const merge = (other: Configuration, at: Span): void => {
      layer.configuration = mergedConfiguration(layer.configuration, other, clash(at));
    };
    merge(defaultConfiguration, fileOf(kustomization));
    for (const field of ['configurations', 'crds'] as const)
      for (const entry of scalars(valueAt(kustomization.root, field))) {
        const loaded = this.load(kustomization, entry);
        if (loaded === undefined) continue;
        const text = this.#accumulating.loader.text(loaded.file) ?? '';
        const read = field === 'crds' ? readDefinitions : readConfiguration;
        merge(read(text, loaded.file, this.#report), placeOf(entry, fileOf(kustomization)));
      }
  }

  #generate(kustomization: Kustomization, way: Way, layer: Layer): void {
    const global = valueAt(kustomization.root, 'generatorOptions');
    for (const [field, kind] of [
      ['configMapGenerator', 'ConfigMap'],
      ['secretGenerator', 'Secret'],
    ] as const) {
      for (const entry of maps(valueAt(kustomization.root, field))) {
        const origin = this.#accumulating.tracks ? builtinOrigin(way.path, kustomization.name, `${kind}Generator`) : undefined;
        this.generated(kind, entry, global, kustomization, layer, origin);
      }
    }
    this.#charts(kustomization, layer);
    const generators = entryAt(kustomization.root, 'generators');
    if (generators !== undefined) pluginGenerators(this, this.configurations(generators.value, kustomization, way), kustomization, layer);
  }

  generated(
    kind: 'ConfigMap' | 'Secret',
    entry: YamlMap,
    global: YamlNode | undefined,
    kustomization: Kustomization,
    layer: Layer,
    origin: BuildOrigin | undefined,
  ): void {
    const made = generate(kind, entry, global, {
      load: (item, path) => this.load(kustomization, item, path),
      placing: (item) => this.placing(item),
      source: kustomization.file,
      broughtBy: [placeOf(entry, fileOf(kustomization))],
      report: this.#report,
    });
    if (made === undefined) return;
    this.absorb(
      origin === undefined ? made : { ...made, resource: { ...made.resource, origin } },
      layer,
      placeOf(valueAt(entry, 'name') ?? entry, fileOf(kustomization)),
    );
  }

  /** api/resmap/reswrangler.go (appendReplaceOrMerge) */
  absorb(made: Generated, layer: Layer, at: Span): void {
    const identity = currentIdentity(made.resource);
    const matches = layer.list.withAny(identityKey(identity));
    const [index] = matches;
    const old = index === undefined ? undefined : layer.list.all[index];
    const { kind, name } = identity;
    if (index === undefined || old === undefined) {
      if (made.behavior === 'create') appendNew(layer.list, made.resource, this.#report, at);
      else
        this.#report(failure('generator-nothing-to-merge', message('There is no {0} "{1}" here to {2}.', kind, name, made.behavior), at));
      return;
    }
    if (matches.length > 1 || made.behavior === 'create') {
      const related = matches
        .slice(0, 5)
        .map((match) => ({ message: message('the one that is there'), at: placeOf(layer.list.all[match]?.root, at) }));
      this.#report(
        failure(
          'generator-exists',
          message('There is a {0} "{1}" here already; behavior must be merge or replace.', kind, name),
          at,
          related,
        ),
      );
      return;
    }
    layer.list.replace(index, absorbed(old, made));
  }

  #charts(kustomization: Kustomization, layer: Layer): void {
    const { charts } = this.#accumulating;
    for (const field of ['helmCharts', 'helmChartInflationGenerator'] as const)
      for (const chart of maps(valueAt(kustomization.root, field))) {
        const at = placeOf(valueAt(chart, 'name') ?? valueAt(chart, 'chartName') ?? chart, fileOf(kustomization));
        const rendered =
          field === 'helmCharts'
            ? charts?.({ chart, globals: valueAt(kustomization.root, 'helmGlobals'), folder: kustomization.folder, at })
            : undefined;
        if (rendered === undefined) {
          this.#report(unsupported(message('This chart is not rendered here; kustomize does so with --enable-helm alone.'), at));
          continue;
        }
        for (const problem of rendered.problems) this.#report(problem);
        for (const path of rendered.looked) this.#accumulating.loader.note(path);
        for (const { root, source } of rendered.manifests)
          this.absorb({ resource: resourceOf(root, source, [at]), behavior: 'create' }, layer, at);
      }
  }

  #context(kustomization: Kustomization): TransformContext {
    return {
      load: (entry) => this.load(kustomization, entry),
      loader: this.#accumulating.loader,
      schema: () => this.schema,
      report: this.#report,
    };
  }

  #transform(kustomization: Kustomization, way: Way, layer: Layer): void {
    if (this.#isBeyond(fileOf(kustomization), layer.list.all.length * Math.ceil(changesIn(kustomization.root) / changesAStep))) return;
    const context = this.#context(kustomization);
    const steps: Transformer[] = [...transformers(kustomization, layer.configuration, context)];
    const listed = entryAt(kustomization.root, 'transformers');
    if (listed !== undefined)
      steps.push(...pluginTransformers(this.configurations(listed.value, kustomization, way), kustomization, context));
    const { tracks } = this.#accumulating;
    for (const { run, kind, origin } of steps) {
      run(layer.list);
      if (!tracks) continue;
      const by = origin ?? builtinOrigin(way.path, kustomization.name, kind);
      layer.list.map((resource) => {
        // The real tool writes all annotations anew.
        const changed = { ...resource, root: unsharedAnnotations(resource.root) };
        return resource.origin === undefined
          ? { ...changed, origin: by }
          : { ...changed, transformations: [...(resource.transformations ?? []), by] };
      });
    }
  }

  /** The objects that configure generators or transformers: inline texts, files, or what folders come to. */
  configurations(entries: YamlNode, kustomization: Kustomization, way: Way): readonly Resource[] {
    const inline: Layer = { list: new ResourceList(), configuration: emptyConfiguration, variables: [] };
    const paths: YamlScalar[] = [];
    for (const entry of scalars(entries)) {
      const at = placeOf(entry, fileOf(kustomization));
      const { objects, problems } = readObjects(entry.text, this.placing(entry));
      if (problems.length > 0) {
        // Text in several lines is no path.
        if (entry.text.includes('\n')) for (const problem of problems) this.#report(problem);
        else paths.push(entry);
        continue;
      }
      for (const object of objects) {
        const resource = resourceOf(object, kustomization.file, [at]);
        const origin = this.#accumulating.tracks ? fileOrigin(way.path, kustomization.name) : undefined;
        appendNew(inline.list, origin === undefined ? resource : { ...resource, origin }, this.#report, at);
      }
    }
    for (const entry of paths) this.#resource(entry, kustomization, way, inline);
    return inline.list.all;
  }

  placing(scalar: YamlScalar): Placing {
    return this.#accumulating.loader.placing(scalar);
  }

  /** A file that a kustomization names; `path` where the entry says more than the path. Undefined: reported. */
  load(
    kustomization: Kustomization,
    entry: YamlScalar,
    path = entry.text,
  ): { readonly file: string; readonly bytes: Uint8Array } | undefined {
    const at = placeOf(entry, fileOf(kustomization));
    if (isRemoteFile(path)) {
      this.#report(remote(path, at));
      return undefined;
    }
    const { loader } = this.#accumulating;
    const located = loader.locate(kustomization.folder, path);
    if (located.type === 'beyond' || (located.type === 'file' && !mayLoad(kustomization.folder, located.path))) {
      this.#report(outside(path, at));
      return undefined;
    }
    const bytes = located.type === 'file' ? loader.bytes(located.path) : undefined;
    if (bytes === undefined) {
      const text =
        located.type === 'folder' ? message('{0} is a folder; a file is expected.', path) : message('There is no file {0}.', path);
      this.#report(failure('missing-file', text, at));
      return undefined;
    }
    return { file: located.path, bytes };
  }

  report(problem: RenderingProblem): void {
    this.#report(problem);
  }
}

function unsharedAnnotations(root: YamlMap): YamlMap {
  const metadata = valueAt(root, 'metadata');
  const annotations = valueAt(metadata, 'annotations');
  if (metadata?.type !== 'map' || annotations?.type !== 'map') return root;
  return withTextAnnotations(withValue(root, 'metadata', withValue(metadata, 'annotations', unshared(annotations))));
}

/** Whether a folder is one of those, or lies below one. */
function meets(folders: ReadonlySet<string>, folder: string): boolean {
  for (let path = folder; ; path = path.slice(0, Math.max(path.lastIndexOf('/'), 0))) {
    if (folders.has(path)) return true;
    if (path === '') return false;
  }
}

function remote(entry: string, at: Span): RenderingProblem {
  return unsupported(message('{0} is fetched from elsewhere, which is not done here.', entry), at);
}

function outside(entry: string, at: Span): RenderingProblem {
  return failure(
    'outside-root',
    message('{0} is not in or below the folder of this kustomization, and kustomize reads no other files.', entry),
    at,
  );
}

export function scalars(node: YamlNode | undefined): readonly YamlScalar[] {
  return node?.type === 'list' ? node.items.filter((item) => item.type === 'scalar') : [];
}

export function maps(node: YamlNode | undefined): readonly YamlMap[] {
  return node?.type === 'list' ? node.items.filter((item) => item.type === 'map') : [];
}

export function fileOf({ file }: Kustomization): Span {
  return { file, start: 0, end: 0 };
}
