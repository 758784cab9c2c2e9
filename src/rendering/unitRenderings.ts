import { limits } from '../manifests/limits.ts';
import { readMade, type DocumentFacts } from '../manifests/read.ts';
import { unitKey, type ChartUnit, type DeliveryUnit, type KustomizationUnit, type ModulesUnit, type Unit } from './clusters/unit.ts';
import type { Surroundings } from './gitops/delivery.ts';
import { renderDelivery } from './gitops/gitops.ts';
import type { RenderOptions } from './gitops/renderOptions.ts';
import type { Bases } from './kustomize/layer.ts';
import { buildKustomization } from './kustomize/build.ts';
import { renderModules } from './iotEdge/render.ts';
import { BuildMemory } from './kustomize/memory.ts';
import { chartHook } from './kustomizedChart.ts';
import { renderChart, usualChartOptions } from './helm/render.ts';
import type { Rendered, RenderedManifest, RenderingProblem } from './rendered.ts';
import { filesOf, isSameTree, renderedDocument, type RenderedDocument } from './renderedDocument.ts';
import type { Sources } from './sources.ts';
import { syntaxOf } from './syntaxOf.ts';

/** A unit as it was rendered last. Facts of manifests that are as before are the same objects. */
export interface RenderedUnit {
  readonly unit: Unit;
  /** One a manifest, each of a `RenderedDocument`, in the order of the tool. */
  readonly documents: readonly DocumentFacts[];
  readonly problems: readonly RenderingProblem[];
  /** What was looked at, whether or not it is there. */
  readonly looked: ReadonlySet<string>;
  readonly taken: readonly string[];
  /** Files that its manifests come from: the same object as before where they are the same. */
  readonly sources: ReadonlySet<string>;
}

/** What one kustomization may cost, and all together. */
type Bounds = Readonly<Record<'kustomizeSteps' | 'allKustomizeSteps', number>>;

/** The units of a workspace, each rendered again only when something that it looked at has changed. */
export class UnitRenderings {
  readonly #rendered = new Map<string, RenderedUnit>();
  /** Units whose sources have changed: what was made of them before is kept for what stays the same. */
  readonly #stale = new Set<string>();
  /** Bases that several kustomizations build on are read and gathered once. */
  readonly #bases: Bases = new Map();
  /** What of earlier renderings holds for later ones. */
  readonly #memory = new BuildMemory();
  /** What each unit has cost: all together are bounded, so that many roots of one large tree are. */
  readonly #steps = new Map<string, number>();
  #allSteps = 0;
  /** Units that got less than they may cost because others had cost too much: worth another try when anything changes. */
  readonly #curtailed = new Set<string>();

  #readsAnywhere = false;

  readonly #limits: Bounds;

  constructor(bounds: Bounds = limits) {
    this.#limits = bounds;
  }

