import { expect } from 'chai';
import { gzipSync } from 'fflate';
import { chart } from './charts.ts';
import { names, nodeOf, places, told, valueOf, workspaceOf } from './workspace.ts';

/** A tar archive of plain files. */
function tar(files: Readonly<Record<string, string>>): Uint8Array {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const content = encode(text);
    const header = new Uint8Array(512);
    header.set(encode(name), 0);
    header.set(encode(content.length.toString(8).padStart(11, '0')), 124);
    header.set(encode('0'), 156);
    const body = new Uint8Array(Math.ceil(content.length / 512) * 512);
    body.set(content);
    return [...header, ...body];
  });
  return Uint8Array.from([...blocks, ...new Uint8Array(1024)]);
}

const helmChart = (spec: string) =>
  `apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: web, namespace: kube-system }\nspec:\n${spec}`;

describe('A HelmChart of K3s', () => {
  it('says what a chart from elsewhere could make in its target namespace', () => {
    const files = { 'a.yaml': helmChart('  chart: traefik\n  repo: https://charts.example.org\n  targetNamespace: ingress\n') };
    const { problems } = workspaceOf(files).applied('HelmChart', 'web');
    expect(told(problems, files)).to.deep.equal(['unknown elsewhere a.yaml:traefik']);
    expect(problems.map(({ reach }) => reach)).to.deep.equal([{ namespace: 'ingress', changes: 'nothing' }]);
  });

  it('installs a chart that stands in it, with the values of a HelmChartConfig over its own', () => {
    const packed = Buffer.from(gzipSync(tar(chart('web')))).toString('base64');
    const files = {
      'a.yaml': helmChart(`  chartContent: ${packed}\n  valuesContent: |\n    port: 81\n    target: one\n  set: { where: "8" }\n`),
      'b.yaml':
        'apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: { name: web, namespace: kube-system }\nspec:\n  valuesContent: |\n    target: two\n',
    };
    const rendered = workspaceOf(files).applied('HelmChart', 'web');
    expect(rendered.problems).to.deep.equal([]);
    expect(names(rendered)).to.deep.equal(['Service default/web', 'IngressClass web']);
    expect(places(nodeOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'port'), files)[0]).to.equal('a.yaml:81');
    expect(valueOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'targetPort')).to.equal('two');
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'labels', 'where')).to.equal('8');
  });

  it('refuses what is no packed chart', () => {
    const files = { 'a.yaml': helmChart('  chartContent: "%"\n') };
    expect(told(workspaceOf(files).applied('HelmChart', 'web').problems, files)).to.deep.equal(['error chart-invalid a.yaml:"%"']);
    const other = { 'a.yaml': helmChart('  chartContent: aGVsbG8=\n') };
    expect(
      workspaceOf(other)
        .applied('HelmChart', 'web')
        .problems.map((problem) => problem.class),
    ).to.deep.equal(['chart-invalid']);
  });
});
