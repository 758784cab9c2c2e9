import type { Fields } from '../fields.ts';
import { readLabelSelector, type LabelSelector } from '../labelSelector.ts';
import type { FieldPath } from '../place.ts';
import type { ForeignSelector } from './clusterPolicy.ts';

/** Who a policy of Cilium is for, and the pods of its rules. `namespace`: its own; absent: it is for the whole cluster. cilium pkg/policy/api/{ingress,egress}.go */
export function readCiliumSelectors(fields: Fields, namespace: string | undefined): readonly ForeignSelector[] {
  return [
    ...ofRule(fields.map('spec'), ['spec'], namespace),
    ...fields.maps('specs').flatMap((rule, index) => ofRule(rule, ['specs', index], namespace)),
  ];
}

function ofRule(rule: Fields, path: FieldPath, namespace: string | undefined): readonly ForeignSelector[] {
  const own = selectorOf(rule.map('endpointSelector'), [...path, 'endpointSelector'], namespace, false);
  const peers = sides.flatMap(([direction, side]) =>
    rule
      .maps(direction)
      .flatMap((each, index) =>
        each.maps(side).flatMap((peer, position) => selectorOf(peer, [...path, direction, index, side, position], namespace, true) ?? []),
      ),
  );
  return own === undefined ? peers : [own, ...peers];
}

const sides = [
  ['ingress', 'fromEndpoints'],
  ['ingressDeny', 'fromEndpoints'],
  ['egress', 'toEndpoints'],
  ['egressDeny', 'toEndpoints'],
] as const;

function selectorOf(fields: Fields, path: FieldPath, namespace: string | undefined, peer: boolean): ForeignSelector | undefined {
  const selector = readLabelSelector(fields);
  return selector === undefined ? undefined : selected(selector, path, namespace, peer);
}

/**
 * A peer is of the policy's own namespace unless it says which; whom a policy is for always is. cilium pkg/k8s/apis/cilium.io/utils/utils.go getEndpointSelector.
 * Absent for what is no pod that a manifest describes: `reserved:host`, labels of containers, pods of another cluster.
 */
function selected(
  { matchLabels, matchExpressions }: LabelSelector,
  path: FieldPath,
  own: string | undefined,
  peer: boolean,
): ForeignSelector | undefined {
  const labels: Record<string, string> = {};
  const keys: Record<string, string> = {};
  let namespace = own;
  let namespaceKey: string | undefined;
  const expressed = matchExpressions.map(({ key }) => withoutSource(key));
  if (peer && expressed.some((key) => key === undefined || key === podNamespace || key.startsWith(namespaceLabels))) namespace = undefined;
  for (const [written, value] of Object.entries(matchLabels)) {
    const key = withoutSource(written);
    if (key === undefined || key === 'io.cilium.k8s.policy.cluster') return undefined;
    if (key === podNamespace) {
      if (peer || own === undefined) namespace = value;
      namespaceKey = written;
    } else if (key.startsWith(namespaceLabels)) {
      if (peer) namespace = undefined;
    } else if (!key.startsWith('io.cilium.')) {
      labels[key] = value;
      keys[key] = written;
    }
  }
  return { path, peer, labels, keys, namespace, namespaceKey };
}

/** Undefined for a source that knows no labels of Kubernetes. cilium pkg/labels/labels.go */
function withoutSource(key: string): string | undefined {
  const at = key.indexOf(':');
  if (at < 0) return key.startsWith('reserved.') ? undefined : key;
  return at === 0 || ['k8s', 'any'].includes(key.slice(0, at)) ? key.slice(at + 1) : undefined;
}

const podNamespace = 'io.kubernetes.pod.namespace';
const namespaceLabels = 'io.cilium.k8s.namespace.labels';
