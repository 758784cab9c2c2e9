import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const service = (name: string, spec: string) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
${spec}
`;
const network = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, serviceSubnet: 10.96.0.0/24 }
`;

describe('service/refused', () => {
  it('underlines what the API server refuses', () => {
    check(service('web', `  type: NodePort
  ports:
  - port: 80
    nodePort: 80
    #         ^^ error service/refused: The API server refuses Service shop/web. …`));
    check(`${network}${service('web', `  clusterIP: 10.97.0.1
  #          ^^^^^^^^^ error service/refused: The API server refuses Service shop/web. …
  ports: [{ port: 80 }]`)}`);
  });

  const taken = `${service('a', '  type: NodePort\n  ports: [{ port: 80, nodePort: 30080 }]')}# file: b.yaml
${service('b', `  type: NodePort
  ports:
  - port: 80
    nodePort: 30080
    #         ^^^^^ SEVERITY service/refused: The API server refuses Service shop/b. …`)}`;

  it('points at the service that has the port already', () => {
    const [finding] = check(taken.replace('SEVERITY', 'error'));
    assert.ok(relatedTo(finding).some((text) => text.endsWith('Service shop/a')), relatedTo(finding).join());
  });

  it('is a hint between files that are alternatives of each other', () => {
    const twice = '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
    const [, finding] = check(`${twice}${taken.replace('SEVERITY', 'hint')}${twice.replace('name: shop }\n', 'name: shop }\n#                 ^^^^ hint resource/duplicate\n')}`, { rule: 'folder' }).toReversed();
    assert.equal(finding?.severity, 'hint');
  });

  it('is silent on a service that is granted', () => {
    check(`${network}${service('web', '  clusterIP: 10.96.0.9\n  type: NodePort\n  ports: [{ port: 80, nodePort: 30080 }]')}`);
  });
});
