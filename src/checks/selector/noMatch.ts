import { message, sentences, type Message } from '../../base/message.ts';
import { editDistance, isNear } from '../../base/nearest.ts';
import { labelOf } from '../../engine/labels.ts';
import { resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import type { TextReplacement } from '../../manifests/edit.ts';
import { locate, scalarAt, textsAt, valuesLeftOut } from '../../manifests/locate.ts';
import { nameOf, type StringMap } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import { repeatsKeys } from '../../manifests/read.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, Severity } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import { isOrdinal, nearestText, pairsText, relatedToMiss, setWhileRunning } from '../shared/labelMiss.ts';
import { isInstalledName, isInstalledNamespace } from '../../engine/references/names/otherNames.ts';
import type { ServicePods } from '../../engine/references/podSelectors.ts';
import { mayShareNamespace, type Difference, type Miss, type PodOwner, type PodOwners } from '../../engine/references/podOwners.ts';
import { endpointsOf } from '../shared/service/writtenEndpoints.ts';
import { areOfPassingPods } from '../../engine/references/passingLabels.ts';
import { areOfOperator } from '../shared/operatedPods.ts';
import { isSlipOf, nearnessOfMiss } from '../shared/nearness.ts';
import { setByScaffold, suppliedBySystem } from '../shared/systemNamespaces.ts';

export const selectorNoMatch: ResourceCheck = {
  code: 'selector/no-match',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('service-pods', function* (mention, context) {
      const { resource: service, selector } = mention;
      if (isUnfinished(service, selector) || context.references.leads(mention) || hasEndpoints(context.cluster, service)) return;
      yield* problemsOf(context, mention);
    }),
  ],
};

/** `app:` without a value, while somebody types. */
function isUnfinished(service: ServiceResource, selector: StringMap): boolean {
  return Object.entries(selector).some(
    ([key, value]) =>
      value === '' &&
      scalarAt(placeOf(service, 'spec', 'selector', key))?.style !== 'double' &&
      scalarAt(placeOf(service, 'spec', 'selector', key))?.style !== 'single' &&
      !isLeftEmpty(service, key),
  );
}

