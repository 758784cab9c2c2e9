import type { Allocation, AllocatedPod } from '../../src/engine/allocation.ts';
import type { DNSAnswer, ResourceRecord } from '../../src/engine/coredns/answer.ts';
import { query } from '../../src/engine/coredns/query.ts';
import { observed } from './observed.ts';

/** A ConfigMap with a Corefile, indented as it must be. */
export function corefile(text: string): string {
  return `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
${text
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`;
}

/** A server block for all names with these lines for the kubernetes plugin, before a forward. */
export function kubernetes(options = '', zones = 'cluster.local in-addr.arpa ip6.arpa'): string {
  return corefile(`.:53 {\n  forward . 192.0.2.53\n  kubernetes ${zones} {\n    ttl 30\n${options}\n  }\n}`);
}

/** `NOERROR web.shop.svc.cluster.local. A 10.96.0.9`, several answers one after the other; `+name>server` where the chain goes on elsewhere; `>192.0.2.53` when all was asked there. */
export function show(answer: DNSAnswer): string {
  if (answer.kind === 'forwarded') return `${answer.name}>${answer.to.join(',')}`;
  return [
    answer.rcode,
    ...answer.answers.map(showRecord),
    ...(answer.continued === undefined ? [] : [`+${answer.continued.name}>${answer.continued.to.join(',')}`]),
  ].join(' | ');
}

export function showRecord({ name, type, data }: ResourceRecord): string {
  return `${name} ${type} ${data}`;
}

/** Asks `NAME TYPE`, the type A when left out; a name without last dot is in `svc.cluster.local`. */
export function ask(allocation: Allocation | string, question: string, client?: AllocatedPod): string {
  const [name = '', type = 'A'] = question.split(' ');
  return show(
    query(
      typeof allocation === 'string' ? observed(allocation) : allocation,
      { name: name.endsWith('.') ? name : `${name}.svc.cluster.local.`, type },
      client,
    ),
  );
}
