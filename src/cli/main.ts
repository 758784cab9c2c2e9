import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Analysis } from '../analysis/analysis.ts';
import { badgesOf } from '../analysis/badges.ts';
import { english } from '../base/message.ts';
import { GraphWording } from '../service/page/graphWording.ts';
import { resolveFinding, type ResolvedFinding } from '../analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../analysis/snapshot.ts';
import { writeTopologyJson } from '../service/json/topologyJson.ts';
import { writeDot } from '../topology/export/dot.ts';
import { drawnAfresh } from '../topology/export/drawn.ts';
import { writeDrawio } from '../topology/export/drawio.ts';
import { writeMermaid } from '../topology/export/mermaid.ts';
import { writeSvg } from '../topology/export/svg.ts';
import type { Pins } from '../topology/placement/moving.ts';
import { topologyOf } from '../topology/graph.ts';
import { pageStrings } from '../topology/pageStrings.ts';
import { parseCommand, usage, type Command } from './arguments.ts';
import type { Outcome } from './outcome.ts';
import { readPositions } from './positions.ts';
import { runResolve } from './resolve.ts';
import { runRoute } from './route.ts';
import { paintFor } from './terminal.ts';
import { readWorkspace, UnreadablePath } from './workspace.ts';
import { writeCheckGithub } from './writers/checkGithub.ts';
import { writeCheckJson, type CheckSummary } from './writers/checkJson.ts';
import { writeCheckSarif } from './writers/checkSarif.ts';
import { writeCheckText } from './writers/checkText.ts';
import { writeTopologyText } from './writers/topologyText.ts';

export interface Surroundings {
  readonly currentFolder: string;
  readonly coloured: boolean;
}

/** The command line as a function: nothing is printed here. */
export function run(words: readonly string[], surroundings: Surroundings): Outcome {
  const command = parseCommand(words);
  switch (command.name) {
    case 'help':
      return { output: usage, complaint: '', exitCode: 0 };
    case 'version':
      return { output: `${toolVersion()}\n`, complaint: '', exitCode: 0 };
    case 'wrong-usage':
      return { output: '', complaint: `${command.text}\n\n${usage}`, exitCode: 2 };
    case 'check':
    case 'topology':
    case 'resolve':
    case 'route':
      try {
        return runOn(analyse(command.paths, surroundings.currentFolder), command, surroundings);
      } catch (error) {
        if (error instanceof UnreadablePath) return { output: '', complaint: `${error.message}\n`, exitCode: 2 };
        throw error;
      }
  }
}

function analyse(paths: readonly string[], currentFolder: string): Snapshot {
  const { files, folders } = readWorkspace(paths, currentFolder);
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, folders);
  for (const [file, text] of files) analysis.setFile(file, text);
  return analysis.refreshAtOnce();
}

function runOn(
  snapshot: Snapshot,
  command: Extract<Command, { readonly paths: unknown }>,
  { coloured, currentFolder }: Surroundings,
): Outcome {
  const paint = paintFor(coloured);
  if (command.name === 'resolve') return runResolve(snapshot, command, paint);
  if (command.name === 'route') return runRoute(snapshot, command, paint);
  if (command.name === 'topology') {
    const graph = () =>
      new GraphWording(english).graphOf(
        topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) }))).graph,
      );
    const pins: Pins = command.positions === undefined ? new Map() : readPositions(command.positions, currentFolder);
    // The picture that the panel draws first, in a window of usual size.
    const drawn = () => drawnAfresh(graph(), { width: 1600, height: 1000 }, pins);
    const strings = pageStrings('en');
    const writers = {
      text: () => writeTopologyText(snapshot, paint),
      json: () => writeTopologyJson(snapshot),
      svg: () => writeSvg(drawn(), { theme: command.theme, strings }).text,
      drawio: () => writeDrawio(drawn(), strings),
      mermaid: () => writeMermaid(graph()),
      dot: () => writeDot(graph()),
    };
    const strange = pins.size > 0 && !graph().elements.some(({ id }) => pins.has(id));
    return {
      output: writers[command.format](),
      complaint: strange
        ? `${command.positions ?? ''}: none of these positions belongs to what is drawn. Run this in the folder that is open in the editor.\n`
        : '',
      exitCode: 0,
    };
  }
  const findings = allFindings(snapshot);
  const summary = summaryOf(snapshot, findings);
  const writers = {
    text: () => writeCheckText(findings, summary, paint),
    json: () => writeCheckJson(findings, summary),
    sarif: () => writeCheckSarif(findings, toolVersion()),
    github: () => writeCheckGithub(findings),
  };
  return { output: writers[command.format](), complaint: '', exitCode: summary.errors > 0 ? 1 : 0 };
}

/** By file, then place. A file's cluster-less findings count too. */
function allFindings(snapshot: Snapshot): readonly ResolvedFinding[] {
  return [...snapshot.files]
    .map(({ path: file }) => file)
    .sort()
    .flatMap((file) =>
      findingsOf(snapshot, file)
        .map((finding) => resolveFinding(snapshot, finding))
        .filter((finding) => finding !== undefined)
        .sort(({ range: one }, { range: other }) => one.start.line - other.start.line || one.start.character - other.start.character),
    );
}

function summaryOf(snapshot: Snapshot, findings: readonly ResolvedFinding[]): CheckSummary {
  let manifests = 0;
  for (const { documents } of snapshot.files) for (const { resources } of documents) manifests += resources.length;
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return { files: snapshot.files.size, manifests, clusters: snapshot.clusters.length, errors: count('error'), warnings: count('warning') };
}

function toolVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
}
