import type { Fields } from '../fields.ts';
import { readLabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { AutoscalerResource, DisruptionBudgetResource, MonitorResource } from './selecting.ts';

/** prometheus-operator pkg/apis/monitoring/v1 */
export function readMonitor(fields: Fields, base: ResourceBase): MonitorResource {
  const spec = fields.map('spec');
  const namespaces = spec.map('namespaceSelector');
  const ofPods = base.kind === 'PodMonitor';
  const endpointsKey = ofPods ? 'podMetricsEndpoints' : 'endpoints';
  return {
    ...base,
    type: 'Monitor',
    of: ofPods ? 'pods' : 'services',
    selector: readLabelSelector(spec.map('selector')),
    anyNamespace: namespaces.boolean('any') ?? false,
    namespaces: namespaces.strings('matchNames'),
    endpoints: spec.maps(endpointsKey).map((endpoint) => ({ port: endpoint.string('port') })),
    endpointsKey,
  };
}

export function readDisruptionBudget(fields: Fields, base: ResourceBase): DisruptionBudgetResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'DisruptionBudget',
    selector: readLabelSelector(spec.map('selector')),
    minAvailable: spec.text('minAvailable'),
    maxUnavailable: spec.text('maxUnavailable'),
    sparesUnready: spec.text('unhealthyPodEvictionPolicy') === 'AlwaysAllow',
  };
}

/** `scaleTargetRef`; of a VerticalPodAutoscaler `targetRef`. KEDA scales a Deployment where no kind is written. */
export function readAutoscaler(fields: Fields, base: ResourceBase): AutoscalerResource {
  const key = base.kind === 'VerticalPodAutoscaler' ? 'targetRef' : 'scaleTargetRef';
  const target = fields.map('spec').map(key);
  const mostKey = base.kind === 'ScaledObject' ? 'maxReplicaCount' : 'maxReplicas';
  return {
    ...base,
    type: 'Autoscaler',
    target: {
      apiVersion: target.string('apiVersion'),
      kind: target.string('kind') ?? (base.kind === 'ScaledObject' ? 'Deployment' : ''),
      name: target.string('name') ?? '',
    },
    namePath: ['spec', key, 'name'],
    most: fields.map('spec').integer(mostKey),
    least: fields.map('spec').integer(base.kind === 'ScaledObject' ? 'minReplicaCount' : 'minReplicas'),
    mostPath: ['spec', mostKey],
  };
}
