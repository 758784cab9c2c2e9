import type { Reach } from '../../manifests/reach.ts';
import { message } from '../../base/message.ts';
import { isWithin } from '../../base/path.ts';
import { limits } from '../../manifests/limits.ts';
import type { Span } from '../origin.ts';
import { isOfAddresses, isPublished } from '../published.ts';
import type { RenderedManifest } from '../rendered.ts';
import { entryAt, textAt, valueAt, withValue } from '../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { inFile } from '../yaml/read.ts';
import { withTextAnnotations } from './annotations.ts';
import {
  defaultConfiguration,
  emptyConfiguration,
  mergedConfiguration,
  readConfiguration,
  readDefinitions,
  type Configuration,
} from './configuration.ts';
import { appendNew } from './duplicates.ts';
import { beyond, fileOf, loadFile, missing, outside, remote, scalars, unreadable } from './entries.ts';
import { generateAll } from './generating.ts';
import { loadKustomization, shown, type Kustomization } from './kustomizationFile.ts';
import type { Accumulated, Base, Building, Layer, Way } from './layer.ts';
import { isRemoteFile, isRepository } from './loader.ts';
import type { LayerMemory } from './memory.ts';
import type { FieldSpec } from './fieldSpec.ts';
import { builtInMergeSchema, isBuiltInKind, type MergeSchema } from './mergeSchema.ts';
import { objectsIn, readObjects } from './objects.ts';
import { bothUses, schemaAfter, type BuiltInUse } from './openapiSchema.ts';
import { builtinOrigin, fileOrigin } from './origin.ts';
import { joinPath } from './paths.ts';
import { Pass } from './pass.ts';
import { pluginGenerators, pluginTransformers } from './plugins.ts';
import {
  failure,
  inNamespace,
  lostChanges,
  lostNothing,
  lostDefinitions,
  lostObjects,
  lostRelease,
  orReaching,
  placeOf,
  reaching,
  unsupported,
  type Report,
} from './problem.ts';
import { Problems } from './problems.ts';
import { resourceOf, type Resource } from './resource.ts';
import { ResourceList } from './resourceList.ts';
import { unshared } from './sharing.ts';
import { transformers, type TransformContext, type Transformer } from './transform.ts';
import { noteVariables } from './transformers/variables.ts';

/** Gathers the objects of kustomizations, depth first. api/internal/target/kusttarget.go */
export class Accumulator {
  readonly #building: Building;
  #report: Report;
  #schema: MergeSchema | undefined;
  #builtInUse: BuiltInUse = 'none';
  /** The same of the base that is being walked. */
  #useInBase: BuiltInUse = 'none';
  #folders = new Set<string>();
  /** By folder, of the kustomizations that are being walked. */
  readonly #remembered = new Map<string, LayerMemory>();
  /** Bases whose problems have been reported. */
  readonly #reported = new Set<Base>();

  constructor(building: Building, report: Report) {
    this.#building = building;
    this.#report = report;
  }

