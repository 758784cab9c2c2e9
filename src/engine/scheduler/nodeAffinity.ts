import type { LabelExpression } from '../../manifests/labelSelector.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { NodeSelectorTerm, PodSpec } from '../../manifests/resources/workloads.ts';
import type { ClusterNode } from '../allocation.ts';
import { isLabelKey, isLabelValue, labelOf } from '../labels.ts';

/** Whether node selector and required node affinity of the pod both admit the node. component-helpers scheduling/corev1/nodeaffinity/nodeaffinity.go */
export function nodeMatches({ nodeSelector, requiredNodeAffinity }: PodSpec, node: ClusterNode): boolean {
  for (const key of Object.keys(nodeSelector)) {
    if (labelOf(node.labels, key) !== nodeSelector[key] && !isUnknown(key, node.labels)) return false;
  }
  return requiredNodeAffinity === undefined || requiredNodeAffinity.some((term) => termMatches(term, node));
}

/**
 * The kubelet labels every node with its architecture, which manifests and device pages rarely repeat: where it is missing it is unknown, and no reason
 * to keep a pod off.
 */
function isUnknown(key: string, labels: StringMap): boolean {
  return (key === 'kubernetes.io/arch' || key === 'beta.kubernetes.io/arch') && labelOf(labels, key) === undefined;
}

/** An empty term, or one that the API server would refuse, matches no node, and spoils no other term. */
function termMatches({ matchExpressions, matchFields }: NodeSelectorTerm, node: ClusterNode): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((expression) => expressionMatches(expression, node.labels)) &&
    matchFields.every((field) => fieldMatches(field, node.name))
  );
}

function expressionMatches({ key, operator, values }: LabelExpression, labels: StringMap): boolean {
  if (!isLabelKey(key)) return false;
  const value = labelOf(labels, key);
  const unknown = isUnknown(key, labels);
  switch (operator) {
    case 'In':
      return values.length > 0 && values.every(isLabelValue) && (unknown || (value !== undefined && values.includes(value)));
    case 'NotIn':
      return values.length > 0 && values.every(isLabelValue) && (value === undefined || !values.includes(value));
    case 'Exists':
      return values.length === 0 && (unknown || value !== undefined);
    case 'DoesNotExist':
      return values.length === 0 && !unknown && value === undefined;
    case 'Gt':
    case 'Lt': {
      const limit = values.length === 1 ? integer(values[0]) : undefined;
      const number = integer(value);
      return limit !== undefined && number !== undefined && (operator === 'Gt' ? number > limit : number < limit);
    }
    default:
      return false;
  }
}

/** Go strconv.ParseInt(text, 10, 64). */
function integer(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** Fields of a node that can be matched: its name, with In or NotIn and one value. */
function fieldMatches({ key, operator, values }: LabelExpression, name: string): boolean {
  if (key !== 'metadata.name' || values.length !== 1) return false;
  return operator === 'In' ? values[0] === name : operator === 'NotIn' && values[0] !== name;
}

/** The sum of the weights of the preferences that the node meets. kubernetes pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go Score */
export function preferenceFor({ preferredNodeAffinity }: PodSpec, node: ClusterNode): number {
  return preferredNodeAffinity.reduce((sum, { weight, term }) => (termMatches(term, node) ? sum + weight : sum), 0);
}

/** The one node that every term of the affinity names, as in the pods of a DaemonSet; absent when it may be another. */
export function onlyNode({ requiredNodeAffinity }: PodSpec): string | undefined {
  let only: string | undefined;
  for (const { matchFields } of requiredNodeAffinity ?? []) {
    const [field] = matchFields;
    if (matchFields.length !== 1 || field?.key !== 'metadata.name' || field.operator !== 'In' || field.values.length !== 1)
      return undefined;
    if (only !== undefined && only !== field.values[0]) return undefined;
    only = field.values[0];
  }
  return only;
}
