import type { Graph, GraphElement } from '../topology/protocol.ts';

/** The element that stands for a cluster, whose id the ids of all in it begin with. */
export function clusterIdIn({ elements }: Graph, { name, root }: { readonly name: string; readonly root: string }): string {
  return elements.find(({ kind, label }) => kind === 'cluster' && label === name)?.id ?? root;
}

/** Ids by the objects that facts name: `Service shop/web`, `Deployment shop/web`, `Node worker`, a DNS name. */
export function elementsIn({ elements }: Graph, cluster: string): ReadonlyMap<string, readonly string[]> {
  const byObject = new Map<string, string[]>();
  const drawn = drawnOf(elements);
  for (const element of elements) {
    if (!element.id.startsWith(`${cluster}|`)) continue;
    const object = objectOf(element, element.id.slice(cluster.length + 1));
    byObject.set(object, [...(byObject.get(object) ?? []), drawn(element.id)]);
  }
  return byObject;
}

/** What is drawn of a workload that has one pod on its node is that pod. */
function drawnOf(elements: readonly GraphElement[]): (id: string) => string {
  const pods = new Map<string, string | undefined>();
  for (const { id, kind, parent } of elements)
    if (kind === 'pod' && parent !== undefined) pods.set(parent, pods.has(parent) ? undefined : id);
  return (id) => pods.get(id) ?? id;
}

/** `Deployment/shop/web@Node/worker` is `Deployment shop/web`. */
function objectOf({ kind, label }: GraphElement, local: string): string {
  if (kind === 'dnsName') return `${label}.`;
  const [name = ''] = local.split('@', 1);
  const at = name.indexOf('/');
  return `${name.slice(0, at)} ${name.slice(at + 1)}`;
}
