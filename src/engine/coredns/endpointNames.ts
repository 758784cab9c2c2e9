import { formatAddress } from '../../base/ip.ts';
import type { Endpoint } from '../allocation.ts';
import type { KubernetesPlugin } from './plugins.ts';

/** A port of a service or of an endpoint; the name is empty when it has none. */
export interface KnownPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

/** A service or slice without ports counts as one with port -1: it has addresses, but no SRV records. */
export const NO_PORTS: readonly KnownPort[] = [{ name: '', protocol: '', port: -1 }];

/** kubernetes.go endpointHostname: a hostname stands alone, without a dashed alias beside it. */
export function endpointLabel(
  { ip, hostname, target }: Pick<Endpoint, 'ip' | 'hostname' | 'target'>,
  { endpointPodNames }: KubernetesPlugin,
): string {
  if (hostname !== undefined && hostname !== '') return hostname;
  const targetName = target?.slice(target.indexOf('/') + 1) ?? '';
  if (endpointPodNames && targetName !== '' && targetName.length < 64) return targetName;
  const dashed = formatAddress(ip).replace(/[.:]/g, '-');
  return dashed.endsWith('-') ? `${dashed}0` : dashed;
}
