import { contains, formatAddress, rangeOfCIDR, type IPAddress } from '../../src/base/ip.ts';
import type { AllocatedNode, AllocatedPod, AllocatedService, Allocation } from '../../src/engine/allocation.ts';
import type { Manifest } from './generatedCluster.ts';

/**
 * What `kubectl get -o yaml` would show of a cluster that came out as the allocation says: the same manifests, with everything that the cluster itself filled in.
 * Pods of workloads are there too, owned as their controllers own them. Services that were refused do not exist.
 */
export function snapshotOf(manifests: readonly Manifest[], allocation: Allocation): readonly Manifest[] {
  const nodes = new Map(allocation.nodes.map((node) => [node.name, node]));
  const services = new Map(allocation.services.map((service) => [`${service.namespace}/${service.name}`, service]));
  const templates = new Map(
    manifests.map((manifest) => [`${manifest.kind}/${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`, manifest]),
  );
  const kept = manifests.flatMap((manifest): readonly Manifest[] => {
    if (manifest.kind === 'Pod') return [];
    if (manifest.kind === 'Node') return [shownNode(manifest, nodes.get(manifest.metadata.name), allocation)];
    if (manifest.kind !== 'Service') return [manifest];
    const service = services.get(`${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`);
    return service === undefined || service.rejected !== undefined ? [] : [shownService(manifest, service)];
  });
  return [...kept, ...allocation.pods.map((pod) => shownPod(pod, templates))];
}

function shownNode(manifest: Manifest, node: AllocatedNode | undefined, { ipPools }: Allocation): Manifest {
  if (node === undefined) return manifest;
  // The pool that the pod subnet stands for encapsulates as IP in IP, those of the generated manifests as VXLAN if at all.
  const kindOf = (address: IPAddress) =>
    ipPools.some(({ cidr, resource }) => resource === undefined && contains(rangeOfCIDR(cidr), address)) ? 'IPIP' : 'VXLAN';
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      annotations: Object.fromEntries(
        node.tunnelIPs.map((address) => [`projectcalico.org/IPv${address.family}${kindOf(address)}TunnelAddr`, formatAddress(address)]),
      ),
    },
    status: { ...manifest.status, addresses: node.ips.map((address) => ({ type: 'InternalIP', address: formatAddress(address) })) },
  };
}

function shownService(manifest: Manifest, service: AllocatedService): Manifest {
  const { clusterIPs, headless, ipFamilies, ipFamilyPolicy, ports, healthCheckNodePort, loadBalancer, type } = service;
  if (type === 'ExternalName') return manifest;
  const addresses = headless ? ['None'] : clusterIPs.map(formatAddress);
  const written = (manifest.spec?.['ports'] ?? []) as readonly object[];
  return {
    ...manifest,
    spec: {
      ...manifest.spec,
      ...(addresses.length === 0 ? {} : { clusterIP: addresses[0], clusterIPs: addresses }),
      ...(ipFamilies.length === 0 ? {} : { ipFamilies: ipFamilies.map((family) => `IPv${family}`) }),
      ...(ipFamilyPolicy === undefined ? {} : { ipFamilyPolicy }),
      ...(healthCheckNodePort === undefined ? {} : { healthCheckNodePort }),
      ports: written.map((port, index) => ({
        ...port,
        ...(ports[index]?.nodePort === undefined ? {} : { nodePort: ports[index].nodePort }),
      })),
    },
    status: { loadBalancer: { ingress: (loadBalancer?.ips ?? []).map((address) => ({ ip: formatAddress(address) })) } },
  };
}

function shownPod(pod: AllocatedPod, templates: ReadonlyMap<string, Manifest>): Manifest {
  const { namespace, name, labels, annotations, owner, origin, node, ips, pending } = pod;
  const manifest = templates.get(`${origin.kind}/${namespace}/${origin.metadata.name}`);
  const template =
    origin.type === 'Pod'
      ? manifest?.spec
      : (manifest?.spec?.['template'] as { readonly spec: Readonly<Record<string, unknown>> } | undefined)?.spec;
  // A Deployment owns its pods through a ReplicaSet; a DaemonSet binds each to its node.
  const hash = labels['pod-template-hash'];
  const controller = owner.kind === 'Deployment' ? { kind: 'ReplicaSet', name: `${owner.name}-${hash ?? ''}` } : owner;
  const bound = owner.kind === 'DaemonSet' ? pod.spec.requiredNodeAffinity?.[0]?.matchFields[0]?.values : undefined;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels,
      annotations,
      ...(origin.type === 'Pod' ? {} : { ownerReferences: [{ apiVersion: 'apps/v1', ...controller, controller: true }] }),
    },
    spec: {
      ...template,
      ...(pod.hostname === undefined ? {} : { hostname: pod.hostname }),
      ...(node === undefined || node.name === '' ? {} : { nodeName: node.name }),
      ...(bound === undefined
        ? {}
        : {
            affinity: {
              ...(template?.['affinity'] as object | undefined),
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: bound }] }],
                },
              },
            },
          }),
    },
    status: {
      phase: pending === undefined ? 'Running' : 'Pending',
      ...(ips.length === 0 ? {} : { podIP: textOf(ips[0]), podIPs: ips.map((address) => ({ ip: formatAddress(address) })) }),
      conditions: [{ type: 'Ready', status: pod.ready ? 'True' : 'False' }],
    },
  };
}

function textOf(address: IPAddress | undefined): string {
  return address === undefined ? '' : formatAddress(address);
}
