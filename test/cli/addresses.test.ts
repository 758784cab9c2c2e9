import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/main.ts';

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec:
  profile: azure-stack-edge
  computeNetwork: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
  kubernetesNodeIPs: 10.0.0.10-10.0.0.11
  kubernetesServiceIPs: 10.0.0.20-10.0.0.29
`;
const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }], externalIPs: [192.0.2.7] }
`;

interface Listed {
  readonly clusters: readonly {
    readonly name: string;
    readonly ranges: readonly {
      readonly kind: string;
      readonly range: string | null;
      readonly size: number | string;
      readonly free: number | null;
      readonly addresses: readonly {
        readonly first: string;
        readonly last: string;
        readonly size: number;
        readonly state: string;
        readonly who: string | null;
      }[];
    }[];
  }[];
}

describe('edge-network addresses', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const listed = async (files: Readonly<Record<string, string>>, ...words: readonly string[]) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return run(['addresses', ...words], { currentFolder: folder, coloured: false, standardInput: () => Promise.resolve(new Uint8Array()) });
  };
  const json = async (files: Readonly<Record<string, string>>, ...words: readonly string[]) =>
    JSON.parse((await listed(files, ...words, '--format', 'json')).output) as Listed;

  it('says of every address of the LAN once who has it, what it is kept for, or that it is free', async () => {
    const { clusters } = await json({ 'site.yaml': site, 'web.yaml': service });
    const lan = clusters[0]?.ranges.find(({ kind }) => kind === 'lan-subnet');
    expect(lan?.range).to.equal('10.0.0.0/24');
    expect(lan?.addresses.map(({ first, last, state, who }) => [first, last, state, who])).to.deep.equal([
      ['10.0.0.0', '10.0.0.0', 'held', 'network address'],
      ['10.0.0.1', '10.0.0.1', 'held', 'gateway'],
      ['10.0.0.2', '10.0.0.9', 'free', null],
      ['10.0.0.10', '10.0.0.11', 'held', 'Kubernetes node IPs'],
      ['10.0.0.12', '10.0.0.19', 'free', null],
      ['10.0.0.20', '10.0.0.29', 'held', 'Kubernetes external service IPs'],
      ['10.0.0.30', '10.0.0.254', 'free', null],
      ['10.0.0.255', '10.0.0.255', 'held', 'broadcast address'],
    ]);
    for (const { kind, size, addresses } of clusters[0]?.ranges.filter(({ free, range }) => free !== null && range !== null) ?? [])
      expect(
        addresses.reduce((sum, each) => sum + each.size, 0),
        kind,
      ).to.equal(size);
  });

  it('lists who has an address with how sure it is and the manifest, and addresses outside of every range last', async () => {
    const { output } = await listed({ 'site.yaml': site, 'shop/web.yaml': service });
    expect(output).to.match(/^ {2}Kubernetes external service IPs {2}10\.0\.0\.20-10\.0\.0\.29 {2}1 of 10 used, 9 free {2}site\.yaml:8$/m);
    expect(output).to.match(/^ {4}10\.0\.0\.20 +Service shop\/web, external address +predicted {2}shop\/web\.yaml:3$/m);
    expect(output).to.match(/\n {2}In no range of the plan {2}1 used\n {4}192\.0\.2\.7 {2}Service shop\/web, external IP/);
  });

  it('writes a page of tables, in which no text of a manifest is more than text', async () => {
    const { output } = await listed(
      { 'site.yaml': site, 'web.yaml': service, 'a|b/web.yaml': service.replace('name: web', 'name: other') },
      '--format',
      'markdown',
    );
    expect(output).to.match(/^# Addresses\n\n## `store`\n/);
    expect(output).to.include('| `10.0.0.20` | `Service shop/other, external address` | predicted | `a\\|b/web.yaml:3` |');
    expect(output).to.include('| `10.0.0.22-10.0.0.29` | free (8) |  |  |');
  });

  it('writes a line for each stretch of addresses as CSV', async () => {
    const { output } = await listed({ 'site.yaml': site, 'web.yaml': service }, '--format', 'csv');
    const lines = output.split('\r\n');
    expect(lines[0]).to.equal('cluster,range of,range,first,last,addresses,state,who,certainty,file,line');
    expect(lines).to.include(
      'store,Kubernetes external service IPs,10.0.0.20-10.0.0.29,10.0.0.20,10.0.0.20,1,used,"Service shop/web, external address",predicted,web.yaml,3',
    );
    expect(lines).to.include('store,LAN subnet,10.0.0.0/24,10.0.0.30,10.0.0.254,225,free,,,,');
  });

  it('keeps counts that no number holds exactly as text', async () => {
    const pool =
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: six, namespace: metallb-system }\nspec: { addresses: ["fd00::/64"] }\n';
    const { clusters } = await json({ 'pool.yaml': pool });
    expect(clusters[0]?.ranges[0]?.size).to.equal('18446744073709551616');
  });

  it('lists one cluster when it is named, and refuses a name that is none', async () => {
    const files = { 'east/site.yaml': site.replace('store', 'east'), 'west/site.yaml': site.replace('store', 'west') };
    expect((await json(files)).clusters.map(({ name }) => name)).to.deep.equal(['east', 'west']);
    expect((await json(files, '--cluster', 'west')).clusters.map(({ name }) => name)).to.deep.equal(['west']);
    expect(await listed(files, '--cluster', 'north')).to.deep.include({ output: '', exitCode: 2 });
  });
});
