import { message } from '../../base/message.ts';
import { limits } from '../../manifests/limits.ts';
import type { Rendered, RenderedManifest, RenderingProblem } from '../rendered.ts';
import type { Sources } from '../sources.ts';
import { entryAt, mapNode, nodeAt, textNode, valueAt } from '../yaml/change.ts';
import type { YamlEntry, YamlMap } from '../yaml/node.ts';
import { Accumulator } from './accumulate.ts';
import { withFinalAnnotations } from './annotations.ts';
import { Budget } from './budget.ts';
import type { ChartHook } from './charts.ts';
import { reportTwice } from './duplicates.ts';
import { fileOf, scalars } from './entries.ts';
import { hashed } from './hashed.ts';
import { identityKey } from './identity.ts';
import { loadKustomization, type Kustomization } from './kustomizationFile.ts';
import type { Base, Bases } from './layer.ts';
import { Loader } from './loader.ts';
import type { BuildMemory, RootMemory } from './memory.ts';
import { isEmpty, objectProblem } from './objects.ts';
import { ordered } from './order.ts';
import { originText, transformationsText } from './origin.ts';
import { failure, lostChanges, lostNothing, orReaching, placeOf, type Report } from './problem.ts';
import { currentIdentity, type Resource } from './resource.ts';
import { Problems } from './problems.ts';
import { isReadableTree } from './readable.ts';
import { ResourceList } from './resourceList.ts';
import { fixReferences } from './transformers/references.ts';
import { setTexts } from './transformers/texts.ts';
import type { Transforming } from './transformers/transforming.ts';
import { resolveVariables } from './transformers/variables.ts';
import { writtenOut } from './writtenOut.ts';

export interface BuildOptions {
  /** Renders charts of `helmCharts`; without it they are unknown. */
  readonly helmCharts?: ChartHook;
  /** Bases that are read and gathered already, kept for other builds of the same sources. */
  readonly bases?: Bases;
  /** What earlier builds of the same sources have left, so that less is done again. */
  readonly memory?: BuildMemory;
  /** Objects gathered and changes made, all together; the usual bound when absent. */
  readonly mostSteps?: number;
  /** The kustomization to build in place of the one that stands in the folder. */
  readonly kustomization?: Kustomization;
  /** What somebody adds to the kustomization before it is built, as `kustomize edit` would. */
  readonly amend?: (kustomization: Kustomization) => Kustomization;
  /** Objects that come before its resources. */
  readonly first?: readonly RenderedManifest[];
  /** Whether it may name files outside of its folder (`--load-restrictor LoadRestrictionsNone`). */
  readonly loadsFromOutside?: boolean;
}

export interface Built extends Rendered {
  /** What it has cost: objects gathered, and changes of them. */
  readonly steps: number;
}

/** What `kubectl kustomize FOLDER` prints. An error ends the real build; here the rest is done without what failed. */
export function buildKustomization(sources: Sources, folder: string, options: BuildOptions = {}): Built {
  const loader = new Loader(sources, options.loadsFromOutside !== true);
  const problems = new Problems();
  const budget = new Budget(options.mostSteps ?? limits.kustomizeSteps);
  const report: Report = (problem) => {
    // What is left out is missing everywhere.
    if (!budget.isBeyond) problems.report(problem);
  };
  const done = (manifests: readonly RenderedManifest[]): Built => ({
    manifests,
    problems: asFarAsSeen(asNoticed(problems.all)),
    looked: loader.looked,
    steps: budget.spent,
  });
  const located = loader.real(folder);
  const at = { file: folder, start: 0, end: 0 };
  if (located.type !== 'folder') {
    report(failure('missing-file', message('There is no folder {0}.', folder), at));
    return done([]);
  }
  const loaded = options.kustomization ?? loadKustomization(loader, located.path, at, options.memory);
  if ('severity' in loaded) {
    report(loaded);
    return done([]);
  }
  const kustomization = options.amend?.(loaded) ?? loaded;
  const metadata = scalars(valueAt(kustomization.root, 'buildMetadata')).map(({ text }) => text);
  const accumulator = new Accumulator(
    {
      loader,
      bases: options.bases ?? new Map<string, Base>(),
      tracks: metadata.length > 0,
      charts: options.helmCharts,
      budget,
      memory: options.memory,
    },
    report,
  );
  const { list, configuration, variables } = accumulator.root(kustomization, options.first);
  const transforming = { list, report: orReaching(report, lostChanges), at: fileOf(kustomization), budget };
  hashed(list, report);
  const memory = options.memory?.root(located.path);
  fixReferences(configuration, transforming, memory);
  resolveVariables(variables, configuration.varReference, transforming);
  list.map((resource) => (isLocal(resource) ? undefined : resource));
  // Two that one namespace made equal are told already.
  const areToldApart = !problems.has('id-conflict');
  return done(finished(transforming, kustomization, metadata, areToldApart, memory));
}

/** The first error is the one that ends the real build. It notices a key that stands twice in an object only when that is written out. */
function asNoticed(problems: readonly RenderingProblem[]): readonly RenderingProblem[] {
  const isLate = ({ class: name }: RenderingProblem): boolean => name === 'duplicate-key';
  return [...problems.filter((problem) => !isLate(problem)), ...problems.filter(isLate)];
}

