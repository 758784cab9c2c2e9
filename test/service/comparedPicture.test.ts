import { expect } from 'chai';
import { LocalService } from '../../src/service/localService.ts';
import { writeTopologyJson } from '../../src/service/json/topologyJson.ts';
import type { ShownComparison } from '../../src/topology/protocol.ts';
import { workspaceOf } from '../support/analysed.ts';
import { filesIn } from '../webview/support/livePage.ts';

const store = filesIn('examples/store-42');

async function compared(files: Readonly<Record<string, string>>, other: string): Promise<ShownComparison> {
  const service = new LocalService({
    folders: [{ name: 'store-42', path: 'store-42' }],
    settings: { defaultProfile: 'custom', severities: {} },
    language: 'en',
    surroundings: {
      now: () => 0,
      later: (_, callback) => {
        const timer = setTimeout(callback, 0);
        return () => clearTimeout(timer);
      },
      pause: () => Promise.resolve(),
      budget: Infinity,
      interval: 1,
      failed: (error) => {
        throw error;
      },
    },
  });
  for (const [path, text] of Object.entries(files)) service.setFile(`store-42/${path}`, text);
  service.complete();
  const answer = await service.compareWith(new Map([['other', other]]), { title: 'other', alone: true });
  service.dispose();
  if ('type' in answer) throw new Error(answer.text);
  return answer.shown;
}

const namesOf = ({ ghosts }: ShownComparison): readonly string[] => ghosts.map(({ kind, label }) => `${kind} ${label}`);
const marksOf = ({ marks }: ShownComparison): readonly string[] =>
  marks.map(({ id, kind, text }) => `${id.replace(/^[^|]*\|/, '')} ${kind}: ${text}`);

describe('the picture of a comparison', () => {
  it('has what has gone since an export was saved', async () => {
    const database = (store['apps/database.yaml'] ?? '')
      .split('---')
      .filter((text) => !/name: database-nodes\n {2}namespace/.test(text) && !/kind: StatefulSet/.test(text))
      .join('---');
    const saved = writeTopologyJson(workspaceOf(store).refreshAtOnce());
    const shown = await compared({ ...store, 'apps/database.yaml': database }, saved);
    expect(namesOf(shown)).to.deep.equal([
      'service database-nodes',
      'workload database',
      'pod database-0',
      'workload database',
      'pod database-1',
    ]);
    expect(marksOf(shown)).to.include.members(['Service/shop/database-nodes gone: gone', 'Pod/shop/database-1 gone: gone']);
    expect(shown.ghosts.find(({ kind }) => kind === 'service')).to.include({
      parent: 'store-42|Namespace/shop',
      detail: 'headless',
      note: ':5432',
    });
  });

  it('has what a cluster has besides, whatever it is called there, and says what it has not', async () => {
    const shown = await compared(store, snapshot);
    expect(namesOf(shown)).to.deep.equal(['service admin', 'dnsName admin.shop.svc.cluster.local', 'pod debug']);
    expect(marksOf(shown)).to.include.members(['Service/shop/admin new: there: ClusterIP', 'Node/worker-2 gone: not there']);
    expect(
      shown.lines.filter(({ text }) => /LAN subnet|DHCP range/.test(text)),
      'no cluster tells of its network',
    ).to.deep.equal([]);
  });
});

const snapshot = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Namespace
    metadata: { name: shop, uid: a }
  - apiVersion: v1
    kind: Node
    metadata: { name: worker-1, uid: b }
    status: { addresses: [{ type: InternalIP, address: 10.128.44.242 }] }
  - apiVersion: v1
    kind: Service
    metadata: { name: admin, namespace: shop, uid: c }
    spec: { clusterIP: 172.28.5.6, clusterIPs: [172.28.5.6], selector: { app: admin }, ports: [{ port: 80 }] }
  - apiVersion: v1
    kind: Pod
    metadata: { name: debug, namespace: shop, uid: d, labels: { app: admin } }
    spec: { nodeName: worker-1, containers: [{ name: a, image: busybox }] }
    status: { phase: Running, podIP: 172.27.226.99, podIPs: [{ ip: 172.27.226.99 }] }
`;
