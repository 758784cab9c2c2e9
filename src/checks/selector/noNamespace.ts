import { list, message, sentences, term, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { CiliumPods } from '../../engine/references/ciliumSelectors.ts';
import { NAMESPACE_NAME } from '../../engine/references/keys.ts';
import { selectorText } from '../../engine/references/labelSelection.ts';
import type { SelectedNamespaces } from '../../engine/references/namespaceNames.ts';
import { namespaceFacts } from '../../engine/namespaces.ts';
import { resourcesBy, resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPlace } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { Fix } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { isSlip } from '../shared/slip.ts';
import { suppliedBySystem } from '../shared/systemNamespaces.ts';
import { unappliedChanges, unreadManifests } from '../shared/unseen.ts';

export const selectorNoNamespace: ResourceCheck = {
  code: 'selector/no-namespace',
  scope: 'cluster',
  severity: 'warning',
  parts: [eachMention('selected-namespaces', judged), eachMention('cilium-pods', judgedByName)],
};

function* judged(mention: SelectedNamespaces, context: CheckContext): Generator<Problem> {
  const { cluster, references } = context;
  const { selector, resource } = mention;
  if (selector.matchExpressions.length > 0) return;
  const [pair, second] = Object.entries(selector.matchLabels);
  if (pair === undefined || references.leads(mention)) return;
  const [key, value] = pair;
  if (value === '') return;
  const path = [...(mention.place.path ?? []).slice(resource.root.length), 'matchLabels', key];
  const place = placeOf(resource, ...path);
  const doubt = unreadManifests(cluster, { kinds: ['Namespace'], clusterWide: true }) ?? unappliedChanges(cluster, resource);
  if (key === NAMESPACE_NAME) {
    if (second === undefined) yield* misspelt(cluster, resource, place, value, doubt);
    return;
  }
  const written = resourcesOf(cluster, 'Namespace').filter(({ metadata }) => metadata.name !== '');
  if (madeByServer.has(value) && !written.some(({ metadata }) => metadata.name === value)) {
    yield {
      place,
      severity: 'information',
      doubt,
      message: message(
        'Kubernetes itself makes namespace {0}, without a label {1}: unless somebody gave it one by hand, this selects nothing. Every namespace has its name in {2}.',
        value,
        key,
        `${NAMESPACE_NAME}: ${value}`,
      ),
      fixes: second === undefined ? [selectingByName(place, key, value)] : [],
    };
    return;
  }
  // Of another namespace without a manifest nobody knows the labels.
  if (written.length === 0) return;
  const meant =
    written.find(({ metadata }) => metadata.name === value) ??
    written.find(({ metadata }) => metadata.labels[key] !== undefined && nearestOf(value, [metadata.labels[key] ?? '']) !== undefined);
  if (meant === undefined) {
    // Others may stand where these do not.
    if (written.length < 2 || namespacesOf(cluster).some((name) => namespaceFacts(cluster, name).resource === undefined)) return;
    yield {
      place: mention.place,
      severity: 'information',
      doubt,
      message: message(
        'None of the namespaces that are written here ({0}) has {1}, so that {2} selects none of them.',
        list(
          written.map(({ metadata }) => metadata.name),
          5,
        ),
        selectorText(selector),
        nameOf(resource),
      ),
    };
    return;
  }
  const { name, labels } = meant.metadata;
  const actual = labels[key];
  yield {
    place,
    doubt: doubt ?? context.assembly.doubt(place, placeOf(meant)),
    message: sentences(
      message('No namespace has the label {0}: {1}.', key, value),
      actual === undefined
        ? message('Namespace {0} has no label {1}; every namespace has its name in {2}.', name, key, `${NAMESPACE_NAME}: ${name}`)
        : message('Namespace {0} has {1}: {2}.', name, key, actual),
    ),
    related: [{ message: term('labels of Namespace {0}', name), place: keyPlaceOf(meant, 'metadata', 'labels') }],
    fixes:
      actual === undefined
        ? second === undefined
          ? [selectingByName(place, key, name)]
          : []
        : [replacing(message('Select {0}: {1}', key, actual), true, { place, replaces: value, text: actual })],
  };
}

/** kubernetes pkg/controlplane/controller/systemnamespaces/system_namespaces_controller.go */
const madeByServer: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

function selectingByName(place: FieldPlace, key: string, name: string): Fix {
  return replacing(message('Select {0}: {1}', NAMESPACE_NAME, name), true, {
    place: { ...place, part: 'key' },
    replaces: key,
    text: NAMESPACE_NAME,
  });
}

/** A policy of Cilium names the namespace of pods by a label that every pod has. */
function* judgedByName({ resource, written }: CiliumPods, { cluster }: CheckContext): Generator<Problem> {
  const { namespace, namespaceKey, path, peer } = written;
  if (namespaceKey === undefined || namespace === undefined || !(peer || resource.metadata.namespace === undefined)) return;
  const doubt = unreadManifests(cluster, { kinds: ['Namespace'], clusterWide: true }) ?? unappliedChanges(cluster, resource);
  yield* misspelt(cluster, resource, placeOf(resource, ...path, 'matchLabels', namespaceKey), namespace, doubt);
}

function* misspelt(cluster: Cluster, resource: Resource, place: FieldPlace, name: string, doubt: Message | undefined): Generator<Problem> {
  if (isUsed(cluster, name) || suppliedBySystem(name) !== undefined) return;
  const near = nearestOf(name, namespacesOf(cluster));
  if (near === undefined) return;
  yield {
    place,
    // A slip is no namespace that something unseen makes.
    doubt: isSlip(name, near) ? unappliedChanges(cluster, resource) : doubt,
    message: message('No namespace is named {0}; nearest is {1}. {2} selects none.', name, near, nameOf(resource)),
    fixes: [replacing(message('Write {0}', near), true, { place, replaces: name, text: near })],
  };
}

function namespacesOf(cluster: Cluster): readonly string[] {
  const used = cluster.resources.map(({ metadata: { namespace } }) => namespace).filter((name) => name !== undefined);
  return [...new Set([...resourcesOf(cluster, 'Namespace').map(({ metadata }) => metadata.name), ...used])];
}

const inNamespace = resourcesBy(({ type, metadata }) =>
  type === 'Namespace' ? [metadata.name] : metadata.namespace === undefined ? [] : [metadata.namespace],
);

function isUsed(cluster: Cluster, namespace: string): boolean {
  return namespaceFacts(cluster, namespace).resource !== undefined || inNamespace.any(cluster, namespace);
}
