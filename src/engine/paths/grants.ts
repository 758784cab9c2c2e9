import { perObject } from '../../base/derived.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';

/** Who names something of another namespace. */
export interface GrantedFrom {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
}

/** What is named: a thing of the core group. `namespace` undefined: of ReferenceGrants that say no namespace of their own. */
export interface GrantedTo {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Whether a ReferenceGrant lets one name the other. kubernetes-sigs/gateway-api apis/v1beta1/referencegrant_types.go */
export function isGranted(cluster: Cluster, from: GrantedFrom, to: GrantedTo): boolean {
  const known = granted(cluster);
  return known.has(keyOf(from, to)) || known.has(keyOf(from, { ...to, name: '' }));
}

/** An empty name is every name. */
const granted = perObject(
  (cluster: Cluster): ReadonlySet<string> =>
    new Set(
      resourcesOf(cluster, 'ReferenceGrant').flatMap(({ from, to, metadata: { namespace } }) =>
        to.filter(({ group }) => group === '').flatMap(({ kind, name = '' }) => from.map((one) => keyOf(one, { kind, name, namespace }))),
      ),
    ),
);

function keyOf(from: GrantedFrom, to: GrantedTo): string {
  return [from.group, from.kind, from.namespace, to.kind, to.namespace ?? '', to.name].join(' ');
}