  /** The files or folders have changed, come or gone. Returns the keys of units that must be rendered again. */
  forget(paths: ReadonlySet<string>): ReadonlySet<string> {
    this.#memory.forget(paths);
    for (const [key, { looked }] of this.#bases) if (meet(looked, paths)) this.#bases.delete(key);
    for (const [key, { looked }] of this.#rendered) {
      if (!this.#stale.has(key) && meet(looked, paths)) this.#stale.add(key);
    }
    if (this.#stale.size > 0) for (const key of this.#curtailed) this.#stale.add(key);
    return this.#stale;
  }

  /** Whether kustomizations outside of Flux may name files outside of their folders, which Flux always allows. */
  readAnywhere(mayRead: boolean): void {
    if (this.#readsAnywhere === mayRead) return;
    this.#readsAnywhere = mayRead;
    for (const key of this.#rendered.keys()) this.#stale.add(key);
  }

  /** Drops all units but these. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#rendered.keys())
      if (!keys.has(key)) {
        this.#rendered.delete(key);
        this.#stale.delete(key);
        this.#curtailed.delete(key);
        this.#note(key, 0);
      }
  }

  /** Whether a unit is rendered as its sources are now. */
  isCurrent(unit: Unit): boolean {
    const key = unitKey(unit);
    return this.#rendered.has(key) && !this.#stale.has(key);
  }

  get(unit: Unit): RenderedUnit | undefined {
    return this.#rendered.get(unitKey(unit));
  }

  looksAt(path: string): boolean {
    for (const { looked } of this.#rendered.values()) if (looked.has(path)) return true;
    return false;
  }

  /** What was made of a unit counts no longer. */
  invalidate(unit: Unit): void {
    const key = unitKey(unit);
    if (this.#rendered.has(key)) this.#stale.add(key);
  }

  render(unit: KustomizationUnit | ChartUnit | ModulesUnit, sources: Sources): RenderedUnit {
    return this.#render(unit, (mostSteps) => rendering(unit, sources, this.#options(mostSteps)));
  }

  /** Of what the surroundings say nothing is noted: whoever gives them invalidates the unit when it says something else. */
  renderDelivery(unit: DeliveryUnit, surroundings: Surroundings): RenderedUnit {
    return this.#render(unit, (mostSteps) => renderDelivery(unit.delivery, surroundings, this.#options(mostSteps)));
  }

  #options(mostSteps: number): RenderOptions {
    return { bases: this.#bases, memory: this.#memory, mostSteps, loadsFromOutside: this.#readsAnywhere };
  }

  #render(unit: Unit, make: (mostSteps: number) => Rendered & { readonly steps: number }): RenderedUnit {
    const key = unitKey(unit);
    const before = this.#rendered.get(key);
    if (before !== undefined && !this.#stale.has(key)) return before;
    this.#note(key, 0);
    const { kustomizeSteps, allKustomizeSteps } = this.#limits;
    const left = Math.max(0, allKustomizeSteps - this.#allSteps);
    const { steps, ...made } = make(Math.min(left, kustomizeSteps));
    this.#note(key, steps);
    if (left < kustomizeSteps && steps > left) this.#curtailed.add(key);
    else this.#curtailed.delete(key);
    const rendered = asBefore(before, unit, made);
    this.#rendered.set(key, rendered);
    this.#stale.delete(key);
    return rendered;
  }

  #note(key: string, steps: number): void {
    this.#allSteps += steps - (this.#steps.get(key) ?? 0);
    this.#steps.set(key, steps);
  }
}

function meet(looked: ReadonlySet<string>, paths: ReadonlySet<string>): boolean {
  for (const path of paths) if (looked.has(path)) return true;
  return false;
}

function rendering(
  unit: KustomizationUnit | ChartUnit | ModulesUnit,
  sources: Sources,
  options: RenderOptions,
): Rendered & { readonly steps: number } {
  if (unit.kind === 'kustomization') return buildKustomization(sources, unit.folder, { helmCharts: chartHook(sources), ...options });
  if (unit.kind === 'modules') return { ...renderModules(sources, unit.files), steps: 0 };
  const release = {
    ...usualChartOptions,
    releaseName: releaseNameOf(unit.folder),
    values: unit.valuesFiles.map((file) => ({ file })),
    isLone: true as const,
  };
  return { ...renderChart(sources, unit.folder, release), steps: 0 };
}

/**
 * What a chart that nobody is known to install is called: its folder, as far as that may stand at the start of any object's name (DNS-1035).
 * Charts that are kept version by version (`charts/loki/0.80.3`) are called by the folder above: nobody releases `0.80.3`.
 */
function releaseNameOf(folder: string): string {
  const segments = folder.split('/');
  while (isVersionFolder(segments.at(-1))) segments.pop();
  const name = (segments.at(-1) ?? '').toLowerCase().replace(/[^a-z0-9]/g, '-');
  return name.slice(name.search(/[a-z]|$/), mostOfReleaseName).replace(/(?<!-)-+$/, '') || usualChartOptions.releaseName;
}

/** helm/pkg/chart/v2/util/validate_name.go */
const mostOfReleaseName = 53;

function isVersionFolder(name: string | undefined): boolean {
  return name !== undefined && /^v?\d+(?:\.\d+)*(?:[-+][\w.+-]*)?$/.test(name) && /^v|\.|^\d+$/.test(name);
}

function asBefore(before: RenderedUnit | undefined, unit: Unit, { manifests, problems, looked, taken = [] }: Rendered): RenderedUnit {
  const known = new Map<string, DocumentFacts[]>();
  // Documents know their unit, and where the object is that applies it.
  for (const facts of before !== undefined && isSameUnit(before.unit, unit) ? before.documents : []) {
    const key = nameOf(rootOf(facts));
    const others = known.get(key);
    if (others === undefined) known.set(key, [facts]);
    else others.push(facts);
  }
  const documents = manifests.map((manifest) => {
    const same = known.get(nameOf(manifest))?.find((facts) => isSameTree(rootOf(facts).root, manifest.root));
    return same ?? factsOf(manifest, unit);
  });
  const sources = new Set<string>();
  for (const facts of documents) for (const file of filesOf(rootOf(facts))) sources.add(file);
  const isSame = before !== undefined && before.sources.size === sources.size && [...sources].every((file) => before.sources.has(file));
  return { unit, documents, problems, looked, taken, sources: isSame ? before.sources : sources };
}

function isSameUnit(one: Unit, other: Unit): boolean {
  return one.kind !== 'delivery' || other.kind !== 'delivery' || isSameTree(one.delivery.by.root, other.delivery.by.root);
}

function factsOf(manifest: RenderedManifest, unit: Unit): DocumentFacts {
  return readMade(renderedDocument(manifest, unit), syntaxOf(manifest.root));
}

function rootOf({ document }: DocumentFacts): RenderedDocument {
  return document as RenderedDocument;
}

/** Enough to find the counterpart of a manifest in an earlier rendering. */
function nameOf({ root }: Pick<RenderedManifest, 'root'>): string {
  const parts: string[] = [];
  for (const { key, value } of root.entries) {
    if (key === 'kind' && value.type === 'scalar') parts.push(value.text);
    if (key !== 'metadata' || value.type !== 'map') continue;
    for (const { key: name, value: text } of value.entries) if (name === 'name' && text.type === 'scalar') parts.push(text.text);
  }
  return parts.join(' ');
}
