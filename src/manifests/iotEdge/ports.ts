import { holdsPlaceholder } from '../placeholder.ts';
import type { CreateOptions, Written } from '../resources/iotEdge.ts';
import type { FieldPlace } from '../place.ts';

/** A port of the Service of a module. */
export interface ModulePort {
  readonly name: string;
  readonly protocol: string;
  /** The host port, or the port that is exposed; a placeholder where it is filled in later. */
  readonly port: Written;
  /** Of the container. */
  readonly target: Written;
}

/** A port that the agent passes over. */
export type DroppedPort =
  /** A key that is no number with `tcp`, `udp` or `sctp`. */
  | { readonly kind: 'key'; readonly text: string; readonly place: FieldPlace }
  /** A host port that is no whole number, or none at all. */
  | { readonly kind: 'host-port'; readonly text: string | undefined; readonly key: string; readonly place: FieldPlace }
  /** A binding without an entry. */
  | { readonly kind: 'empty'; readonly key: string; readonly place: FieldPlace }
  /** Ports are kept by their number alone: another one has it. */
  | { readonly kind: 'replaced'; readonly port: string; readonly by: string; readonly place: FieldPlace; readonly byPlace: FieldPlace };

export interface ModulePorts {
  /** Exposed ports first; of equal numbers the last one written, in the place of the first. */
  readonly ports: readonly ModulePort[];
  readonly dropped: readonly DroppedPort[];
}

interface Candidate extends ModulePort {
  /** As it is written: `53/udp`. */
  readonly key: Written;
}

/** iotedge Agent.Kubernetes/edgedeployment/service/KubernetesServiceMapper.cs, PortExtensions.cs, PortAndProtocol.cs */
export function modulePorts({ exposedPorts, portBindings }: CreateOptions): ModulePorts {
  const dropped: DroppedPort[] = [];
  const candidates: Candidate[] = [];
  for (const key of exposedPorts) {
    const parsed = parsePort(key);
    if (parsed === undefined) dropped.push({ kind: 'key', text: key.text, place: key.place });
    else
      candidates.push({
        key,
        name: `exposedport-${parsed.number.text}-${parsed.protocol}`,
        protocol: parsed.protocol,
        port: parsed.number,
        target: parsed.number,
      });
  }
  for (const { container, hosts } of portBindings?.ports ?? []) {
    const parsed = parsePort(container);
    if (parsed === undefined) dropped.push({ kind: 'key', text: container.text, place: container.place });
    else if (hosts.length === 0) dropped.push({ kind: 'empty', key: container.text, place: container.place });
    else
      for (const { text, place } of hosts) {
        const number = text === undefined ? undefined : holdsPlaceholder(text) ? text : wholeNumber(text);
        if (number === undefined) dropped.push({ kind: 'host-port', text, key: container.text, place });
        else
          candidates.push({
            key: container,
            name: `hostport-${parsed.number.text}-${parsed.protocol}`,
            protocol: parsed.protocol,
            port: { text: number, place },
            target: parsed.number,
          });
      }
  }
  const byNumber = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const before = byNumber.get(candidate.port.text);
    if (before !== undefined && (before.protocol !== candidate.protocol || before.target.text !== candidate.target.text))
      dropped.push({
        kind: 'replaced',
        port: before.key.text,
        by: candidate.key.text,
        place: before.key.place,
        byPlace: candidate.key.place,
      });
    byNumber.set(candidate.port.text, candidate);
  }
  return { ports: [...byNumber.values()], dropped };
}

/** `80`, `80/tcp`, `53/udp`, `5000/sctp`. */
function parsePort({ text, place }: Written): { readonly number: Written; readonly protocol: string } | undefined {
  const [number = '', protocol = 'tcp', ...rest] = text.split('/');
  const parsed = wholeNumber(number);
  if (parsed === undefined || rest.length > 0 || !/^(tcp|udp|sctp)$/i.test(protocol)) return undefined;
  return { number: { text: parsed, place }, protocol: protocol.toLowerCase() };
}

/** As .NET reads one; undefined for what is none. */
function wholeNumber(text: string): string | undefined {
  const trimmed = text.trim();
  return /^[-+]?[0-9]{1,9}$/.test(trimmed) ? String(Number(trimmed)) : undefined;
}

/**
 * The type of the Service, and what decides it; undefined where there is none. Without a word of the module's own, a binding makes it what the agent is told to take, on
 * the device LoadBalancer. MicrosoftDocs azure-docs azure-stack-edge-iot-troubleshoot-compute-error-detail
 */
export function moduleServiceType({ service, portBindings }: CreateOptions): {
  readonly type: string;
  readonly place: FieldPlace | undefined;
} {
  const written = service.type === undefined ? undefined : types.get(service.type.text.toLowerCase());
  if (written !== undefined) return { type: written, place: service.type?.place };
  return portBindings === undefined ? { type: 'ClusterIP', place: undefined } : { type: 'LoadBalancer', place: portBindings.place };
}

const types: ReadonlyMap<string, string> = new Map(['ClusterIP', 'LoadBalancer', 'NodePort'].map((type) => [type.toLowerCase(), type]));
