import type { ResourceBase } from '../metadata.ts';

/** AKS Edge Essentials `aksedge-config.json`. Paths count from the document's root. */
export interface AksEdgeConfigurationResource extends ResourceBase {
  readonly type: 'AksEdgeConfiguration';
  /** `SingleMachineCluster` or `ScalableCluster`, as written. */
  readonly deploymentType: string | undefined;
  /** `Init`; in the first schemas `Network`. */
  readonly serviceIPRangeStart: string | undefined;
  readonly serviceIPRangeSize: number | undefined;
  /** Only in the first schemas. */
  readonly serviceIPRangeEnd: string | undefined;
  /** Which of the two holds the service range. */
  readonly serviceIPRangeIn: 'Init' | 'Network';
  readonly controlPlaneEndpointIp: string | undefined;
  /** `flannel` or `calico`. */
  readonly networkPlugin: string | undefined;
  readonly gateway: string | undefined;
  readonly prefixLength: number | undefined;
  /** A single machine's own network. */
  readonly addressPrefix: string | undefined;
  readonly dnsServers: readonly string[];
  readonly machines: readonly AksEdgeMachine[];
}

export interface AksEdgeMachine {
  readonly linuxNode: AksEdgeNode | undefined;
  readonly windowsNode: AksEdgeNode | undefined;
}

export interface AksEdgeNode {
  readonly address: string | undefined;
  readonly controlPlane: boolean;
}
