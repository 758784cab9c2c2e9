import { parseDocument } from 'yaml';
import type { AllocatedPod } from '../src/engine/allocation.ts';
import { allocate } from '../src/engine/allocate.ts';
import { goalNamed } from '../src/engine/paths/asked.ts';
import { trace } from '../src/engine/paths/trace.ts';
import { reachabilityOf } from '../src/engine/policies/reach.ts';
import { splitDocuments } from '../src/manifests/documents.ts';
import { readDocument } from '../src/manifests/read.ts';
import { quantiles, seeded, timedOnProcessor } from './measure.ts';

/** Who may reach whom, and single ways, in a cluster of 5,000 pods and 500 policies: processor time, beside the allocation and the parse by the bare library. */

const namespaces = 50;
const perNamespace = 10;
const replicas = 10;

function row(what: string, figures: string): void {
  console.log(`  ${what.padEnd(52)} ${figures}`);
}

function* manifests(): Generator<string> {
  yield 'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: 10.64.0.0/12 }\n';
  for (let index = 0; index < 20; index++)
    yield `apiVersion: v1\nkind: Node\nmetadata: { name: node-${index} }\nstatus: { addresses: [{ type: InternalIP, address: 192.0.2.${index + 1} }] }\n`;
  for (let at = 0; at < namespaces; at++) {
    yield `apiVersion: v1\nkind: Namespace\nmetadata: { name: team-${at}, labels: { tier: t${at % 5} } }\n`;
    for (let app = 0; app < perNamespace; app++) {
      const labels = `{ app: app-${app}, part: p${app % 3} }`;
      yield `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: app-${app}, namespace: team-${at} }\nspec:\n  replicas: ${replicas}\n  selector: { matchLabels: { app: app-${app} } }\n  template:\n    metadata: { labels: ${labels} }\n    spec: { containers: [{ name: main, image: main, ports: [{ name: http, containerPort: ${8080 + app} }] }] }\n`;
      yield `apiVersion: v1\nkind: Service\nmetadata: { name: app-${app}, namespace: team-${at} }\nspec: { clusterIP: 10.96.${at}.${app + 1}, selector: { app: app-${app} }, ports: [{ port: 80, targetPort: http }] }\n`;
      yield `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: app-${app}, namespace: team-${at} }\nspec:\n  podSelector: { matchLabels: { app: app-${app} } }\n  policyTypes: [Ingress, Egress]\n  ingress:\n  - from: [{ podSelector: { matchLabels: { part: p${(app + 1) % 3} } } }, { namespaceSelector: { matchLabels: { tier: t${at % 5} } } }]\n    ports: [{ port: http }]\n  - from: [{ ipBlock: { cidr: 198.51.100.${app * 16}/28 } }]\n  egress:\n  - to: [{ namespaceSelector: {} }]\n  - to: [{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.${app}/32] } }]\n    ports: [{ port: 443 }]\n`;
    }
  }
}

const text = [...manifests()].join('---\n');
const documents = splitDocuments('cluster.yaml', text).documents;
const yardstick = timedOnProcessor(() => {
  for (const document of text.split('---\n')) parseDocument(document);
});
const cluster = { name: 'bench', root: '', resources: documents.flatMap((document) => readDocument(document).resources), unknowns: [] };
const allocation = allocate(cluster);
const { pods } = allocation;
console.log(`${pods.length} pods, ${namespaces * perNamespace} policies`);
row('the bare parse', `${yardstick.toFixed(0)} ms`);

let rows = 0;
const all = timedOnProcessor(() => {
  const { connections, unknown } = reachabilityOf(allocation);
  rows = connections.length + unknown.length;
});
row('all pairs, first time', `${all.toFixed(0)} ms for ${rows} rows; ${(all / yardstick).toFixed(2)} parses`);
const again = quantiles(Array.from({ length: 5 }, () => timedOnProcessor(() => reachabilityOf(allocation))));
row('all pairs, again', `${again.p50.toFixed(0)} ms`);

const random = seeded(7);
const pick = (): AllocatedPod => {
  const pod = pods[Math.floor(random() * pods.length)];
  if (pod === undefined) throw new Error('There are no pods.');
  return pod;
};
const times = Array.from({ length: 200 }, () => {
  const from = pick();
  const to = pick();
  const goal = goalNamed(allocation, `${to.namespace}/${to.origin.metadata.name}:80`);
  if ('slip' in goal) throw new Error('The goal is not there.');
  return timedOnProcessor(() => trace(allocation, [{ kind: 'pod', pod: from }], goal, 'TCP'));
});
const { p50, p95, max } = quantiles(times);
row('a way to a Service of ten pods', `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, most ${max.toFixed(1)} ms`);
