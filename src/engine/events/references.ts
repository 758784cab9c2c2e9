/** `deploy/shop/web` is `Deployment/shop/web`: kinds as kubectl takes them. Kinds that are written in full stay as they are. */
export function fullReference(text: string): string {
  const slash = text.indexOf('/');
  if (slash < 0) return text;
  const kind = text.slice(0, slash);
  return `${shortKinds.get(kind.toLowerCase()) ?? kind}${text.slice(slash)}`;
}

const shortKinds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    deployment: 'Deployment',
    deployments: 'Deployment',
    deploy: 'Deployment',
    statefulset: 'StatefulSet',
    statefulsets: 'StatefulSet',
    sts: 'StatefulSet',
    daemonset: 'DaemonSet',
    daemonsets: 'DaemonSet',
    ds: 'DaemonSet',
    replicaset: 'ReplicaSet',
    replicasets: 'ReplicaSet',
    rs: 'ReplicaSet',
    job: 'Job',
    service: 'Service',
    services: 'Service',
    svc: 'Service',
    pod: 'Pod',
    pods: 'Pod',
    po: 'Pod',
    node: 'Node',
    nodes: 'Node',
    no: 'Node',
    namespace: 'Namespace',
    ns: 'Namespace',
    configmap: 'ConfigMap',
    cm: 'ConfigMap',
    ippool: 'IPPool',
    ipaddresspool: 'IPAddressPool',
  }),
);

const workloadKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
]);

/** Whether a reference means a workload rather than a pod. */
export function isWorkloadReference(text: string): boolean {
  return workloadKinds.has(fullReference(text).split('/')[0] ?? '');
}
