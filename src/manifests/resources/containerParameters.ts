import { nearestOf } from '../../base/nearest.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { CreateOptions, IgnoredSetting, OptionsFault, PortBinding, Written, WrittenEntry } from './iotEdge.ts';
import type { OptionNode } from './optionNode.ts';

/** The name of the section, which must be spelt exactly so. iotedge Agent.Kubernetes/KubernetesExperimentalCreatePodParameters.cs */
export const experimentalSection = 'k8s-experimental';

/** Docker's structure as the agent knows it. iotedge Agent.Docker/models/CreateContainerParameters.cs, HostConfig.cs */
export function readContainerParameters(root: OptionNode): CreateOptions {
  return new ParameterReader().read(root);
}

class ParameterReader {
  readonly #faults: OptionsFault[] = [];
  readonly #ignored: IgnoredSetting[] = [];
  #isPartial = false;

  read(root: OptionNode): CreateOptions {
    const hostConfig = this.#map(root, 'HostConfig');
    const bindings = this.#map(hostConfig, 'PortBindings');
    this.#map(root, 'NetworkingConfig');
    for (const [holder, key, kind] of [
      [hostConfig, 'ExposedPorts', 'docker-place'],
      [root, 'PortBindings', 'docker-place'],
      [root, 'NetworkingConfig', 'docker-network'],
      [hostConfig, 'ExtraHosts', 'docker-network'],
      [hostConfig, 'Links', 'docker-network'],
    ] as const) {
      const found = holder?.at(key);
      if (found !== undefined && (found.entries.length > 0 || found.items.length > 0))
        this.#ignored.push({ kind, key, place: found.key.place });
    }
    const section = this.#section(root, hostConfig);
    const options = {
      exposedPorts: this.#map(root, 'ExposedPorts')?.entries.flatMap(({ key }) => this.#known(key)) ?? [],
      portBindings: bindings === undefined ? undefined : { place: bindings.key.place, ports: this.#bindings(bindings) },
      hostNetwork: hostNetworkOf(hostConfig),
      labels: this.#entries(this.#map(root, 'Labels')),
      env: this.#texts(root, 'Env'),
      command: textsOf(root.at('Entrypoint')),
      args: textsOf(root.at('Cmd')),
      ...section,
    };
    return { ...options, faults: this.#faults, isPartial: this.#isPartial || this.#faults.length > 0, ignored: this.#ignored };
  }

  #bindings(bindings: OptionNode): readonly PortBinding[] {
    return bindings.entries.flatMap((entry): PortBinding[] => {
      if (entry.isNull) return [{ container: entry.key, hosts: [] }];
      if (entry.node.type !== 'sequence') {
        this.#faults.push({ kind: 'shape', key: entry.key.text, wanted: 'list', place: entry.key.place });
        return [];
      }
      if (this.#known(entry.key).length === 0) return [];
      const hosts = entry.items.flatMap((item): PortBinding['hosts'] => {
        if (item.isNull) return [{ text: undefined, place: item.place }];
        if (item.node.type !== 'map') {
          this.#faults.push({ kind: 'shape', key: entry.key.text, wanted: 'map', place: item.place });
          return [];
        }
        const host = item.at('HostPort');
        if (host === undefined) return [{ text: undefined, place: item.place }];
        const { written } = host;
        if (written === undefined) {
          this.#faults.push({ kind: 'shape', key: 'HostPort', wanted: 'text', place: host.place });
          return [];
        }
        // A port that is filled in later is a port.
        if (this.#known(written).length === 0) return [{ text: written.text, place: written.place }];
        return [written];
      });
      return [{ container: entry.key, hosts }];
    });
  }

  #section(root: OptionNode, hostConfig: OptionNode | undefined): Pick<CreateOptions, 'service' | 'nodeSelector'> {
    const nothing = { service: { type: undefined, loadBalancerIP: undefined }, nodeSelector: [] };
    for (const holder of [root, hostConfig])
      for (const { key } of holder?.entries ?? [])
        if (readsLikeSection(key.text) && (holder !== root || key.text !== experimentalSection))
          this.#ignored.push({ kind: 'section-name', key: key.text, place: key.place });
    const section = root.exactly(experimentalSection);
    if (section === undefined || section.isNull) return nothing;
    if (section.node.type !== 'map') {
      this.#ignored.push({ kind: 'section-shape', place: section.key.place });
      return nothing;
    }
    this.#unknownKeys(section, sectionKeys);
    const options = section.at('serviceOptions');
    if (options !== undefined && options.node.type === 'map') this.#unknownKeys(options, serviceKeys);
    const type = options?.at('type')?.written;
    const isKnown = type !== undefined && this.#known(type).length > 0;
    if (isKnown && !serviceTypes.has(type.text.toLowerCase()))
      this.#ignored.push({ kind: 'service-type', text: type.text, place: type.place });
    return {
      service: { type: isKnown ? type : undefined, loadBalancerIP: options?.at('loadBalancerIP')?.written },
      nodeSelector: this.#entries(section.at('nodeSelector')),
    };
  }

  #unknownKeys(map: OptionNode, known: readonly string[]): void {
    const lower = new Map(known.map((key) => [key.toLowerCase(), key]));
    for (const { key } of map.entries) {
      if (lower.has(key.text.toLowerCase())) continue;
      const bare = key.text.toLowerCase().replaceAll(/[^a-z]/g, '');
      const near = lower.has(bare) ? bare : nearestOf(bare, lower.keys());
      this.#ignored.push({ kind: 'section-key', key: key.text, meant: near === undefined ? undefined : lower.get(near), place: key.place });
    }
  }

  /** A map below a key; something else there refuses everything. */
  #map(holder: OptionNode | undefined, key: string): OptionNode | undefined {
    const found = holder?.at(key);
    if (found === undefined || found.node.type === 'map') return found;
    if (found.written !== undefined && this.#known(found.written).length === 0) return undefined;
    this.#faults.push({ kind: 'shape', key, wanted: 'map', place: found.key.place });
    return undefined;
  }

  #texts(holder: OptionNode, key: string): readonly Written[] {
    const found = holder.at(key);
    if (found === undefined) return [];
    if (found.node.type !== 'sequence') {
      this.#faults.push({ kind: 'shape', key, wanted: 'list', place: found.key.place });
      return [];
    }
    return textsOf(found);
  }

