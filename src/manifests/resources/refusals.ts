import type { Fields } from '../fields.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { Refusal } from '../refusal.ts';
import { get } from '../syntax.ts';
import { scheduleFault } from './cronSchedule.ts';
import { calicoRefusals } from './calicoRefusals.ts';
import { clusterPolicyRefusals } from './clusterPolicyRefusals.ts';
import type { Resource } from './kinds.ts';
import { isWritten, mayBeRefused } from './mayBeRefused.ts';
import { podRefusals, restartRefusal } from './podRefusals.ts';

/** What is refused of a resource for fields that nothing else here reads; absent: nothing. */
export function refusalsOf(fields: Fields, resource: Resource): readonly Refusal[] | undefined {
  if (resource.type === 'Pod') return fromResource(resource, ofPods(fields, fields.at('spec'), resource));
  if (resource.type === 'ClusterPolicy') return fromResource(resource, clusterPolicyRefusals(fields, resource));
  if (resource.type === 'BGPConfiguration' || (resource.type === 'Other' && resource.kind === 'BGPPeer'))
    return resource.apiVersion === 'projectcalico.org/v3' ? fromResource(resource, calicoRefusals(fields, resource.kind)) : undefined;
  if (resource.type !== 'Workload' || resource.controller === 'Other') return undefined;
  const { controller, withoutSelector, templatePath } = resource;
  const ofJob = controller === 'Job' || controller === 'CronJob';
  // A part of one, which somebody patches another with.
  if (withoutSelector && !ofJob && controller !== 'ReplicationController') return undefined;
  const template = fields.at(...templatePath);
  const spec = template.at('spec');
  const found = [...ofPods(fields, spec, resource)];
  const containers = spec.at('containers').node;
  // While one is being typed, it may follow.
  const isFinished =
    containers?.type === 'sequence' &&
    containers.items.length > 0 &&
    containers.items.every((container) => isWritten(get(container, 'image')));
  if (ofJob && !isWritten(spec.at('restartPolicy').node) && isFinished) found.push(restartRefusal(template));
  const schedule = fields.at('spec', 'schedule');
  if (
    controller === 'CronJob' &&
    containers !== undefined &&
    schedule.node?.type === 'scalar' &&
    schedule.node.text !== '' &&
    !holdsPlaceholder(schedule.node.text)
  ) {
    const text = scheduleFault(schedule.node.text);
    if (text !== undefined) found.push({ path: schedule.path, text });
  }
  return fromResource(resource, found);
}

function ofPods(fields: Fields, spec: Fields, { type, metadata, document }: Resource): readonly Refusal[] {
  const claims = type === 'Workload' ? fields.at('spec', 'volumeClaimTemplates') : undefined;
  if (!mayBeRefused(spec.node, claims?.node)) return [];
  return podRefusals(spec, {
    rendered: document.unitKey !== undefined,
    fillsImages: Object.hasOwn(metadata.annotations, 'image.openshift.io/triggers'),
    claims: claims?.node?.type === 'sequence' ? fields.map('spec').maps('volumeClaimTemplates') : undefined,
  });
}

/** Paths from the resource. */
function fromResource({ root }: Resource, found: readonly Refusal[]): readonly Refusal[] | undefined {
  if (found.length === 0) return undefined;
  if (root.length === 0) return found;
  return found.map((each) => ({
    ...each,
    path: each.path.slice(root.length),
    ...(each.missing === undefined ? {} : { missing: { ...each.missing, path: each.missing.path.slice(root.length) } }),
  }));
}
