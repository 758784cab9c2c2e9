import type { AnalysedCluster, Snapshot } from '../analysis/snapshot.ts';
import { render } from '../base/message.ts';
import { resolveFrom, type Resolution } from '../engine/coredns/resolver.ts';
import type { Command } from './arguments.ts';
import type { Outcome } from './outcome.ts';
import { printable, type Paint } from './terminal.ts';

type ResolveCommand = Extract<Command, { readonly name: 'resolve' }>;

/** `edge-network resolve`: asks one cluster's DNS. */
export function runResolve(snapshot: Snapshot, command: ResolveCommand, paint: Paint): Outcome {
  const cluster = chooseCluster(snapshot, command.cluster);
  if (typeof cluster === 'string') return { output: '', complaint: `${cluster}\n`, exitCode: 2 };
  const { allocation } = cluster;
  const pod = command.from === undefined ? undefined : allocation.pods.find(({ namespace, name }) => `${namespace}/${name}` === command.from);
  if (command.from !== undefined && pod === undefined) return { output: '', complaint: `${podMissing(cluster, command.from)}\n`, exitCode: 2 };
  const resolution = resolveFrom(allocation, pod, command.question, command.type);
  const answered = resolution.kind === 'answered' && resolution.answers.length > 0;
  return { output: command.format === 'json' ? writeJson(resolution) : writeText(resolution, paint), complaint: '', exitCode: answered ? 0 : 1 };
}

/** The cluster, or why none was chosen. */
function chooseCluster({ clusters }: Snapshot, wanted: string | undefined): AnalysedCluster | string {
  const names = clusters.map(({ cluster }) => cluster.name).join(', ');
  if (clusters.length === 0) return 'No manifests make a cluster here.';
  const matching = wanted === undefined ? clusters : clusters.filter(({ cluster }) => cluster.name === wanted || cluster.root === wanted);
  const [first, second] = matching;
  if (first === undefined) return `There is no cluster "${wanted ?? ''}" here, but ${names}.`;
  return second === undefined ? first : `There are several clusters (${names}): choose one with --cluster.`;
}

function podMissing({ allocation }: AnalysedCluster, wanted: string): string {
  const [namespace = '', name = ''] = wanted.split('/');
  const near = allocation.pods.filter((pod) => pod.namespace === namespace && pod.name.startsWith(name.slice(0, 3))).slice(0, 5).map((pod) => `${pod.namespace}/${pod.name}`);
  return `There is no pod ${wanted}${near.length === 0 ? '' : `; there are ${near.join(', ')}`}.`;
}

function writeJson(resolution: Resolution): string {
  const { question, tried, reason } = resolution;
  const outcome = resolution.kind === 'answered'
    ? { rcode: resolution.rcode, answers: resolution.answers.map(({ name, type, ttl, data }) => ({ name, type, ttl, data })), tried, forwardedTo: resolution.continued?.to ?? [] }
    // What a server outside of the manifests says is not known; without it CoreDNS itself could only fail.
    : { rcode: 'SERVFAIL', answers: [], tried, forwardedTo: resolution.to };
  return `${JSON.stringify({ version: 1, question, ...outcome, reason: render(reason) }, undefined, 2)}\n`;
}

function writeText(resolution: Resolution, paint: Paint): string {
  const { question, tried, reason } = resolution;
  const lines = tried.map((name, index) => paint.dim(`${index === tried.length - 1 ? 'asked' : 'tried'}  ${printable(name)} ${printable(question.type)}`));
  if (resolution.kind === 'forwarded') lines.push(paint.yellow(`asked outside of the cluster: ${printable(resolution.to.join(', '))}`));
  else if (resolution.answers.length === 0) lines.push(paint.red(resolution.rcode === 'NOERROR' ? 'no such record' : resolution.rcode));
  else for (const { name, type, ttl, data } of resolution.answers) lines.push(`${printable(name)}  ${ttl}  ${type}  ${paint.bold(printable(data))}`);
  lines.push(printable(render(reason)));
  return `${lines.join('\n')}\n`;
}
