import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/main.ts';

const manifests = `
apiVersion: v1
kind: Node
metadata: { name: n1 }
status: { addresses: [{ type: InternalIP, address: 192.0.2.1 }] }
---
apiVersion: v1
kind: Node
metadata: { name: n2 }
status: { addresses: [{ type: InternalIP, address: 192.0.2.2 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: p1, namespace: shop, labels: { app: web } }
spec: { nodeName: n1, containers: [] }
status: { podIPs: [{ ip: 10.0.0.1 }], conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: p2, namespace: shop, labels: { app: web } }
spec: { nodeName: n1, containers: [] }
status: { podIPs: [{ ip: 10.0.0.2 }], conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: NodePort
  clusterIP: 10.96.0.9
  internalTrafficPolicy: Local
  sessionAffinity: ClientIP
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080, nodePort: 30080 }]
`;

async function route(...words: readonly string[]): ReturnType<typeof run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
  try {
    writeFileSync(path.join(folder, 'all.yaml'), manifests);
    return await run(['route', ...words], {
      currentFolder: folder,
      coloured: false,
      standardInput: () => Promise.reject(new Error('not asked for')),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('edge-network route', () => {
  it('writes the contract as JSON', async () => {
    const { output, exitCode } = await route('192.0.2.2:30080', '--protocol', 'tcp', '--format', 'json');
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(output), {
      version: 1,
      question: { address: '192.0.2.2', port: 30080, protocol: 'TCP', from: 'outside' },
      routes: [
        {
          service: 'shop/web',
          destination: 'node-port',
          node: 'n2',
          port: 80,
          portName: 'http',
          protocol: 'TCP',
          nodePort: 30080,
          outcome: 'endpoints',
          endpoints: [
            { ip: '10.0.0.1', port: 8080, pod: 'shop/p1', node: 'n1', share: 0.5 },
            { ip: '10.0.0.2', port: 8080, pod: 'shop/p2', node: 'n1', share: 0.5 },
          ],
          sessionAffinity: { type: 'ClientIP', timeoutSeconds: 10800 },
          certainty: 'possible',
          reason: 'One of the endpoints of Service shop/web is taken at random: shop/p1, shop/p2.',
          because: [{ file: 'all.yaml', line: 33, column: 10 }],
        },
      ],
      missing: null,
    });
  });

  it('says in text who is reached, how often, and why', async () => {
    assert.equal(
      (await route('10.96.0.9:80', '--from', 'shop/p1')).output,
      [
        'shop/web  cluster IP  http 80/TCP',
        '      50 %  10.0.0.1:8080  shop/p1 on n1',
        '      50 %  10.0.0.2:8080  shop/p2 on n1',
        '    a client keeps its endpoint until it is silent for 10800 seconds',
        '    The traffic policy is Local, and one of the endpoints on this node is taken at random: shop/p1, shop/p2.',
        '',
      ].join('\n'),
    );
  });

  it('ends with 1 when nothing is reached, and says why', async () => {
    const { output, exitCode } = await route('10.96.0.9', '--from', 'n2');
    assert.equal(exitCode, 1);
    assert.match(output, /dropped: no answer\n.*none on the node that the connection reaches/);
    assert.deepEqual(
      [(await route('10.96.0.8')).output, (await route('10.96.0.8')).exitCode],
      ['Nothing in the manifests has the address 10.96.0.8.\n', 1],
    );
  });

  it('explains in JSON too why there is no route', async () => {
    const { routes, missing } = JSON.parse((await route('10.96.0.9:81', '--format', 'json')).output) as Record<string, unknown>;
    assert.deepEqual(routes, []);
    assert.deepEqual(missing, {
      certainty: 'predicted',
      reason: '10.96.0.9 belongs to Service shop/web, which has no port 81.',
      because: [{ file: 'all.yaml', line: 33, column: 10 }],
    });
  });

  it('asks as a node, and says which there are when that one is not', async () => {
    assert.equal((await route('10.96.0.9', '--from', 'n1')).exitCode, 0);
    assert.deepEqual(
      [(await route('10.96.0.9', '--from', 'n3')).complaint, (await route('10.96.0.9', '--from', 'n3')).exitCode],
      ['There is no node n3; there are n1, n2.\n', 2],
    );
    assert.match((await route('10.96.0.9', '--from', 'shop/p9')).complaint, /no pod shop\/p9\./);
  });
});
