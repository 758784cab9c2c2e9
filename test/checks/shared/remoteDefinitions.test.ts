import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const service = (value: string, mark: string) => `apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec:
  selector:
    app: ${value}
${mark}  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: storefront, tier: one } }
  template:
    metadata: { labels: { app: storefront, tier: one } }
    spec: { containers: [{ name: web, image: web }] }
`;
const said = (url: string, severity: string) =>
  checkWorkspace(`# file: kustomization.yaml
resources:
  - ${url}
  - web.yaml
# file: web.yaml
${service('storefronts', `#        ^^^^^^^^^^^ ${severity} selector/no-match\n`)}`);

describe('A file of definitions that is elsewhere', () => {
  it('makes no pods, whatever else may', () => {
    said('https://raw.example.org/o/operator/v1/deploy/crds/crds.yaml', 'warning');
    said('https://raw.example.org/o/operator/v1/operator-crd.yaml', 'warning');
    said('https://raw.example.org/o/operator/v1/operator.yaml', 'hint');
  });
});
