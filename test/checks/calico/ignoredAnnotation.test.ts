import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const pool =
  'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: fast }\nspec: { cidr: 10.60.0.0/16, natOutgoing: true }\n---\n';
const key = 'cni.projectcalico.org/ipv4pools';
const workload = (own: string, ofPods = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
${own}spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
${ofPods}    spec: { containers: [{ name: web, image: web }] }
`;

describe('calico/ignored-annotation', () => {
  it('finds an annotation for pods on their workload', () => {
    check(
      workload(
        `  annotations:\n    ${key}: '["fast"]'\n#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning calico/ignored-annotation: Calico reads ${key} of pods, and not of Deployment shop/web: it belongs below spec.template.metadata.annotations.\n`,
      ),
    );
  });

  it('is silent where the pods have it, too, and about what a namespace may have', () => {
    const annotations = (indent: string) => `${indent}annotations: { ${key}: '["fast"]' }\n`;
    check(`${pool}${workload(annotations('  '), annotations('      '))}`);
    check(`${pool}${workload('', annotations('      '))}`);
    check(`${pool}apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n${annotations('  ')}`);
    check(workload('  annotations: { cni.projectcalico.org/other: a, example.com/ipAddrs: b }\n'));
  });

  it('finds on a namespace what is read of pods alone', () => {
    const namespace = (text: string) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  annotations:\n${text}`;
    check(
      namespace(
        `    cni.projectcalico.org/ipAddrs: '["10.60.0.9"]'\n#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning calico/ignored-annotation: Calico reads cni.projectcalico.org/ipAddrs of pods, and not of Namespace shop.\n`,
      ),
    );
    check(namespace(`    cni.projectcalico.org/ipFamilies: '["IPv4"]'\n`));
  });

  it('finds the families of pods on their workload, too', () => {
    check(
      workload(
        `  annotations:\n    cni.projectcalico.org/ipFamilies: '["IPv4"]'\n#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning calico/ignored-annotation\n`,
      ),
    );
  });

  it('finds a slip of an annotation, and writes what was meant', () => {
    const text = workload('', `      annotations:\n        cni.projectcalico.org/ipaddrs: '["10.60.0.9"]'\n`);
    check(
      text.replace(
        `9"]'\n`,
        `9"]'\n#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning calico/ignored-annotation: Calico does not know the annotation cni.projectcalico.org/ipaddrs of Deployment shop/web. Did you mean cni.projectcalico.org/ipAddrs?\n`,
      ),
    );
    assert.equal(fixed(text), text.replace('ipaddrs', 'ipAddrs'));
    check(workload('', '      annotations: { cni.projectcalico.org/podIP: 10.0.0.9/32, cni.projectcalico.org/containerID: a }\n'));
  });
});
