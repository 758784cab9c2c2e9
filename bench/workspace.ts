/** A generated workspace: sites of 57 manifests each, one folder a site, several files a folder. The same number gives the same texts. */
export function generateWorkspace(sites: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let site = 0; site < sites; site++) {
    const folder = `sites/site-${String(site).padStart(4, '0')}`;
    files.set(`${folder}/edge-network.yaml`, edgeNetwork(site));
    files.set(`${folder}/network.yaml`, network(site));
    for (let app = 0; app < 8; app++) files.set(`${folder}/apps/app-${app}.yaml`, application(site, app));
  }
  return files;
}

export const documentsPerSite = 57;

/** One cluster of about so many manifests, as a GitOps repository holds it: six an application and file, one network. */
export function generateOneCluster(documents: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const applications = Math.max(1, Math.round((documents - 9) / 6));
  const nodes = Math.max(3, Math.ceil(applications / 20));
  files.set(
    'cluster/edge-network.yaml',
    `${edgeNetwork(0)
      .replace('azure-stack-edge', 'custom')
      .replace(/kubernetesNodeIPs.*/, 'kubernetesNodeIPs: 10.7.0.1-10.7.7.254')
      .replace(
        /kubernetesServiceIPs.*/,
        'kubernetesServiceIPs: 10.8.0.1-10.8.31.254',
      )}  podSubnet: 10.64.0.0/12\n  serviceSubnet: 10.96.0.0/12\n  nodes: ${nodes}\n`,
  );
  files.set(
    'cluster/network.yaml',
    network(0)
      .replaceAll('172.27.0.0/16', '10.64.0.0/12')
      .replace(/10\.100\.0\.20-10\.100\.0\.60/, '10.8.0.1-10.8.31.254'),
  );
  for (let app = 0; app < applications; app++) files.set(`cluster/apps/app-${String(app).padStart(4, '0')}.yaml`, application(0, app));
  return files;
}

/** One cluster with this many services and two and a half times as many pods: 10,000 resources at 2,000 services. */
export function generateCluster(services: number): string {
  const documents: string[] = [
    `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata:\n  name: large\nspec:\n  profile: custom\n  podSubnet: 10.64.0.0/12\n  serviceSubnet: 10.96.0.0/12\n  kubernetesServiceIPs: 10.8.0.1-10.8.15.254\n  kubernetesNodeIPs: 10.7.0.1-10.7.0.100\n  nodes: 50\n`,
  ];
  for (let index = 0; index < services; index++) {
    const type = index % 4 === 0 ? 'LoadBalancer' : 'ClusterIP';
    documents.push(
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: service-${index}\n  namespace: ns-${index % 20}\nspec:\n  type: ${type}\n  selector:\n    app: app-${index}\n    tier: backend\n  ports:\n  - name: http\n    port: 80\n    targetPort: http\n`,
    );
    documents.push(workload('Deployment', `app-${index}`, `ns-${index % 20}`, index % 2 === 0 ? 2 : 3, `app: app-${index}`));
  }
  // Resources that only name things fill the cluster up to five for each service.
  for (let index = 0; index < services * 3; index++)
    documents.push(`apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: account-${index}\n  namespace: ns-${index % 20}\n`);
  return documents.join('---\n');
}

function edgeNetwork(site: number): string {
  const base = `10.${100 + (site >> 8)}.${site & 255}`;
  return `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: site-${site}
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  profile: azure-stack-edge
  computeNetwork:
    subnet: ${base}.0/24
    gateway: ${base}.1
    dhcpRanges: [${base}.100-${base}.199]
    reservedIPs: [${base}.5]
  kubernetesNodeIPs: ${base}.10-${base}.12
  kubernetesServiceIPs: ${base}.20-${base}.60
`;
}

function network(site: number): string {
  const base = `10.${100 + (site >> 8)}.${site & 255}`;
  const namespaces = Array.from(
    { length: 4 },
    (_, index) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team-${index}\n  labels:\n    team: t${index}\n`,
  );
  return [
    `apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata:\n  name: pods\nspec:\n  cidr: 172.27.0.0/16\n  blockSize: 26\n  ipipMode: Always\n  natOutgoing: true\n`,
    `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata:\n  name: lan\n  namespace: metallb-system\nspec:\n  addresses:\n  - ${base}.20-${base}.60\n`,
    `apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata:\n  name: lan\n  namespace: metallb-system\nspec:\n  ipAddressPools: [lan]\n`,
    ...namespaces,
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: team-0\ndata:\n  mode: production\n`,
  ].join('---\n');
}

/** Six manifests. */
function application(site: number, app: number): string {
  const namespace = `team-${app % 4}`;
  const name = `app-${app}`;
  return [
    `# Application ${app} of site ${site}\n${workload('Deployment', name, namespace, 2 + (app % 3), `app: ${name}`)}`,
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n  labels:\n    app: ${name}\nspec:\n  type: ${app % 2 === 0 ? 'LoadBalancer' : 'ClusterIP'}\n  selector:\n    app: ${name}\n    tier: backend\n  ports:\n  - name: http\n    port: 80\n    targetPort: http\n  - name: metrics\n    port: 9090\n    targetPort: 9090\n`,
    workload('StatefulSet', `${name}-store`, namespace, 2, `app: ${name}-store`),
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}-store\n  namespace: ${namespace}\nspec:\n  clusterIP: None\n  selector:\n    app: ${name}-store\n    tier: backend\n  ports:\n  - name: http\n    port: 8080\n    targetPort: http\n`,
    `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`,
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\ndata:\n  settings.json: |\n    { "store": "http://${name}-store.${namespace}.svc.cluster.local:8080",\n      "retries": 3,\n      "timeout": "10s" }\n`,
  ].join('---\n');
}

function workload(kind: string, name: string, namespace: string, replicas: number, label: string): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    ${label}
spec:
  replicas: ${replicas}
${kind === 'StatefulSet' ? `  serviceName: ${name}\n` : ''}  selector:
    matchLabels:
      ${label}
      tier: backend
  template:
    metadata:
      labels:
        ${label}
        tier: backend
    spec:
      serviceAccountName: ${name}
      containers:
      - name: main
        image: registry.example/${name}:1.0.${replicas}
        args: ["--listen", ":8080", "--log", "json"]
        env:
        - name: NAMESPACE
          valueFrom:
            fieldRef:
              fieldPath: metadata.namespace
        - name: LOG_LEVEL
          value: info
        ports:
        - name: http
          containerPort: 8080
        resources:
          requests: { cpu: 50m, memory: 64Mi }
          limits: { memory: 256Mi }
        readinessProbe:
          httpGet: { path: /ready, port: http }
`;
}
