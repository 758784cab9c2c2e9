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
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { nodeName: n1, containers: [{ name: main }] }
status: { podIPs: [{ ip: 10.0.0.1 }], conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { nodeName: n1, containers: [{ name: main, ports: [{ containerPort: 5432 }] }] }
status: { podIPs: [{ ip: 10.0.0.2 }], conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
  - from: [{ podSelector: { matchLabels: { app: web } } }]
    ports: [{ port: 5432 }, { port: 5433, endPort: 5440 }]
`;

describe('edge-network trace and reach', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    writeFileSync(path.join(folder, 'all.yaml'), manifests);
  });
  after(() => rmSync(folder, { recursive: true }));

  const asked = (...words: readonly string[]) =>
    run(words, { currentFolder: folder, coloured: false, standardInput: () => Promise.reject(new Error('not asked for')) });

  it('tells the way with its verdict first, and ends with 0 where it gets there', async () => {
    assert.deepEqual(await asked('trace', '--from', 'shop/web', '--to', 'shop/db:5432'), {
      output: `allowed: shop/db is reached on 5432/TCP.

  ✓ policy-egress  No policy limits what shop/web connects to.
                   10.0.0.1 → 10.0.0.2:5432/TCP
  ✓ policy-ingress NetworkPolicy shop/db lets this in to shop/db.
                   10.0.0.1 → 10.0.0.2:5432/TCP
                   all.yaml:25
  ✓ endpoint       It arrives at shop/db, 5432/TCP.
                   all.yaml:15
`,
      complaint: '',
      exitCode: 0,
    });
  });

  it('is in JSON what the contract says, and ends with 1 where it is stopped', async () => {
    const { output, exitCode } = await asked('trace', '--from', 'shop/web', '--to', '10.0.0.2:80', '--format', 'json');
    assert.equal(exitCode, 1);
    const { steps, reason, ...rest } = JSON.parse(output) as { steps: readonly Record<string, unknown>[]; reason: string };
    assert.deepEqual(rest, {
      version: 1,
      question: { from: 'shop/web', to: '10.0.0.2:80', protocol: 'TCP' },
      verdict: 'blocked',
      at: 'policy-ingress',
      by: 'NetworkPolicy shop/db',
    });
    assert.equal(reason, 'NetworkPolicy shop/db isolates shop/db, and no rule lets shop/web in on 80/TCP.');
    assert.deepEqual(steps.at(-1), {
      at: 'policy-ingress',
      outcome: 'stops',
      what: 'This is not let in to shop/db.',
      why: reason,
      source: { file: 'all.yaml', line: 25, column: 3 },
      because: [{ file: 'all.yaml', line: 25, column: 3 }],
      seen: { source: '10.0.0.1', destination: '10.0.0.2', port: 80, protocol: 'TCP' },
    });
  });

  it('says what comes near a slip, and what is missing', async () => {
    assert.deepEqual(await asked('trace', '--from', 'shop/wbe', '--to', 'shop/db:1'), {
      output: '',
      complaint: 'There is no pod or workload shop/wbe; there are shop/web.\n',
      exitCode: 2,
    });
    assert.match((await asked('trace', '--from', 'shop/web')).complaint, /^"trace" needs --from and --to\./);
    assert.match((await asked('reach', '--of', 'web')).complaint, /^--of takes NAMESPACE\/WORKLOAD, not "web"\./);
    assert.equal((await asked('reach', '--of', 'shop/bd')).exitCode, 2);
  });

  it('lists who reaches whom by source, all that is open alike in one line', async () => {
    assert.equal(
      (await asked('reach')).output,
      `outside
  → shop/web  all ports
shop/db
  → outside, shop/web  all ports
shop/web
  → outside  all ports
  → shop/db  TCP 5432-5440
`,
    );
  });

  it('lists it for programs, tables and graphs', async () => {
    const { clusters } = JSON.parse((await asked('reach', '--of', 'shop/db', '--format', 'json')).output) as {
      clusters: readonly { connections: readonly unknown[] }[];
    };
    assert.deepEqual(clusters[0]?.connections.at(-1), {
      from: { namespace: 'shop', name: 'web', kind: 'Pod' },
      to: { namespace: 'shop', name: 'db', kind: 'Pod' },
      ports: [{ protocol: 'TCP', from: 5432, to: 5440 }],
    });
    const { output: csv } = await asked('reach', '--of', 'shop/db', '--format', 'csv');
    assert.match(csv, /^cluster,from,from kind,to,to kind,ports,verdict,reason\r\n/);
    assert.match(csv, /,shop\/web,Pod,shop\/db,Pod,TCP 5432-5440,allowed,\r\n$/);
    assert.match((await asked('reach', '--format', 'dot')).output, /"0:Pod shop\/web" -> "0:Pod shop\/db" \[label="TCP 5432-5440"\];/);
  });
});