  /** `first`: objects that come before its resources, from elsewhere. */
  root(kustomization: Kustomization, first: readonly RenderedManifest[] = []): Layer {
    this.#setSchema(kustomization);
    const layer: Layer = { list: new ResourceList(), configuration: emptyConfiguration, variables: [] };
    const at = fileOf(kustomization);
    for (const { root, source } of first) {
      if (!this.#building.budget.gather(root, at, this.#report)) break;
      appendNew(layer.list, resourceOf(root, source), this.#report, at);
    }
    return this.#layer(kustomization, { folders: [kustomization.folder], path: '' }, layer);
  }

  #layer(kustomization: Kustomization, way: Way, into?: Layer): Layer {
    const namespace = textAt(kustomization.root, 'namespace') ?? '';
    // A component changes what is there already, which may be elsewhere.
    if (namespace === '' || kustomization.isComponent) return this.#gathered(kustomization, way, into);
    const report = this.#report;
    this.#report = inNamespace(report, namespace);
    const layer = this.#gathered(kustomization, way, into);
    this.#report = report;
    return layer;
  }

  #gathered(kustomization: Kustomization, way: Way, into?: Layer): Layer {
    for (const problem of kustomization.problems) this.#report(problem);
    this.#folders.add(kustomization.folder);
    const { memory } = this.#building;
    if (memory !== undefined) this.#remembered.set(kustomization.folder, memory.layer(kustomization));
    const layer = into ?? { list: new ResourceList(), configuration: emptyConfiguration, variables: [] };
    const { root } = kustomization;
    const { budget } = this.#building;
    // Beyond the bound nothing is walked any more: ways may double at each level.
    if (!budget.gather(root, fileOf(kustomization), this.#report)) return layer;
    this.#resources(valueAt(root, 'resources'), kustomization, way, layer);
    this.#resources(valueAt(root, 'bases'), kustomization, way, layer);
    if (budget.isBeyond) return layer;
    this.#configure(kustomization, layer);
    this.#generate(kustomization, way, layer);
    for (const entry of scalars(valueAt(root, 'components'))) this.#component(entry, kustomization, way, layer);
    this.#transform(kustomization, way, layer);
    const validators = entryAt(root, 'validators');
    // Builtin ones are transformers that may not change anything, so what they would do is left out.
    if (validators !== undefined)
      pluginTransformers(this.#configurations(validators.value, kustomization, way), kustomization, this.#context(kustomization));
    layer.variables = noteVariables(valueAt(root, 'vars'), layer.variables, layer.list, this.#report, fileOf(kustomization));
    return layer;
  }

  #resources(entries: YamlNode | undefined, kustomization: Kustomization, way: Way, layer: Layer): void {
    for (const entry of scalars(entries)) this.#resource(entry, kustomization, way, layer);
  }

  #resource(entry: YamlScalar, kustomization: Kustomization, way: Way, layer: Layer): void {
    if (this.#building.budget.isBeyond) return;
    const at = placeOf(entry, fileOf(kustomization));
    if (entry.text === '') {
      this.#report(reaching(failure('missing-file', message('This entry is empty.'), at), lostNothing));
      return;
    }
    if (isRemoteFile(entry.text)) {
      this.#report(reaching(remote(entry.text, at), lostWith(entry.text)));
      return;
    }
    const located = this.#building.loader.locate(kustomization.folder, entry.text);
    if (located.type === 'file' && this.#building.loader.mayLoad(kustomization.folder, located.path)) {
      this.#file(located.path, entry, at, way, layer);
      return;
    }
    if (isRepository(entry.text)) {
      this.#report(reaching(remote(entry.text, at), lostWith(entry.text)));
      return;
    }
    switch (located.type) {
      case 'beyond':
        // What lies beyond lies outside of the kustomization's folder, too, where only bases may be.
        this.#report(reaching(located.kind === 'file' ? outside(entry.text, at) : beyond(entry.text, at), lostObjects));
        return;
      case 'missing':
        this.#report(
          reaching(
            missing(this.#building.loader, entry.text, located.path, message('There is neither a file nor a folder {0}.', entry.text), at),
            lostObjects,
          ),
        );
        return;
      case 'file':
        this.#report(reaching(outside(entry.text, at), lostObjects));
        return;
      case 'folder':
        this.#base(located.path, entry, at, way, layer);
    }
  }

  #file(path: string, entry: YamlScalar, at: Span, way: Way, layer: Layer): void {
    const { loader, budget, tracks, memory } = this.#building;
    const text = loader.text(path);
    if (text === undefined) {
      this.#report(unreadable(entry.text, at));
      return;
    }
    const { objects, problems, passedOver } =
      memory === undefined ? readObjects(text, inFile(path)) : objectsIn(memory.documents(path, text).documents);
    for (const problem of [...problems, ...passedOver]) this.#report(reaching(problem, lostObjects));
    const origin = tracks ? fileOrigin(way.path, entry.text) : undefined;
    const pass = this.#pass(entry, way);
    for (const object of objects) {
      const make = (): Resource => resourceOf(object, path, [at]);
      const resource = pass?.of(object, make) ?? make();
      if (!budget.gather(object, at, this.#report)) return;
      this.#meet(object);
      appendNew(layer.list, origin === undefined ? resource : { ...resource, origin }, this.#report, at);
    }
  }

  #meet(object: YamlMap): void {
    if (this.#schema !== undefined || this.#useInBase !== 'none') return;
    if (!isBuiltInKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '')) this.#useBuiltIn('wanted');
  }

  #useBuiltIn(use: BuiltInUse): void {
    this.#builtInUse = bothUses(this.#builtInUse, use);
    this.#useInBase = bothUses(this.#useInBase, use);
  }

  #base(folder: string, entry: YamlScalar, at: Span, way: Way, layer: Layer): void {
    if (this.#isCycle(folder, at, way)) return;
    const base = this.#shared(folder, entry, at, way);
    if (base === undefined) return;
    const pass = this.#pass(entry, way);
    // Bases cost a walk each time that they are brought in; together they may be very many.
    for (const resource of base.resources) {
      if (!this.#building.budget.gather(resource.root, at, this.#report)) return;
      const make = (): Resource => ({ ...resource, broughtBy: [at, ...resource.broughtBy] });
      appendNew(layer.list, pass?.of(resource, make) ?? make(), this.#report, at);
    }
    layer.configuration = mergedConfiguration(layer.configuration, base.configuration, this.#disagreement(at));
    if (base.variables.length === 0) return;
    const known = new Map(layer.variables.map((variable) => [variable.name, variable]));
    for (const variable of base.variables) {
      const before = known.get(variable.name);
      if (before === undefined) known.set(variable.name, variable);
      else
        this.#report(
          failure('var', message('The variable {0} is there already.', variable.name), placeOf(variable.entry, at), [
            { message: message('The first stands here.'), at: placeOf(before.entry, at) },
          ]),
        );
    }
    layer.variables = [...known.values()];
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

  /** The objects of a base, from those that are there already where nothing speaks against it. */
  #shared(folder: string, entry: YamlScalar, at: Span, way: Way): Accumulated | undefined {
    const { bases, tracks, loader, budget } = this.#building;
    const mayShare = !tracks && this.#schema === undefined;
    const known = mayShare ? bases.get(loader.baseKey(folder)) : undefined;
    if (known !== undefined && !way.folders.some((visited) => meets(known.folders, visited))) {
      for (const path of known.looked) loader.note(path);
      if (!this.#reported.has(known)) for (const problem of known.problems) this.#report(problem);
      this.#reported.add(known);
      for (const inner of known.folders) this.#folders.add(inner);
      this.#useBuiltIn(known.builtInUse);
      return budget.change(known.looked.size, at, this.#report) ? known.accumulated : undefined;
    }
    const looked = loader.follow();
    const accumulated = this.#loaded(folder, entry, at, way, (base) => {
      if (mayShare) bases.set(loader.baseKey(folder), { ...base, looked });
    });
    loader.unfollow();
    return accumulated;
  }

  #loaded(folder: string, entry: YamlScalar, at: Span, way: Way, keep: (base: Omit<Base, 'looked'>) => void): Accumulated | undefined {
    const { loader, memory } = this.#building;
    const found = loadKustomization(loader, folder, at, memory);
    if ('severity' in found) {
      this.#report(reaching(found, lostObjects));
      return undefined;
    }
    if (isReadable(found) && found.isComponent) {
      this.#report(failure('wrong-kustomization-kind', message('{0} is a Component; it belongs in components.', entry.text), at));
      return undefined;
    }
    const problems = new Problems();
    const report = this.#report;
    const foldersBefore = this.#folders;
    const useBefore = this.#useInBase;
    this.#folders = new Set();
    this.#report = (problem) => {
      problems.report(problem);
      report(problem);
    };
    this.#setSchema(found);
    this.#useInBase = 'none';
    const { list, configuration, variables } = this.#layer(found, {
      folders: [...way.folders, folder],
      path: joinPath(way.path, entry.text),
    });
    const accumulated = { resources: list.all, configuration, variables };
    // A circle is one only on the way that led here.
    if (this.#schema === undefined && !this.#building.budget.isBeyond && !problems.has('cycle'))
      keep({ accumulated, problems: problems.all, folders: this.#folders, builtInUse: this.#useInBase });
    this.#useInBase = bothUses(useBefore, this.#useInBase);
    for (const inner of this.#folders) foldersBefore.add(inner);
    this.#folders = foldersBefore;
    this.#report = report;
    return accumulated;
  }

  #component(entry: YamlScalar, kustomization: Kustomization, way: Way, layer: Layer): void {
    if (this.#building.budget.isBeyond) return;
    const at = placeOf(entry, fileOf(kustomization));
    if (entry.text === '') {
      this.#report(failure('missing-file', message('This entry is empty.'), at));
      return;
    }
    if (isRepository(entry.text)) {
      this.#report(remote(entry.text, at));
      return;
    }
    const { loader, memory } = this.#building;
    const located = loader.locate(kustomization.folder, entry.text);
    switch (located.type) {
      case 'beyond':
        this.#report(beyond(entry.text, at));
        return;
      case 'missing':
        this.#report(missing(this.#building.loader, entry.text, located.path, message('There is no folder {0}.', entry.text), at));
        return;
      case 'file':
        this.#report(failure('base-not-a-folder', message('A component is a folder with a kustomization; {0} is a file.', entry.text), at));
        return;
      case 'folder':
    }
    if (this.#isCycle(located.path, at, way)) return;
    const found = loadKustomization(loader, located.path, at, memory);
    if ('severity' in found) {
      this.#report(found);
      return;
    }
    if (isReadable(found) && !found.isComponent) {
      this.#report(failure('wrong-kustomization-kind', message('{0} is no Component; it belongs in resources.', entry.text), at));
      return;
    }
    this.#setSchema(found);
    const report = this.#report;
    const told = { twice: false };
    this.#report = (problem) => {
      told.twice ||= problem.class === 'duplicate-id' || problem.class === 'id-conflict';
      report(problem);
    };
    this.#layer(found, { folders: [...way.folders, located.path], path: joinPath(way.path, entry.text) }, layer);
    this.#report = report;
    // What the component came to is merged into nothing, as a base is: there two objects may have become one, and a field of one kind may meet that of all. (accumulateDirectory)
    const merged = new ResourceList();
    if (!told.twice) {
      for (const resource of layer.list.all) appendNew(merged, resource, report, at);
      if (merged.all.length < layer.list.all.length) layer.list.set(merged.all);
    }
    layer.configuration = mergedConfiguration(emptyConfiguration, layer.configuration, this.#disagreement(at));
  }

  #disagreement(at: Span): (spec: FieldSpec) => void {
    return ({ path }) => {
      this.#report(failure('field-spec', message('Two configurations disagree on whether {0} is created.', path), at));
    };
  }

  #setSchema(kustomization: Kustomization): void {
    this.#schema = schemaAfter(this.#schema, kustomization, this.#building.loader, this.#report, this.#builtInUse);
  }

  #configure(kustomization: Kustomization, layer: Layer): void {
    const { loader } = this.#building;
    let at = fileOf(kustomization);
    const clash = ({ path }: FieldSpec): void => {
      this.#report(failure('field-spec', message('Another configuration has another word on whether {0} is created.', path), at));
    };
    // What merges first decides which of two fields counts. api/internal/target/kusttarget.go (accumulateTarget)
    const together = (field: 'configurations' | 'crds', read: typeof readConfiguration): Configuration => {
      let all = emptyConfiguration;
      for (const entry of scalars(valueAt(kustomization.root, field))) {
        const loaded = loadFile(loader, kustomization, entry, this.#report);
        if (loaded === undefined) continue;
        at = placeOf(entry, fileOf(kustomization));
        const added = read(loader.text(loaded.file) ?? '', loaded.file, this.#report);
        mergedConfiguration(defaultConfiguration, added, clash);
        all = mergedConfiguration(all, added, clash);
      }
      return all;
    };
    const own = mergedConfiguration(defaultConfiguration, together('configurations', readConfiguration), () => undefined);
    layer.configuration = mergedConfiguration(layer.configuration, own, clash);
    layer.configuration = mergedConfiguration(layer.configuration, together('crds', readDefinitions), clash);
  }

  #generate(kustomization: Kustomization, way: Way, layer: Layer): void {
    const generating = { building: this.#building, kustomization, layer, report: this.#report };
    generateAll(generating, way);
    const generators = entryAt(kustomization.root, 'generators');
    if (generators !== undefined) pluginGenerators(this.#configurations(generators.value, kustomization, way), generating);
  }

  #context(kustomization: Kustomization): TransformContext {
    const { loader, budget } = this.#building;
    return {
      load: (entry) => loadFile(loader, kustomization, entry, orReaching(this.#report, lostChanges)),
      loader,
      schema: () => {
        if (this.#schema !== undefined) return this.#schema;
        this.#useBuiltIn('read');
        return builtInMergeSchema;
      },
      report: orReaching(this.#report, lostChanges),
      budget,
    };
  }

  #transform(kustomization: Kustomization, way: Way, layer: Layer): void {
    const { tracks, budget, loader, memory } = this.#building;
    if (budget.isBeyond) return;
    const { list, configuration } = layer;
    const report = orReaching((problem) => {
      list.reported++;
      this.#report(problem);
    }, lostChanges);
    const context = { ...this.#context(kustomization), report };
    const looked = loader.follow();
    const steps: Transformer[] = [...transformers(kustomization, configuration, context)];
    loader.unfollow();
    const listed = entryAt(kustomization.root, 'transformers');
    if (listed !== undefined)
      steps.push(...pluginTransformers(this.#configurations(listed.value, kustomization, way), kustomization, context));
    // Objects and plugins of a transformer's own, and schemas, say more than the kustomization does.
    const remembers = !tracks && listed === undefined && this.#schema === undefined;
    const made = { configuration, looked, count: steps.length, resources: list.all.length };
    const remembered = remembers ? memory?.steps(kustomization, memory.layer(kustomization), made) : undefined;
    for (const [index, { run, kind, origin, changes = 1 }] of steps.entries()) {
      if (!budget.change(list.all.length * changes, fileOf(kustomization), this.#report)) return;
      list.memory = remembered?.[index];
      list.memory?.begin();
      run(list);
      list.memory = undefined;
      if (!tracks) continue;
      const by = origin ?? builtinOrigin(way.path, kustomization.name, kind);
      list.map((resource) => {
        // The real tool writes all annotations anew.
        const changed = { ...resource, root: unsharedAnnotations(resource.root) };
        return resource.origin === undefined
          ? { ...changed, origin: by }
          : { ...changed, transformations: [...(resource.transformations ?? []), by] };
      });
    }
  }

  /** What an entry brought the last time. */
  #pass(entry: YamlScalar, { folders }: Way): Pass<object, Resource> | undefined {
    const { memory, tracks } = this.#building;
    const folder = folders.at(-1);
    const layer = memory === undefined || tracks || folder === undefined ? undefined : this.#remembered.get(folder);
    if (layer === undefined) return undefined;
    let pass = layer.brought.get(entry);
    if (pass === undefined) layer.brought.set(entry, (pass = new Pass()));
    pass.begin();
    return pass;
  }

  /** The objects that configure generators or transformers: inline texts, files, or what folders come to. */
  #configurations(entries: YamlNode, kustomization: Kustomization, way: Way): readonly Resource[] {
    const { loader, tracks } = this.#building;
    const inline: Layer = { list: new ResourceList(), configuration: emptyConfiguration, variables: [] };
    const paths: YamlScalar[] = [];
    for (const entry of scalars(entries)) {
      const at = placeOf(entry, fileOf(kustomization));
      const { objects, problems } = readObjects(entry.text, loader.placing(entry));
      if (problems.length > 0) {
        // Text in several lines is no path.
        if (entry.text.includes('\n')) for (const problem of problems) this.#report(problem);
        else paths.push(entry);
        continue;
      }
      for (const object of objects) {
        const resource = resourceOf(object, kustomization.file, [at]);
        const origin = tracks ? fileOrigin(way.path, kustomization.name) : undefined;
        this.#meet(object);
        appendNew(inline.list, origin === undefined ? resource : { ...resource, origin }, this.#report, at);
      }
    }
    for (const entry of paths) this.#resource(entry, kustomization, way, inline);
    return inline.list.all;
  }
}

function unsharedAnnotations(root: YamlMap): YamlMap {
  const metadata = valueAt(root, 'metadata');
  const annotations = valueAt(metadata, 'annotations');
  if (metadata?.type !== 'map' || annotations?.type !== 'map') return root;
  return withTextAnnotations(withValue(root, 'metadata', withValue(metadata, 'annotations', unshared(annotations))));
}

/** Whether kustomize gets as far as looking for what it is. */
function isReadable({ problems }: Kustomization): boolean {
  return problems.every(({ severity }) => severity !== 'error');
}

/** Whether a folder is one of those, or lies below one. */
function meets(folders: ReadonlySet<string>, folder: string): boolean {
  for (let path = folder; ; path = path.slice(0, Math.max(path.lastIndexOf('/'), 0))) {
    if (folders.has(path)) return true;
    if (path === '') return false;
  }
}

/** What is missing with a file, or with a folder of a repository, that is fetched. */
function lostWith(url: string): Reach {
  if (isOfDefinitions(url)) return lostDefinitions;
  return (released.test(url) || isPublished(url)) && !isOfAddresses(url) ? lostRelease : lostObjects;
}

const released = /^https:\/\/github\.com\/[^/]+\/[^/]+\/releases\//;

/**
 * Whether a file or a folder holds definitions of kinds alone: `crds.yaml`, `mariadb-crd.yml`, `crds/all.yaml`, `config/crd`, and `gateway.networking.k8s.io_gateways.yaml`,
 * as controller-gen calls them. Beside old definitions operators have an example of such an object (`…_cr.yaml`).
 */
function isOfDefinitions(url: string): boolean {
  const segments = (url.split('?', 1)[0] ?? '').toLowerCase().split('/');
  const name = segments.at(-1) ?? '';
  if (/_cr\.ya?ml$/.test(name)) return false;
  if (segments.some((segment) => segment === 'crd' || segment === 'crds')) return true;
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+_[a-z]+\.ya?ml$/.test(name)) return true;
  return /\.ya?ml$/.test(name) && name.split(/[_.-]/).some((word) => definitionWords.has(word));
}

const definitionWords: ReadonlySet<string> = new Set(['crd', 'crds', 'customresourcedefinition', 'customresourcedefinitions']);
