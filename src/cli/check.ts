import path from 'node:path';
import type { CheckReport } from '../service/questions.ts';
import type { Service } from '../service/service.ts';
import { readBaseline, withoutKnown } from './baseline.ts';
import type { CheckCommand } from './commands/check.ts';
import { changedSince } from './git.ts';
import type { Outcome } from './outcome.ts';
import { counted, type ShownReport } from './shownReport.ts';
import { printable, type Paint } from './terminal.ts';
import type { Tool } from './tool.ts';
import type { WorkspaceTexts } from './workspace.ts';
import { writeCheckGithub } from './writers/checkGithub.ts';
import { writeCheckJson } from './writers/checkJson.ts';
import { writeCheckJUnit } from './writers/checkJUnit.ts';
import { writeCheckSarif } from './writers/checkSarif.ts';
import { writeCheckText } from './writers/checkText.ts';

interface CheckSurroundings {
  readonly texts: WorkspaceTexts;
  readonly tool: Tool;
  /** Columns of the terminal; absent where the output goes elsewhere. */
  readonly width: number | undefined;
  readonly currentFolder: string;
}

/** Judges all that was read, since clusters of one network clash with each other; what is asked for is shown of it. */
export async function check(
  service: Pick<Service, 'check' | 'touched'>,
  command: CheckCommand,
  surroundings: CheckSurroundings,
  paint: Paint,
): Promise<Outcome> {
  const { format, failOn, allowEmpty, paths, baseline, changedSince: revision } = command;
  const { texts, tool, width, currentFolder } = surroundings;
  const whole = await service.check();
  const touched: ShownReport = {
    ...(revision === undefined ? whole : onlyTouched(whole, await touchedSince(service, revision, currentFolder))),
    changedSince: revision === undefined ? undefined : { revision, clusters: whole.summary.clusters },
    known: undefined,
  };
  const shown = baseline === undefined ? touched : withoutKnown(touched, readBaseline(baseline, currentFolder));
  const fails = severities.slice(0, severities.findIndex((one) => one === failOn) + 1);
  const writers = {
    text: () => writeCheckText(shown, paint, width),
    json: () => writeCheckJson(shown),
    sarif: () => writeCheckSarif(shown, tool),
    junit: () => writeCheckJUnit(shown, fails),
    github: () => writeCheckGithub(shown),
  };
  const output = writers[format]();
  const nothing = allowEmpty ? [] : withoutManifests(whole, texts, paths);
  if (nothing.length > 0)
    return {
      output,
      complaint: nothing.map((given) => `${printable(given)}: there is no manifest here, so nothing was checked.\n`).join(''),
      exitCode: 2,
    };
  return { output, complaint: '', exitCode: shown.findings.some(({ severity }) => fails.includes(severity)) ? 1 : 0 };
}

const severities = ['error', 'warning', 'information', 'hint'] as const;

interface Touched {
  readonly files: ReadonlySet<string>;
  readonly clusters: ReadonlySet<string>;
}

async function touchedSince(service: Pick<Service, 'touched'>, revision: string, currentFolder: string): Promise<Touched> {
  const files = changedSince(revision, currentFolder);
  return { files: new Set(files), clusters: await service.touched(files) };
}

/** A finding about a text alone counts where that text has changed. */
function onlyTouched(report: CheckReport, { files, clusters }: Touched): CheckReport {
  const reports = report.clusters.filter(({ name }) => clusters.has(name));
  const findings = report.findings.filter(({ cluster, path: file }) => (cluster === '' ? files.has(file) : clusters.has(cluster)));
  const count = reports.filter(({ alternative }) => alternative === undefined).length;
  return counted({ findings, clusters: reports, summary: { ...report.summary, clusters: count } });
}

/** A check that saw nothing must not look like one that found nothing: a wrong path would stay green for ever. */
function withoutManifests({ findings, summary }: CheckReport, { empty }: WorkspaceTexts, paths: readonly string[]): readonly string[] {
  // What was found below a path was checked: a chart that cannot be rendered has no manifest.
  if (summary.manifests > 0 || findings.length > 0)
    return empty.filter((given) => !findings.some((finding) => isBelow(given, finding.path)));
  return paths.length === 0 ? ['.'] : paths;
}

function isBelow(given: string, file: string): boolean {
  const relative = path.relative(path.resolve(given), path.resolve(file));
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