/** Where something is brought that is not seen here (`isOpenToMore`: by whoever builds), it may be what a patch is for; and where a patch is not seen, an object may be other than it is here. */
export function asFarAsSeen(problems: readonly RenderingProblem[], isOpenToMore = false): readonly RenderingProblem[] {
  const isChanged = problems.some(
    ({ class: name, severity, reach }) => name === 'unsupported' && severity === 'unknown' && reach?.changes === 'unit',
  );
  const hasStandIn = problems.some(({ class: name }) => name === 'stand-in');
  const isOpen =
    isOpenToMore ||
    isChanged ||
    hasStandIn ||
    // Beyond what may be read there is what is not read here; to say so is enough.
    problems.some(({ class: name, isMadeElsewhere }) => name === 'outside-root' || isMadeElsewhere === true) ||
    problems.some(({ class: name, severity, reach }) => name === 'unsupported' && severity === 'unknown' && reach?.makes !== false);
  // A replacement reads what mostly is generated, and so is missing with the file that it is generated from.
  const hasLeftOut = isOpen || problems.some(({ class: name, reach }) => name === 'missing-file' && reach?.makes !== false);
  const isInDoubt = ({ class: name }: RenderingProblem): boolean =>
    (isOpen && seeking.has(name)) ||
    (hasLeftOut && name === 'replacement-source') ||
    (isChanged && name === 'json-patch-failed') ||
    (hasStandIn && (reading.has(name) || name.startsWith('replacement-')));
  // What is not here is unknown already; that something is for it says no more.
  return hasLeftOut
    ? problems.map((problem) =>
        isInDoubt(problem) ? { ...problem, severity: 'unknown', ...(finding.has(problem.class) && { reach: lostNothing }) } : problem,
      )
    : problems;
}

/** What Kustomize says of an object that it does not find. */
const seeking: ReadonlySet<string> = new Set(['patch-no-match', 'replicas-no-match', 'generator-nothing-to-merge']);

/** Of these what changes an object that is there. */
const finding: ReadonlySet<string> = new Set(['patch-no-match', 'replicas-no-match']);

/** What it says where an object is not as it takes it to be: of a chart that is known in part, no object is whole. */
const reading: ReadonlySet<string> = new Set([
  'json-patch-failed',
  'wrong-node-kind',
  'patch-ambiguous',
  'duplicate-id',
  'id-conflict',
  'var',
]);

function isLocal({ root }: Resource): boolean {
  const annotations = nodeAt(root, 'metadata', 'annotations');
  const value = valueAt(annotations, 'config.kubernetes.io/local-config');
  return value !== undefined && (value.type !== 'scalar' || value.text !== 'false');
}

function finished(
  transforming: Transforming,
  kustomization: Kustomization,
  metadata: readonly string[],
  areToldApart: boolean,
  memory: RootMemory | undefined,
): readonly RenderedManifest[] {
  const { list, report, at } = transforming;
  const known = new Map<string, Resource>();
  for (const resource of list.all) {
    if (isEmpty(resource.root)) continue;
    const key = identityKey(currentIdentity(resource));
    const before = known.get(key);
    if (before !== undefined && areToldApart) reportTwice(before, resource, report, at);
    known.set(key, resource);
    const problem = objectProblem(resource.root, placeOf(resource.root, at));
    if (problem !== undefined) report(problem);
  }
  const sorted = new ResourceList(ordered(list.all, valueAt(kustomization.root, 'sortOptions'), report, at));
  if (metadata.includes('managedByLabel')) {
    const origins = entryAt(kustomization.root, 'buildMetadata')?.keyOrigins ?? [];
    const label: YamlEntry = { key: 'app.kubernetes.io/managed-by', keyOrigins: origins, value: textNode('kustomize-v5.7.1', origins) };
    const specs = [{ group: '', version: '', kind: '', path: 'metadata/labels', create: true }];
    setTexts(mapNode([label], origins), specs, { ...transforming, list: sorted });
  }
  memory?.finished.begin();
  return sorted.all.map((resource) => {
    const added = metadataEntries(resource, metadata);
    const finish = (): YamlMap => writtenOut(withFinalAnnotations(resource.root, added));
    const root = memory === undefined || added.length > 0 ? finish() : memory.finished.of(resource.root, finish);
    for (const place of resource.mistyped ?? [])
      if (!isReadableTree(root))
        report(failure('not-representable', message('The field keeps its type, of which the new text is no value.'), place));
    return { root, source: resource.source };
  });
}

/** What `buildMetadata` asks for. */
function metadataEntries({ origin, transformations }: Resource, buildMetadata: readonly string[]): readonly YamlEntry[] {
  const entry = (key: string, text: string): YamlEntry => ({ key, keyOrigins: [], value: { ...textNode(text, []), style: 'literal' } });
  return [
    ...(origin !== undefined && buildMetadata.includes('originAnnotations')
      ? [entry('config.kubernetes.io/origin', originText(origin))]
      : []),
    ...(transformations !== undefined && buildMetadata.includes('transformerAnnotations')
      ? [entry('alpha.config.kubernetes.io/transformations', transformationsText(transformations))]
      : []),
  ];
}
