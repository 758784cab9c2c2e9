import type { PodSpec } from '../../manifests/resources/workloads.ts';

/** A port that a pod takes on its node. */
export interface HostPort {
  readonly protocol: string;
  readonly port: number;
  /** `0.0.0.0` for every address. */
  readonly ip: string;
}

/** Containers, then native sidecars; of a host-network pod every container port. kubernetes pkg/scheduler/util/utils.go GetHostPorts, pkg/apis/core/v1/defaults.go */
export function hostPortsOf({ containers, initContainers, hostNetwork }: PodSpec): readonly HostPort[] {
  let found: HostPort[] | undefined;
  const take = ({ ports }: PodSpec['containers'][number]): void => {
    for (const { hostPort, containerPort, protocol, hostIP } of ports) {
      const port = hostPort ?? (hostNetwork ? containerPort : 0);
      if (port > 0) (found ??= []).push({ protocol, port, ip: hostIP === undefined || hostIP === '' ? '0.0.0.0' : hostIP });
    }
  };
  for (const container of containers) take(container);
  for (const container of initContainers) if (container.sidecar) take(container);
  return found ?? noPorts;
}

// Asked of every pod again and again, and nearly none has one.
const noPorts: readonly HostPort[] = [];

/** The ports taken on one node. */
export type TakenPorts = Map<string, string[]>;

/** The first of the ports that is taken. kube-scheduler framework/types.go HostPortInfo.CheckConflict */
export function takenPort(taken: TakenPorts, wanted: readonly HostPort[]): HostPort | undefined {
  return wanted.find(({ protocol, port, ip }) =>
    taken.get(`${protocol}/${port}`)?.some((other) => other === ip || other === '0.0.0.0' || ip === '0.0.0.0'),
  );
}

export function takePorts(taken: TakenPorts, ports: readonly HostPort[]): void {
  for (const { protocol, port, ip } of ports) {
    const key = `${protocol}/${port}`;
    const ips = taken.get(key);
    if (ips === undefined) taken.set(key, [ip]);
    else ips.push(ip);
  }
}
