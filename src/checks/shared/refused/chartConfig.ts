import { message } from '../../../base/message.ts';
import { resourcesWhere } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import type { Refusal } from '../../../manifests/refusal.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { CheckContext } from '../context.ts';

const charts = resourcesWhere(({ kind }) => kind === 'HelmChart');

/** Those that K3s and RKE2 bring, in kube-system, are changed by a HelmChartConfig of their name beside them. k3s-io/helm-controller pkg/controllers/chart/chart.go; k3s-io/k3s manifests/traefik.yaml */
export function chartConfigFaults(config: Resource, { cluster }: CheckContext): readonly Refusal[] {
  const { name, namespace } = config.metadata;
  if (namespace === undefined || namespace === 'kube-system' || !/^(traefik(-crd)?|rke2-[a-z0-9-]+)$/.test(name)) return [];
  if (charts(cluster).some(({ metadata }) => metadata.name === name && (metadata.namespace ?? namespace) === namespace)) return [];
  return [
    {
      path: ['metadata', 'namespace'],
      by: 'nobody',
      severity: 'warning',
      text: message(
        '{0} changes nothing: it is for the HelmChart of its own name and namespace, and {1} is in kube-system. Write kube-system here.',
        nameOf(config),
        name,
      ),
      meant: { written: namespace, text: 'kube-system' },
    },
  ];
}
