import { message } from '../../../base/message.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { ClusterObject, Destination } from '../delivery.ts';
import { placeOf, refused, specOf, textOf } from '../reading.ts';

/** Argo's name and address for the cluster that it runs in. */
export const ownCluster = { name: 'in-cluster', server: 'https://kubernetes.default.svc' };

/** The cluster of an Application: by its name, else by its address. */
export function destinationOf(object: ClusterObject): Destination {
  const destination = specOf(object, 'destination');
  const name = textAt(destination, 'name') ?? '';
  const server = textAt(destination, 'server') ?? '';
  const said = name === '' ? server : name;
  if (said === '' || holdsPlaceholder(said)) return { type: 'unknown' };
  return isOwnCluster(said) ? { type: 'same' } : { type: 'named', name: said };
}

/** Argo CD takes one of the two ways to name a cluster. argo-cd util/argo/argo.go (ValidateDestination, ValidatePermissions) */
export function destinationRefusals(object: ClusterObject): readonly RenderingProblem[] {
  const destination = specOf(object, 'destination');
  const given = ['name', 'server'].filter((field) => valueAt(destination, field) !== undefined);
  const hasBoth = given.length === 2;
  if (!hasBoth && isUnfinished(object, destination)) return [];
  // An empty one is for whoever gives a chart its values to fill in.
  if (given.length === 1 || (hasBoth && given.some((field) => (textAt(destination, field) ?? '') === ''))) return [];
  const text = hasBoth
    ? message('Argo CD refuses this Application: its destination has a name and a server, and may have only one of the two.')
    : message('Argo CD refuses this Application: its destination has neither a name nor a server.');
  return [refused(text, placeOf(object, hasBoth ? valueAt(destination, 'server') : undefined, destination))];
}

/** A patch, which has no project as every Application has, or what a chart makes of values that somebody else fills in. */
export function isUnfinished(object: ClusterObject, node: YamlNode | undefined): boolean {
  return specOf(object, 'project') === undefined || /(?:^|\/)templates\//.test(placeOf(object, node).file);
}

/** Whether a name or an address is that of the cluster that Argo runs in. */
export function isOwnCluster(said: string): boolean {
  return said === ownCluster.name || said.replace(/\/$/, '') === ownCluster.server;
}

/** Whether a path is made of the name that Argo gives its own cluster until somebody gives it another, as generators for clusters fill it in. */
export function namesOwnCluster(path: string): boolean {
  return /(?:^|[/_.-])in-cluster(?:$|[/_.-])/.test(path);
}

/** Undefined where none is said. */
export function destinationNamespace(object: ClusterObject): string | undefined {
  return textOf(specOf(object, 'destination', 'namespace'));
}
