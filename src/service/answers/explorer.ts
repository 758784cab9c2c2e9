import { compositionOf } from '../../analysis/composition.ts';
import { because } from '../../analysis/hover/content.ts';
import { endpointCount, marked } from '../../analysis/hints/hints.ts';
import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';
import { formatAddress, formatRange } from '../../base/ip.ts';
import { plural, sentences, term, type Language } from '../../base/message.ts';
import { externalAddressesOf } from '../../engine/addresses/external.ts';
import { givesAddresses, inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import type { AllocatedService } from '../../engine/allocation.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ExplorerCluster, ExplorerEntry, ExplorerGroup } from '../explorer.ts';
import type { FileLocation } from '../fileFinding.ts';
import { fileFindingOf } from '../findings.ts';
import { locationsOf } from './explained.ts';

/** Nobody looks through more in a tree. */
const mostEntries = 2_000;

/** The clusters, then what is judged by itself. */
export function explorerClusters(snapshot: Snapshot, language: Language): readonly ExplorerCluster[] {
  return snapshot.clusters.map((analysed) => {
    const { cluster, allocation, findings } = analysed;
    const [site] = resourcesOf(cluster, 'EdgeNetwork');
    return {
      key: keyOf(analysed),
      name: cluster.name,
      reason: language.say(compositionOf(analysed).sentence),
      alternative: cluster.alternative !== undefined,
      at: site === undefined ? undefined : placed(snapshot, placeOf(site, 'metadata', 'name')),
      counts: {
        problems: problemsOf(analysed).length,
        ranges: inventoryOf(allocation).claims.length,
        nodes: allocation.nodes.length,
        services: allocation.services.length,
      },
      errors: findings.filter(({ severity }) => severity === 'error').length,
    };
  });
}

/** What one group of a cluster holds, the first of very many; none when the cluster has gone. */
export function explorerEntries(
  snapshot: Snapshot,
  { cluster: key, group }: { readonly cluster: string; readonly group: ExplorerGroup },
  language: Language,
): readonly ExplorerEntry[] {
  const analysed = snapshot.clusters.find((each) => keyOf(each) === key);
  return analysed === undefined ? [] : entriesOf[group](snapshot, analysed, language);
}

function keyOf({ cluster: { name, root } }: AnalysedCluster): string {
  return `${root}\n${name}`;
}

function problemsOf({ findings }: AnalysedCluster): AnalysedCluster['findings'] {
  return findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
}

const nothing = { reason: undefined, at: undefined, address: undefined, dnsName: undefined, goal: undefined, object: undefined };

const entriesOf: Readonly<
  Record<ExplorerGroup, (snapshot: Snapshot, analysed: AnalysedCluster, language: Language) => readonly ExplorerEntry[]>
> = {
  problems: (snapshot, analysed, language) =>
    [...problemsOf(analysed)]
      .sort((one, other) => Number(other.severity === 'error') - Number(one.severity === 'error'))
      .slice(0, mostEntries)
      .flatMap((finding) => {
        const found = fileFindingOf(snapshot, finding, language);
        if (found === undefined) return [];
        const { severity, message: text, path, range, code } = found;
        const at = { path, range };
        return [{ ...nothing, sort: severity === 'error' ? 'error' : 'warning', label: text, detail: code, reason: text, at } as const];
      }),

  ranges: (snapshot, { allocation }, { say }) =>
    inventoryOf(allocation)
      .claims.slice(0, mostEntries)
      .map(({ kind, label, range, implied, place }) => {
        const use = useOf(allocation, kind, [range]);
        const used = givesAddresses(kind) ? [say(term('{0} of {1} used', use.used, use.size))] : [];
        const by = implied === undefined ? [] : [say(term('implied by {0}', implied))];
        const text = formatRange(range);
        return {
          ...nothing,
          sort: 'range',
          label: text,
          detail: [say(label), ...used, ...by].join(' · '),
          at: placed(snapshot, place),
          address: text,
        };
      }),

  nodes: (snapshot, { allocation }, { say }) =>
    allocation.nodes
      .slice(0, mostEntries)
      .map(({ name, role, ips, explanation, place }) => ({
        ...nothing,
        sort: 'node',
        label: name === '' ? say(term('unnamed node')) : name,
        detail: [...ips.map((address) => marked(formatAddress(address), explanation.certainty)), role].join(' · '),
        reason: say(because(explanation)),
        at: placed(snapshot, place),
        address: ips[0] === undefined ? undefined : formatAddress(ips[0]),
        object: name === '' ? undefined : `Node ${name}`,
      })),

  services: (snapshot, { allocation }, language) =>
    [...allocation.services]
      .sort((one, other) => compare(one.namespace, other.namespace) || compare(one.name, other.name))
      .slice(0, mostEntries)
      .map((service) => serviceEntry(snapshot, service, allocation.network.dnsDomain, language)),
};

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function serviceEntry(snapshot: Snapshot, service: AllocatedService, zone: string, { say }: Language): ExplorerEntry {
  const { namespace, name, type, ports, clusterIPs, rejected, loadBalancer, explanation, resource } = service;
  const external = externalAddressesOf(service);
  const addresses = [
    ...external.map(({ address, certainty }) => marked(formatAddress(address), certainty)),
    ...clusterIPs.map((address) => marked(formatAddress(address), explanation.certainty)),
  ];
  const pending = external.length === 0 ? loadBalancer?.pending : undefined;
  const state = rejected !== undefined ? [say(term('refused'))] : pending === undefined ? [] : [say(term('no external address'))];
  const known = resource !== undefined && rejected === undefined && type !== 'ExternalName';
  const count = known ? [say(plural(endpointCount(service), '{0} endpoint', '{0} endpoints'))] : [];
  const [first] = [...external.map(({ address }) => address), ...clusterIPs];
  const [port] = ports;
  return {
    sort: rejected !== undefined ? 'error' : pending !== undefined ? 'warning' : 'service',
    label: name,
    detail: [namespace, ...state, ...addresses, ...count].join(' · '),
    reason: say(rejected?.message ?? pending?.message ?? sentences(because(external[0]?.explanation ?? explanation))),
    at: resource === undefined ? undefined : placed(snapshot, placeOf(resource, 'metadata', 'name')),
    address: first === undefined ? undefined : formatAddress(first),
    dnsName: rejected === undefined ? `${name}.${namespace}.svc.${zone}` : undefined,
    goal: rejected === undefined && type !== 'ExternalName' && port !== undefined ? `${namespace}/${name}:${port.port}` : undefined,
    object: resource === undefined ? undefined : `Service ${namespace}/${name}`,
  };
}

function placed(snapshot: Snapshot, place: Place | undefined): FileLocation | undefined {
  return place === undefined ? undefined : locationsOf(snapshot, [place])[0];
}
