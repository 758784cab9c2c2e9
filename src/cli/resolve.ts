import { resolvePlace } from '../analysis/resolve.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { render } from '../base/message.ts';
import type { ResourceRecord } from '../engine/coredns/answer.ts';
import { resolveFrom, type Resolution } from '../engine/coredns/resolver.ts';
import type { Command } from './arguments.ts';
import { chooseCluster, podMissing } from './chosenCluster.ts';
import type { Outcome } from './outcome.ts';
import { printable, type Paint } from './terminal.ts';

type ResolveCommand = Extract<Command, { readonly name: 'resolve' }>;

/** `edge-network resolve`: asks one cluster's DNS. */
export function runResolve(snapshot: Snapshot, command: ResolveCommand, paint: Paint): Outcome {
  const cluster = chooseCluster(snapshot, command.cluster);
  if (typeof cluster === 'string') return { output: '', complaint: `${cluster}\n`, exitCode: 2 };
  const { allocation } = cluster;
  const pod =
    command.from === undefined ? undefined : allocation.pods.find(({ namespace, name }) => `${namespace}/${name}` === command.from);
  if (command.from !== undefined && pod === undefined)
    return { output: '', complaint: `${podMissing(cluster, command.from)}\n`, exitCode: 2 };
  const resolution = resolveFrom(allocation, pod, command.question, command.type);
  const answered = resolution.kind === 'answered' && resolution.answers.length > 0;
  return {
    output: command.format === 'json' ? writeJson(snapshot, resolution) : writeText(resolution, paint),
    complaint: '',
    exitCode: answered ? 0 : 1,
  };
}

function writeJson(snapshot: Snapshot, resolution: Resolution): string {
  const { question, tried, reason } = resolution;
  const because = resolution.because.flatMap((place) => {
    const range = resolvePlace(snapshot, place);
    return range === undefined ? [] : [{ file: range.path, line: range.start.line + 1, column: range.start.character + 1 }];
  });
  const outcome =
    resolution.kind === 'answered'
      ? {
          rcode: resolution.rcode,
          answers: resolution.answers.map(recordJson),
          additional: resolution.additional.map(recordJson),
          authority: resolution.authority.map(recordJson),
          tried,
          forwardedTo: resolution.continued?.to ?? [],
          known: resolution.continued === undefined,
        }
      : // What a server outside of the manifests says is not known; without it CoreDNS itself could only fail.
        { rcode: 'SERVFAIL', answers: [], additional: [], authority: [], tried, forwardedTo: resolution.to, known: false };
  return `${JSON.stringify({ version: 1, question, ...outcome, reason: render(reason), because }, undefined, 2)}\n`;
}

function recordJson({ name, type, ttl, data }: ResourceRecord): object {
  return { name, type, ttl, data };
}

function writeText(resolution: Resolution, paint: Paint): string {
  const { question, tried, reason } = resolution;
  const lines = tried.map((name, index) =>
    paint.dim(`${index === tried.length - 1 ? 'asked' : 'tried'}  ${printable(name)} ${printable(question.type)}`),
  );
  if (resolution.kind === 'forwarded')
    lines.push(
      paint.yellow(
        resolution.to.length === 0 ? 'the answer is not known' : `asked outside of the cluster: ${printable(resolution.to.join(', '))}`,
      ),
    );
  else if (resolution.answers.length === 0) lines.push(paint.red(resolution.rcode === 'NOERROR' ? 'no such record' : resolution.rcode));
  else
    for (const { name, type, ttl, data } of resolution.answers)
      lines.push(`${printable(name)}  ${ttl}  ${type}  ${paint.bold(printable(data))}`);
  lines.push(printable(render(reason)));
  return `${lines.join('\n')}\n`;
}
