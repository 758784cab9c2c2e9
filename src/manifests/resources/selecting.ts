import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';

/** monitoring.coreos.com ServiceMonitor and PodMonitor: whom Prometheus asks for its metrics. */
export interface MonitorResource extends ResourceBase {
  readonly type: 'Monitor';
  readonly of: 'services' | 'pods';
  /** Absent: nothing. */
  readonly selector: LabelSelector | undefined;
  /** `namespaceSelector.any` */
  readonly anyNamespace: boolean;
  /** `namespaceSelector.matchNames`; empty: its own. */
  readonly namespaces: readonly string[];
  readonly endpoints: readonly MonitorEndpoint[];
  /** Where these stand in `spec`: `endpoints`, `podMetricsEndpoints`. */
  readonly endpointsKey: string;
}

export interface MonitorEndpoint {
  /** Name of a port of the Service, or of a container port. */
  readonly port: string | undefined;
}

/** policy PodDisruptionBudget. */
export interface DisruptionBudgetResource extends ResourceBase {
  readonly type: 'DisruptionBudget';
  /** Absent or (in policy/v1) empty: all pods of its namespace. */
  readonly selector: LabelSelector | undefined;
  /** Numbers, or shares such as `50%`; one of them at most is written. */
  readonly minAvailable: string | undefined;
  readonly maxUnavailable: string | undefined;
  /** `unhealthyPodEvictionPolicy: AlwaysAllow`: pods that are not ready may always go. */
  readonly sparesUnready: boolean;
}

/** HorizontalPodAutoscaler, VerticalPodAutoscaler and KEDA's ScaledObject: what they scale. */
export interface AutoscalerResource extends ResourceBase {
  readonly type: 'Autoscaler';
  readonly target: { readonly apiVersion: string | undefined; readonly kind: string; readonly name: string };
  /** Of the name, from the resource. */
  readonly namePath: readonly string[];
  /** Absent where it is not written, and for what does not count pods. */
  readonly most: number | undefined;
  /** As written. */
  readonly least: number | undefined;
  /** Of `most`, from the resource. */
  readonly mostPath: readonly string[];
}
