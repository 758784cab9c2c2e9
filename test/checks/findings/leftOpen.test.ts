import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const pool = (address: string, mark = '') => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: p, namespace: metallb-system }
spec:
  addresses:
  - ${address}
${mark}`;
const chart = (template: string) => `# file: web/Chart.yaml
apiVersion: v2
name: web
version: 0.1.0
# file: web/values.yaml
range: ""
# file: web/templates/pool.yaml
${template}`;

describe('what a chart leaves empty', () => {
  it('is in doubt where nobody is known to install the chart', () => {
    checkWorkspace(
      chart(
        pool(
          '{{ .Values.range | quote }}',
          '#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint range/invalid: Nothing is written here (IPAddressPool metallb-system/p). Write a range…\n',
        ),
      ),
    );
  });

  it('is an error in a manifest', () => {
    checkWorkspace(
      `# file: a.yaml\n${pool('""', '#   ^^ error range/invalid: Nothing is written here (IPAddressPool metallb-system/p). Write a range…\n')}`,
    );
  });
});