  #entries(map: OptionNode | undefined): readonly WrittenEntry[] {
    return (
      map?.entries.flatMap((entry) => {
        const value = entry.written;
        return value === undefined || holdsPlaceholder(value.text) ? [] : [{ key: entry.key, value }];
      }) ?? []
    );
  }

  /** Nothing for what is filled in later. */
  #known(written: Written): readonly Written[] {
    if (!holdsPlaceholder(written.text)) return [written];
    this.#isPartial = true;
    return [];
  }
}

const sectionKeys = ['nodeSelector', 'resources', 'volumes', 'securityContext', 'strategy', 'serviceOptions'];
const serviceKeys = ['type', 'loadBalancerIP'];
const serviceTypes: ReadonlySet<string> = new Set(['clusterip', 'loadbalancer', 'nodeport']);

/** `k8sExperimental`, `K8s-experimental`, `k8s-extensions`: what the vendor's own texts and slips make of the name. */
export function readsLikeSection(key: string): boolean {
  if (key === experimentalSection) return true;
  const bare = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return /^(k8s?|kubernetes)/.test(bare) || nearestOf(bare, ['k8sexperimental']) !== undefined;
}

function hostNetworkOf(hostConfig: OptionNode | undefined): Written | undefined {
  const mode = hostConfig?.at('NetworkMode')?.written;
  return mode?.text === 'host' ? mode : undefined;
}

function textsOf(list: OptionNode | undefined): readonly Written[] {
  return list?.items.flatMap(({ written }) => written ?? []) ?? [];
}
