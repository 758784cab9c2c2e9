import { message, type Message } from '../../base/message.ts';
import { folderOf } from '../../base/path.ts';
import { workloadRefusal } from '../../engine/workloads/refusedWorkload.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, type FieldPlace } from '../../manifests/place.ts';
import type { WorkloadKind, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { Assembly } from '../shared/assembly.ts';
import type { CheckContext } from '../shared/context.ts';
import { maySelect, selectorText, termsOf } from '../../engine/references/labelSelection.ts';
import { ownerOf, type PodOwner } from '../../engine/references/podOwners.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const stolenPods: ResourceCheck = {
  code: 'selector/stolen-pods',
  scope: 'cluster',
  severity: 'warning',
  parts: [each(['Workload'], problemsOf)],
};

function* problemsOf(workload: WorkloadResource, context: CheckContext): Generator<Problem> {
  const selector = selectorOf(workload);
  if (selector === undefined || !isController(workload) || termsOf(selector).length === 0 || workloadRefusal(workload) !== undefined)
    return;
  const others: Claimed[] = [];
  let later = 0;
  const found = context.podOwners.where(
    termsOf(selector),
    workload.metadata.namespace,
    (owner) => isAnother(owner, workload) && maySelect(selector, owner),
  );
  for (const { resource: other } of found) {
    // The namespace is asked for above; a bare Pod has no selector of its own.
    if (other.type !== 'Workload') continue;
    const otherSelector = selectorOf(other);
    const mutual = otherSelector !== undefined && maySelect(otherSelector, ownerOf(workload));
    // Of a pair that claims each other the later one is reported.
    if (mutual && isBefore(workload, other, context)) later++;
    else others.push({ other, mutual });
    if (mutual || others.length + later >= mostLookedAt) break;
  }
  const problems = others
    .toSorted((one, two) => Number(two.mutual) - Number(one.mutual))
    .filter(({ other, mutual }) => !areAlternatives(workload, other, mutual, context.assembly))
    .map((claimed) => problemOf(context, workload, selector, claimed));
  const worst = problems.find(({ doubt }) => doubt === undefined) ?? problems[0];
  if (worst !== undefined) yield worst;
}

function isBefore(one: WorkloadResource, other: WorkloadResource, { cluster }: CheckContext): boolean {
  const workloads = resourcesOf(cluster, 'Workload');
  return workloads.indexOf(one) < workloads.indexOf(other);
}

interface Claimed {
  readonly other: WorkloadResource;
  readonly mutual: boolean;
}

/** Workloads that share a label by the thousand are one mistake. */
const mostLookedAt = 20;

const controllers: ReadonlySet<WorkloadKind> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController']);

/** What another resource made (a ReplicaSet of a Deployment in a snapshot) shares its labels by right. */
function isController({ controller, metadata }: WorkloadResource): boolean {
  return controllers.has(controller) && metadata.controller === undefined;
}

/** The API server fills it in from the template where it once could be left out. kubernetes pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController */
function selectorOf({ controller, apiVersion, selector, template }: WorkloadResource): LabelSelector | undefined {
  const isFilledIn = controller === 'ReplicationController' || apiVersion.startsWith('extensions/');
  const isEmpty = selector === undefined || (selector.matchExpressions.length === 0 && Object.keys(selector.matchLabels).length === 0);
  return isEmpty && isFilledIn ? { matchLabels: template.labels, matchExpressions: [] } : selector;
}

function isAnother({ resource }: PodOwner, workload: WorkloadResource): boolean {
  return (
    resource !== workload &&
    resource.type === 'Workload' &&
    isController(resource) &&
    selectorOf(resource) !== undefined &&
    !(resource.controller === workload.controller && resource.metadata.name === workload.metadata.name)
  );
}

function problemOf(
  { cluster, assembly }: CheckContext,
  workload: WorkloadResource,
  selector: LabelSelector,
  { other, mutual }: Claimed,
): Problem {
  const place = placeOfSelector(workload);
  const otherPlace = mutual ? placeOfSelector(other) : placeOfLabels(other);
  return {
    place,
    severity: mutual ? undefined : 'information',
    message: mutual
      ? message(
          "{0} and {1} select each other's pods, by {2}. Give each a label in selector and template that the other does not have.",
          nameOf(workload),
          nameOf(other),
          selectorText(selector),
        )
      : message(
          '{0} also selects the pods of {1}, by {2}. Give it a label in selector and template that those do not have.',
          nameOf(workload),
          nameOf(other),
          selectorText(selector),
        ),
    related: [{ message: message('{0}', nameOf(other)), place: otherPlace }],
    doubt: unappliedChanges(cluster, workload, other) ?? apart(workload, other, assembly),
  };
}

function placeOfSelector(workload: WorkloadResource): FieldPlace {
  return workload.selector === undefined ? placeOfLabels(workload) : keyPlaceOf(workload, 'spec', 'selector');
}

function placeOfLabels(workload: WorkloadResource): FieldPlace {
  return keyPlaceOf(workload, ...workload.templatePath, 'metadata', 'labels');
}

/**
 * Whether the two may well be alternatives of each other, of which nothing is said: where nothing declares the files to be one cluster, a copy that kept its labels by oversight is
 * of the same kind, in the same folder, and called otherwise.
 */
function areAlternatives(workload: WorkloadResource, other: WorkloadResource, mutual: boolean, assembly: Assembly): boolean {
  const [place, otherPlace] = [placeOfSelector(workload), placeOfLabels(other)];
  if (assembly.doubt(place, otherPlace) !== undefined) return true;
  if (isSurelyBeside(workload, other, assembly) || (mutual && place.document.file === otherPlace.document.file)) return false;
  return (
    !mutual ||
    workload.metadata.namespace !== other.metadata.namespace ||
    workload.controller !== other.controller ||
    workload.metadata.name === other.metadata.name ||
    folderOf(place.document.file) !== folderOf(otherPlace.document.file)
  );
}

function isSurelyBeside(workload: WorkloadResource, other: WorkloadResource, { assumed }: Assembly): boolean {
  const { namespace } = workload.metadata;
  return (
    namespace === other.metadata.namespace &&
    (!assumed ||
      workload.document.file === other.document.file ||
      (namespace !== undefined && workload.metadata.name !== other.metadata.name))
  );
}

/** Why the two may never run beside each other. */
function apart(workload: WorkloadResource, other: WorkloadResource, assembly: Assembly): Message | undefined {
  const [one, two] = [workload.metadata.namespace, other.metadata.namespace];
  if (one !== two) return message('{0} has no namespace yet.', nameOf(one === undefined ? workload : other));
  return isSurelyBeside(workload, other, assembly) ? undefined : message('The two files may not be meant for one cluster and namespace.');
}
