import { message, type Message } from '../../base/message.ts';

/** Why pods and Services of a namespace may exist that no manifest shows; absent for a namespace that users fill themselves. */
export function suppliedBySystem(namespace: string | undefined): Message | undefined {
  return namespace !== undefined && systemNamespaces.has(namespace)
    ? message('Pods of namespace {0} often come with the distribution.', namespace)
    : undefined;
}

/** The word that scaffolds of operators (kubebuilder) have for the namespace that their kustomization sets. */
export function setByScaffold(namespace: string | undefined): Message | undefined {
  return namespace === 'system'
    ? message('In scaffolds of operators, namespace {0} stands for the one that a kustomization sets.', namespace)
    : undefined;
}

const systemNamespaces: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'metallb-system',
  'calico-system',
  'calico-apiserver',
  'tigera-operator',
  'dbe-namespace',
  'kubernetes-dashboard',
  'iotedge',
  'azure-arc',
  'istio-system',
  'linkerd',
  'cert-manager',
  'ingress-nginx',
]);
