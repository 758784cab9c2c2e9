import type { LabelSelector } from '../../manifests/labelSelector.ts';
import type { Selector } from '../calico/selector.ts';

/**
 * A selector of Kubernetes in Calico's language. An operator that does not exist selects nothing.
 * libcalico-go lib/backend/k8s/conversion/conversion.go k8sSelectorToCalico
 */
export function selectorOf({ matchLabels, matchExpressions }: LabelSelector): Selector {
  const operands: Selector[] = Object.entries(matchLabels).map(([label, value]) => ({ kind: '==', label, value }));
  for (const { key, operator, values } of matchExpressions) {
    switch (operator) {
      case 'In':
        operands.push({ kind: 'in', label: key, values });
        break;
      case 'NotIn':
        operands.push({ kind: 'not in', label: key, values });
        break;
      case 'Exists':
        operands.push({ kind: 'has', label: key });
        break;
      case 'DoesNotExist':
        operands.push({ kind: '!', operand: { kind: 'has', label: key } });
        break;
      default:
        operands.push({ kind: '!', operand: { kind: 'all' } });
    }
  }
  const [only] = operands;
  return only === undefined ? { kind: 'all' } : operands.length === 1 ? only : { kind: '&&', operands };
}
