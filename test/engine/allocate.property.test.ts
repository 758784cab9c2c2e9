import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contains, formatAddress, parseCIDR, parseRange, rangeOfCIDR, type IPAddress, type IPRange } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { Workings } from '../../src/engine/workings.ts';
import type { AllocatedService, Allocation } from '../../src/engine/allocation.ts';
import { clusterOfManifests, generatedManifests, ranges } from '../support/generatedCluster.ts';

function rangeOf(text: string): IPRange {
  const parsed = parseRange(text);
  assert(parsed.ok);
  return parsed.range;
}

const within = (address: IPAddress, ...candidates: readonly IPRange[]) =>
  assert(
    candidates.some((range) => contains(range, address)),
    formatAddress(address),
  );

/** Checks it on generated clusters, always the same ones. */
function always(check: (allocation: Allocation) => void, numRuns = 60): void {
  fc.assert(
    fc.property(generatedManifests, (manifests) => {
      check(allocate(clusterOfManifests(manifests)));
    }),
    { seed: 31, numRuns },
  );
}

describe('in any cluster', () => {
  it('no address and no node port is given twice, unless two services may share it', () => {
    always(({ nodes, pods, services }) => {
      const owners = new Map<string, string>();
      const give = (address: IPAddress | number, owner: string) => {
        const key = typeof address === 'number' ? `port ${address}` : formatAddress(address);
        assert(!owners.has(key), `${key} belongs to ${owners.get(key) ?? ''} and to ${owner}`);
        owners.set(key, owner);
      };
      for (const { name, ips, tunnelIPs } of nodes) for (const address of [...ips, ...tunnelIPs]) give(address, `node ${name}`);
      for (const { namespace, name, ips, spec } of pods)
        if (!spec.hostNetwork) for (const address of ips) give(address, `pod ${namespace}/${name}`);
      const shared = new Map<string, AllocatedService[]>();
      for (const service of services) {
        const owner = `${service.namespace}/${service.name}`;
        for (const address of service.clusterIPs) give(address, owner);
        // TCP and UDP of one port number have one node port.
        for (const port of new Set([...service.ports.map(({ nodePort }) => nodePort), service.healthCheckNodePort]))
          if (port !== undefined) give(port, owner);
        // ServiceLB of K3s gives the addresses of the nodes themselves.
        for (const address of service.loadBalancer?.pool === undefined ? [] : service.loadBalancer.ips) {
          const sharers = shared.get(formatAddress(address)) ?? [];
          for (const other of sharers) assertMayShare(service, other);
          if (sharers.length === 0) give(address, owner);
          shared.set(formatAddress(address), [...sharers, service]);
        }
      }
    });
  });

  it('every address lies where it was taken from', () => {
    always(({ nodes, pods, services, ipPools, loadBalancerPools }) => {
      const poolNamed = new Map(ipPools.map((pool) => [pool.name, pool]));
      const podRange = (family: 4 | 6) => ipPools.filter(({ cidr }) => cidr.family === family).map(({ cidr }) => rangeOfCIDR(cidr));
      for (const { ips, tunnelIPs, resource } of nodes) {
        if (resource === undefined || resource.internalIPs.length === 0) for (const address of ips) within(address, rangeOf(ranges.nodes));
        for (const address of tunnelIPs) within(address, ...podRange(address.family));
      }
      for (const { ips, ipPool, spec, node } of pods) {
        if (spec.hostNetwork) {
          for (const address of ips) assert(node?.ips.some(({ value }) => value === address.value));
          continue;
        }
        for (const address of ips) within(address, ...podRange(address.family));
        const [first] = ips;
        const pool = poolNamed.get(ipPool ?? '');
        if (first !== undefined && pool !== undefined) {
          within(first, rangeOfCIDR(pool.cidr));
          assert(!pool.disabled);
        }
      }
      for (const { clusterIPs, ports, loadBalancer } of services) {
        for (const address of clusterIPs) {
          const subnet = rangeOf(ranges.services[address.family]);
          within(address, { ...subnet, first: subnet.first + 1n, last: address.family === 4 ? subnet.last - 1n : subnet.last });
        }
        for (const { nodePort } of ports)
          assert(nodePort === undefined || (nodePort >= ranges.nodePorts.first && nodePort <= ranges.nodePorts.last));
        const pool = loadBalancerPools.find(({ name }) => name === loadBalancer?.pool);
        for (const address of loadBalancer?.ips ?? []) {
          if (loadBalancer?.pool === undefined) {
            assert(nodes.some(({ ips }) => ips.some((ip) => formatAddress(ip) === formatAddress(address))));
            continue;
          }
          assert(pool !== undefined);
          within(address, ...pool.ranges);
          if (pool.avoidBuggyIPs) assert.doesNotMatch(formatAddress(address), /\.(0|255)$/);
        }
      }
    });
  });

  it('what a reservation keeps is given only to a pod that asks for it', () => {
    const kept = ['10.244.0.1/32', '10.244.0.4/30', 'fd00:244::2/128']
      .map((text) => parseCIDR(text))
      .filter((cidr) => cidr !== undefined)
      .map(rangeOfCIDR);
    always(({ cluster, nodes, pods }) => {
      if (!cluster.resources.some(({ type }) => type === 'IPReservation')) return;
      const given = [
        ...nodes.flatMap(({ tunnelIPs }) => tunnelIPs),
        ...pods.filter(({ annotations }) => annotations['cni.projectcalico.org/ipAddrs'] === undefined).flatMap(({ ips }) => ips),
      ];
      for (const address of given) assert(!kept.some((range) => contains(range, address)), formatAddress(address));
    });
  });

  it('counts of what is used are the addresses that are held', () => {
    always(({ nodes, pods, services, ipPools, loadBalancerPools }) => {
      const podAddresses = [
        ...nodes.flatMap(({ tunnelIPs }) => tunnelIPs),
        ...pods.filter(({ spec }) => !spec.hostNetwork).flatMap(({ ips }) => ips),
      ];
      for (const { name, cidr, used, capacity } of ipPools) {
        assert.equal(used, podAddresses.filter((address) => contains(rangeOfCIDR(cidr), address)).length, name);
        assert(BigInt(used) <= capacity);
      }
      for (const { name, used, capacity } of loadBalancerPools) {
        const held = services
          .filter(({ loadBalancer }) => loadBalancer?.pool === name)
          .flatMap(({ loadBalancer }) => (loadBalancer?.ips ?? []).map(formatAddress));
        assert.equal(used, new Set(held).size, name);
        assert(BigInt(used) <= capacity);
      }
    });
  });

  it('a pod has a node and all its addresses, or a reason', () => {
    always(({ pods, nodes, ipPools }) => {
      for (const { name, ips, node, pending, spec } of pods) {
        if (pending !== undefined) assert.deepEqual(ips, [], name);
        else if (!spec.hostNetwork && ipPools.length > 0) assert(ips.length > 0, name);
        assert(pending !== undefined || (node !== undefined && nodes.some((one) => one.name === node.name)), name);
      }
    });
  });

  it('a service has what its type needs, or a reason', () => {
    always(({ services }) => {
      for (const { name, type, headless, clusterIPs, ipFamilies, ports, loadBalancer, rejected } of services) {
        if (rejected !== undefined) {
          assert.deepEqual([clusterIPs, loadBalancer], [[], undefined], name);
          continue;
        }
        if (type !== 'ExternalName' && !headless)
          assert.deepEqual(
            clusterIPs.map(({ family }) => family),
            ipFamilies,
            name,
          );
        assert.equal(
          ports.every(({ nodePort }) => nodePort !== undefined),
          type === 'NodePort' || type === 'LoadBalancer' || ports.length === 0,
          name,
        );
        assert.equal(loadBalancer !== undefined, type === 'LoadBalancer', name);
        assert.equal(loadBalancer?.ips.length === 0, loadBalancer?.pending !== undefined, name);
      }
    });
  });

  it('the result is the same each time', () => {
    fc.assert(
      fc.property(generatedManifests, (manifests) => {
        const cluster = clusterOfManifests(manifests);
        const workings = new Workings();
        const once = allocate(cluster, 'custom', workings);
        assert.deepEqual(allocate({ ...cluster }), { ...once, cluster: { ...cluster } });
        assert.deepEqual(allocate(cluster, 'custom', workings), once);
      }),
      { seed: 32, numRuns: 40 },
    );
  });

  it('everything can say why, and how certain that is', () => {
    always(({ nodes, pods, services }) => {
      const explanations = [...nodes, ...pods, ...services].map(({ explanation }) => explanation);
      for (const { reason, certainty, because } of [
        ...explanations,
        ...services.flatMap(({ loadBalancer }) => loadBalancer?.explanation ?? []),
      ]) {
        assert(reason.key.length > 0);
        assert(['fixed', 'predicted', 'possible'].includes(certainty));
        assert(because.every(({ document }) => document.text.length > 0));
      }
    }, 40);
  });
});

/** Both say the same sharing key, have other ports, and send traffic to the same pods if they send it to local ones. metallb website usage: IP address sharing */
function assertMayShare(one: AllocatedService, other: AllocatedService): void {
  const who = `${one.namespace}/${one.name} and ${other.namespace}/${other.name}`;
  const keyOf = ({ resource }: AllocatedService) => resource?.metadata.annotations['metallb.io/allow-shared-ip'];
  assert(keyOf(one) !== undefined, who);
  assert.equal(keyOf(one), keyOf(other), who);
  const portsOf = ({ ports }: AllocatedService) => ports.map(({ protocol, port }) => `${protocol}/${port}`);
  assert(!portsOf(one).some((port) => portsOf(other).includes(port)), who);
  const backendOf = ({ resource }: AllocatedService) => (resource?.externalTrafficPolicy === 'Local' ? resource.selector : undefined);
  assert.deepEqual(backendOf(one), backendOf(other), who);
  assert.deepEqual(
    [one.loadBalancer?.sharedWith.includes(`${other.namespace}/${other.name}`), one.loadBalancer?.pool],
    [true, other.loadBalancer?.pool],
    who,
  );
}
