import { mayShareNamespace } from '../../engine/references/podOwners.ts';
import { resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { scalarAt } from '../../manifests/locate.ts';
import { placeOf } from '../../manifests/place.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import type { Resource } from '../../manifests/resource.ts';
import { isSlip } from './slip.ts';

/** What a Secret is or is made of. */
export const secretMakers = ['Secret', 'SealedSecret', 'ExternalSecret', 'Certificate'];
const makers = resourcesWhere(({ kind }) => secretMakers.includes(kind));

interface SoughtSecret {
  readonly name: string;
  readonly namespace: string | undefined;
}

/** A Secret with a certificate that was meant, and whether something else names it. */
export interface NearSecret {
  readonly name: string;
  readonly isNamed: boolean;
}

/** Of a Secret that there is not one that is called nearly so. Of those that are nowhere at all nothing is known: Secrets often stand in no repository. */
export function nearSecretOf(cluster: Cluster, { name, namespace }: SoughtSecret): NearSecret | undefined {
  if (name === '' || holdsPlaceholder(name) || holdsPlaceholder(namespace ?? '')) return undefined;
  const made = makers(cluster).filter((maker) => mayShareNamespace(maker.metadata.namespace, namespace));
  if (made.some((maker) => mayMake(maker, name))) return undefined;
  const near = made.flatMap(secretOf).find((each) => isSlip(name, each));
  return near === undefined || isMadeByOthers(cluster, name) ? undefined : { name: near, isNamed: isNamed(cluster, near) };
}

/** What makes a Secret with a certificate of this name in other namespaces alone, where nothing says that it is copied. */
export function secretElsewhere(cluster: Cluster, { name, namespace }: SoughtSecret): Resource | undefined {
  if (name === '' || namespace === undefined || holdsPlaceholder(name) || holdsPlaceholder(namespace)) return undefined;
  const made = makers(cluster);
  if (made.some((maker) => mayShareNamespace(maker.metadata.namespace, namespace) && mayMake(maker, name))) return undefined;
  const [elsewhere, ...others] = made.filter((maker) => secretOf(maker).includes(name));
  return others.length > 0 || elsewhere === undefined || copying.test(elsewhere.document.text) || copiers(cluster).length > 0
    ? undefined
    : elsewhere;
}

/** Annotations, and programs, that bring Secrets from one namespace into others. */
const copying = /reflect|replicat|kubed|mirror|copy|sync|clone/i;
const copiers = resourcesWhere(
  ({ kind, metadata: { name } }) =>
    /^(ClusterExternalSecret|PushSecret|ClusterSecret|SecretExport|SecretImport)$/.test(kind) ||
    /reflector|replicator|kubed|kyverno|config-syncer|emberstack/i.test(name),
);

/** Whether cert-manager makes the Secrets that are named, by annotations of who names them. */
export function isGivenCertificates({ metadata: { annotations } }: Resource): boolean {
  return Object.keys(annotations).some((key) => /^(cert-manager\.io|certmanager\.k8s\.io|kubernetes\.io\/tls-acme)/.test(key));
}

function mayMake({ metadata, document }: Resource, name: string): boolean {
  return metadata.name === name || document.text.includes(name);
}

/** Whether something names a Secret that may make it: a script, or a resource of an operator. */
function isMadeByOthers(cluster: Cluster, name: string): boolean {
  return cluster.resources.some(({ type, kind, document }) => (type === 'Other' || kind === 'ConfigMap') && document.text.includes(name));
}

/** Whether anything but what makes it names a Secret. */
function isNamed(cluster: Cluster, name: string): boolean {
  return cluster.resources.some(({ kind, document }) => !secretMakers.includes(kind) && document.text.includes(name));
}

/** The Secret with a certificate that a resource is or makes. What another makes it of says nothing of what is in it. */
function secretOf(resource: Resource): readonly string[] {
  const { kind, metadata, document } = resource;
  if (kind === 'Secret') return /^\s{0,40}"?type"?:\s{1,9}["']?kubernetes\.io\/tls\b/m.test(document.text) ? [metadata.name] : [];
  if (kind !== 'Certificate') return [];
  const name = scalarAt(placeOf(resource, 'spec', 'secretName'))?.text ?? '';
  return name === '' ? [] : [name];
}
