/** Manifests that the tests of policies share. */
export const policy = (name: string, spec: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
${spec}
`;

export const deployment = (name: string, { namespace = 'shop', ports = '{ containerPort: 8080 }', env = '', spec = '' } = {}) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { ${spec}containers: [{ name: main, image: main, ports: [${ports}], env: [${env}] }] }
`;

export const service = (name: string, spec = 'ports: [{ port: 80, targetPort: 8080 }]') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ${spec} }
`;

export const namespace = (name: string, labels = '{}') => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels} }
`;
