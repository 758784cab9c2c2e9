import type { Family, IPAddress } from '../../base/ip.ts';
import type { AllocatedNode, AllocatedPod, Allocation } from '../allocation.ts';
import type { RouteClient } from '../kubeProxy/route.ts';

/** Who opens the connection. */
export type PathClient =
  | { readonly kind: 'pod'; readonly pod: AllocatedPod }
  | { readonly kind: 'node'; readonly node: AllocatedNode }
  /** Outside of the cluster; the address is absent where it is anybody's. */
  | { readonly kind: 'outside'; readonly address: IPAddress | undefined };

/** A pod on its node's network is that node for everybody who meets its packets. */
export function nodeBehind({ nodes }: Allocation, client: PathClient): AllocatedNode | undefined {
  if (client.kind === 'node') return client.node;
  if (client.kind === 'outside' || !client.pod.spec.hostNetwork) return undefined;
  return nodes.find(({ name }) => name === client.pod.node?.name);
}

/** The pod that policies govern. */
export function policedPod(client: PathClient): AllocatedPod | undefined {
  return client.kind === 'pod' && !client.pod.spec.hostNetwork ? client.pod : undefined;
}

export function routeClientOf(allocation: Allocation, client: PathClient): RouteClient {
  if (client.kind === 'outside') return { kind: 'outside' };
  const node = nodeBehind(allocation, client);
  if (node !== undefined) return { kind: 'node', node };
  return client.kind === 'pod' ? { kind: 'pod', pod: client.pod } : client;
}

/** Of a family if it is given. */
export function addressOf(ips: readonly IPAddress[], family?: Family): IPAddress | undefined {
  return family === undefined ? ips[0] : ips.find((ip) => ip.family === family);
}