/** `app:` with its line ended at once and more behind it: nobody is about to go on. Where other fields are empty too, somebody is still writing the manifest. */
function isLeftEmpty(service: ServiceResource, key: string): boolean {
  const { text } = service.document;
  const { end } = locate(keyPlaceOf(service, 'spec', 'selector', key));
  return /^["']?:\r?\n[ \t]*[^\s]/.test(text.slice(end, end + 300)) && valuesLeftOut(service.document) === 1;
}

function* problemsOf(context: CheckContext, mention: ServicePods): Generator<Problem> {
  const { cluster, podOwners, references, unseenPods } = context;
  const { resource: service, selector } = mention;
  const { namespace } = service.metadata;
  if (wouldMatchAsWritten(cluster, service, selector, podOwners)) return;
  const [elsewhere] = references.elsewhere(mention);
  const supplied = suppliedBySystem(namespace);
  if (elsewhere !== undefined) {
    yield {
      place: placeOfSelector(mention),
      // Pods with these very labels are written, if elsewhere: no operator has others.
      doubt:
        unseenPods({ namespace, labels: selector, near: 'likely', written: [service, elsewhere.resource] }) ??
        supplied ??
        setByScaffold(namespace),
      message: message(
        'No pod in namespace {0} has the labels {1}; {2} has them, in another namespace. A Service reaches pods of its own namespace only.',
        namespace ?? '',
        pairsText(selector),
        nameOf(elsewhere.resource),
      ),
      related: [{ message: message('{0} has the labels', nameOf(elsewhere.resource)), place: elsewhere.place }],
    };
    return;
  }
  const [unset] = Object.entries(selector).find(([key, value]) => value === '' && isLeftEmpty(service, key)) ?? [];
  if (unset !== undefined) {
    const [owner] = podOwners.where([{ key: unset, values: undefined }], namespace, () => true);
    yield {
      doubt: unseenPods({ namespace, near: 'likely', written: [service] }),
      place: keyPlaceOf(service, 'spec', 'selector', unset),
      message: sentences(
        message('The label {0} of the selector has no value: kubectl refuses it, or it asks for an empty one, which no pod has.', unset),
        owner === undefined
          ? message('Write the value.')
          : message('{0} has {1}: {2}.', nameOf(owner.resource), unset, owner.labels[unset] ?? ''),
      ),
    };
    return;
  }
  const miss = podOwners.nearest(selector, namespace, service.metadata.name);
  const near = miss === undefined ? undefined : nearnessOfMiss(cluster, miss, service);
  if ((near !== 'sure' && areOfOperator(cluster, selector, namespace)) || areOfPassingPods(selector)) return;
  if (miss === undefined) {
    // Its pods come from where nothing is to be seen: a chart, the distribution.
    const alone = podOwners.all.length === 0;
    if ((!alone && !podOwners.inhabits(namespace)) || supplied !== undefined) return;
    yield {
      place: placeOfSelector(mention),
      doubt:
        unseenPods({ namespace, labels: selector, written: [service] }) ??
        (alone ? message('No workload is among these manifests.') : mayComeFromElsewhere(context, service, selector)),
      message: sentences(message('No pod has the labels {0}.', pairsText(selector)), message('Correct the selector, or add the workload.')),
    };
    return;
  }
  const unseen = unseenPods({ namespace, labels: selector, near, written: [service, miss.owner.resource] });
  yield missProblem(service, selector, miss, unseen ?? (isSlipOf(miss) ? undefined : supplied) ?? setWhileRunning(miss));
}

/** The pair where there is but one. */
function placeOfSelector({ resource, selector, place }: ServicePods): Place {
  const [key, ...others] = Object.keys(selector);
  return key === undefined || others.length > 0 ? place : placeOf(resource, 'spec', 'selector', key);
}

/** Why pods unlike any that are written may come from somewhere else; absent where a workload of the Service's own name, or of its file, was meant. */
function mayComeFromElsewhere(
  { podOwners, references, assembly }: CheckContext,
  { document, metadata: { name, namespace } }: ServiceResource,
  selector: StringMap,
): Message | undefined {
  const { ownersByName } = references.around;
  if (ownersByName.get(name)?.some(({ resource }) => mayShareNamespace(resource.metadata.namespace, namespace)) === true) return undefined;
  if (namespace !== undefined && !podOwners.isIn(namespace)) return message('No workload is surely in namespace {0}.', namespace);
  if ((namespace !== undefined && isInstalledNamespace(namespace)) || Object.values(selector).some(isInstalledName))
    return message('Such pods often come with a chart that others write.');
  const isBeside = () => podOwners.where([], namespace, ({ resource }) => resource.document.file === document.file).next().done !== true;
  return assembly.assumed && !isBeside() ? message('Something that is not among these manifests may make the pods.') : undefined;
}

/** A key that stands twice, here or in the workload, keeps the two apart, and is reported itself: `yaml/duplicate-key`. */
function wouldMatchAsWritten(cluster: Cluster, service: ServiceResource, selector: StringMap, podOwners: PodOwners): boolean {
  const isRepeating = repeatsKeys(service.document);
  if (!isRepeating && repeatingOwners(cluster).length === 0) return false;
  const wanted = Object.keys(selector).map((key) => ({ key, texts: textsAt(placeOf(service, 'spec', 'selector', key)) }));
  let left = mostOwnersRead;
  const found = podOwners.where(
    wanted.map(({ key }) => ({ key, values: undefined })),
    service.metadata.namespace,
    ({ resource, labels, labelsPath }) =>
      (isRepeating || repeatsKeys(resource.document)) &&
      left-- > 0 &&
      wanted.every(({ key, texts }) => {
        const actual = labelOf(labels, key);
        return texts.some(
          (text) =>
            text === actual ||
            (actual !== undefined &&
              resource.document.text.includes(text) &&
              textsAt(placeOf(resource, ...labelsPath, key)).includes(text)),
        );
      }),
  );
  return found.next().done !== true;
}

const mostOwnersRead = 200;

const repeatingOwners = resourcesWhere(({ type, document }) => (type === 'Workload' || type === 'Pod') && repeatsKeys(document));

function missProblem(service: ServiceResource, selector: StringMap, miss: Miss, doubt: Message | undefined): Problem {
  const { owner, differences } = miss;
  const [only] = differences;
  const single = differences.length === 1 ? only : undefined;
  return {
    // One wrong value is underlined itself; a label that the workload lacks, at its key.
    place:
      single === undefined
        ? keyPlaceOf(service, 'spec', 'selector')
        : single.actual === undefined
          ? keyPlaceOf(service, 'spec', 'selector', single.key)
          : placeOf(service, 'spec', 'selector', single.key),
    severity: isOrdinal(single) ? ordinalSeverity : undefined,
    message: sentences(message('No pod has the labels {0}.', pairsText(selector)), nearestText(miss)),
    related: relatedToMiss(miss),
    fixes: differences.every(({ under }) => under !== undefined)
      ? [underOtherKeys(service, differences)]
      : single?.actual === undefined
        ? []
        : fixesOf(service, owner, single, single.actual, Object.keys(selector).length),
    doubt,
  };
}

/** The keys that the workload has these values under. */
function underOtherKeys(service: ServiceResource, differences: Miss['differences']): Fix {
  return replacing(
    message('Select {0}', pairsText(Object.fromEntries(differences.map(({ under = '', wanted }) => [under, wanted])))),
    true,
    ...differences.map(({ key, under = '' }) => ({ place: keyPlaceOf(service, 'spec', 'selector', key), replaces: key, text: under })),
  );
}

/** More replicas than the manifest says may run; so a pod beyond them is worth a word, no more. */
const ordinalSeverity: Severity = 'information';

function fixesOf(service: ServiceResource, owner: PodOwner, { key, wanted }: Difference, actual: string, pairs: number): readonly Fix[] {
  const slip = isNear(wanted, editDistance(wanted, actual));
  const inService = replacing(message('Select {0}: {1}', key, actual), slip || pairs > 1, {
    place: placeOf(service, 'spec', 'selector', key),
    replaces: wanted,
    text: actual,
  });
  return [
    inService,
    replacing(
      message('Give {0} the label {1}: {2}', nameOf(owner.resource), key, wanted),
      false,
      ...labelEdits(owner, key, actual, wanted),
    ),
  ];
}

/** A workload's own selector names the label too; both must change, or the workload is refused. */
function labelEdits({ resource, labelsPath }: PodOwner, key: string, replaces: string, text: string): readonly TextReplacement[] {
  const label = { place: placeOf(resource, ...labelsPath, key), replaces, text };
  if (resource.type !== 'Workload' || resource.selector?.matchLabels[key] !== replaces) return [label];
  const path = resource.controller === 'ReplicationController' ? ['spec', 'selector', key] : ['spec', 'selector', 'matchLabels', key];
  return [label, { place: placeOf(resource, ...path), replaces, text }];
}

/** Whether somebody writes the endpoints of a service by hand. */
function hasEndpoints(cluster: Cluster, { metadata: { name, namespace } }: ServiceResource): boolean {
  return endpointsOf(cluster, name).some(({ metadata }) => mayShareNamespace(metadata.namespace, namespace));
}
