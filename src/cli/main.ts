import path from 'node:path';
import { LocalService } from '../service/localService.ts';
import type { CheckReport } from '../service/questions.ts';
import type { Service } from '../service/service.ts';
import type { SourceReader } from '../service/sourceReader.ts';
import { inOneGo } from '../service/surroundings.ts';
import { check } from './check.ts';
import { parseCommand, type Command } from './arguments.ts';
import { diff, type Serve } from './diff.ts';
import { toolboxOf, type Toolbox } from './mcp/toolbox.ts';
import type { Outcome } from './outcome.ts';
import type { CheckCommand } from './commands/check.ts';
import { readPositions } from './positions.ts';
import { openReportCache } from './reportCache.ts';
import { render } from './render.ts';
import { paintFor, printable, type Paint } from './terminal.ts';
import { diskSources } from './sourceReader.ts';
import { tool } from './tool.ts';
import { readWorkspace, UnreadablePath, type WorkspaceTexts } from './workspace.ts';
import { writeAddressesCsv } from './writers/addressesCsv.ts';
import { writeAddressesJson } from '../service/json/addressesJson.ts';
import { writeAddressesMarkdown } from './writers/addressesMarkdown.ts';
import { writeAddressesText } from './writers/addressesText.ts';
import { writeReachCsv } from './writers/reachCsv.ts';
import { writeReachDot } from './writers/reachDot.ts';
import { writeReachJson } from './writers/reachJson.ts';
import { writeReachText } from './writers/reachText.ts';
import { writeResolveJson } from './writers/resolveJson.ts';
import { writeResolveText } from './writers/resolveText.ts';
import { writeRouteJson } from './writers/routeJson.ts';
import { writeRouteText } from './writers/routeText.ts';
import { writeTopologyText } from './writers/topologyText.ts';
import { writeTraceJson } from './writers/traceJson.ts';
import { writeTraceText } from './writers/traceText.ts';
import { whatIf } from './whatIf.ts';

export interface Surroundings {
  readonly currentFolder: string;
  readonly coloured: boolean;
  /** Columns of the terminal that the output goes to; absent where it goes elsewhere. */
  readonly width?: number | undefined;
  /** All of standard input; asked for only when a path is `-`. */
  readonly standardInput: () => Promise<Uint8Array>;
  /** Answers agents by these tools until they ask no more; absent where standard input and output are not to be had for it. */
  readonly serveTools?: (toolbox: Toolbox) => Promise<void>;
}

type ManifestCommand = Exclude<Extract<Command, { readonly profile: unknown }>, { readonly name: 'mcp' }>;

/** The command line as a function: nothing is printed here. Rejects only for an error of our own. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const command = parseCommand(words);
  switch (command.name) {
    case 'help':
      return { output: command.text, complaint: '', exitCode: 0 };
    case 'version':
      return { output: `${tool().version}\n`, complaint: '', exitCode: 0 };
    case 'wrong-usage':
      return wrong(command.text);
    case 'render':
      return render(command, surroundings.currentFolder, (folders) => builtFrom(folders, command.origins, surroundings));
    case 'mcp': {
      if (surroundings.serveTools === undefined) return wrong('"mcp" needs a process of its own.');
      const options = { ...surroundings, exclude: command.exclude };
      await surroundings.serveTools(toolboxOf(command.paths, options, (texts) => serviceOf(texts, command, surroundings)));
      return { output: '', complaint: '', exitCode: 0 };
    }
    case 'check':
    case 'topology':
    case 'addresses':
    case 'resolve':
    case 'route':
    case 'reach':
    case 'trace':
    case 'what-if':
    case 'diff':
      try {
        return await runOnManifests(command, surroundings);
      } catch (error) {
        if (error instanceof UnreadablePath) return wrong(printable(error.message));
        throw error;
      }
  }
}

/** What the workspace around says of folders that are rendered; nothing where it cannot be read. */
async function builtFrom(
  folders: readonly string[],
  origins: boolean,
  surroundings: Surroundings,
): Promise<readonly Awaited<ReturnType<Service['builtFrom']>>[]> {
  let texts: WorkspaceTexts;
  try {
    texts = await readWorkspace([], { ...surroundings, exclude: [] });
  } catch (error) {
    if (error instanceof UnreadablePath) return [];
    throw error;
  }
  const { service, failures } = serviceOf(texts, { profile: 'custom', severities: {} }, surroundings);
  const built = await Promise.all(folders.map((folder) => service.builtFrom(folder, origins)));
  service.dispose();
  if (failures.length > 0) throw failures[0];
  return built;
}

async function runOnManifests(command: ManifestCommand, surroundings: Surroundings): Promise<Outcome> {
  if (command.name === 'diff') {
    const serve: Serve = (texts, sources) => serviceOf(texts, command, surroundings, sources);
    return diff(command, surroundings, serve, paintFor(surroundings.coloured));
  }
  const texts = await readWorkspace(command.paths, { ...surroundings, exclude: command.exclude });
  if (command.name === 'check' && command.cache !== undefined && command.changedSince === undefined)
    return await checkWithCache(command, command.cache, texts, surroundings);
  const { service, failures } = serviceOf(texts, command, surroundings);
  const { output, complaint, exitCode } = await answer(service, command, texts, surroundings);
  service.dispose();
  // Half an answer would look like a whole one.
  if (failures.length > 0) throw failures[0];
  return { output, complaint: leftOut(texts) + complaint, exitCode };
}

function leftOut({ unread }: WorkspaceTexts): string {
  return unread.map((text) => `Left out: ${printable(text)}\n`).join('');
}

/** As without a cache, but that a report which still holds is not made again. */
async function checkWithCache(command: CheckCommand, folder: string, texts: WorkspaceTexts, surroundings: Surroundings): Promise<Outcome> {
  const { currentFolder, width, coloured } = surroundings;
  const cache = await openReportCache(path.resolve(currentFolder, folder), texts, command, sourcesOf(texts, currentFolder));
  let complaints = leftOut(texts);
  const report = async (): Promise<CheckReport> => {
    if (cache.known !== undefined) return cache.known;
    const { service, failures } = serviceOf(texts, command, surroundings, cache.sources);
    const made = await service.check();
    service.dispose();
    if (failures.length > 0) throw failures[0];
    const reason = cache.keep(made);
    if (reason !== undefined) complaints += `What was found could not be kept for the next run: ${printable(reason)}\n`;
    return made;
  };
  const judged = { check: report, touched: () => Promise.resolve(new Set<string>()) };
  const { output, complaint, exitCode } = await check(judged, command, { texts, tool: tool(), width, currentFolder }, paintFor(coloured));
  return { output, complaint: complaints + complaint, exitCode };
}

/** A service that has been told all that was read. `failures`: errors of our own, of which there are none. */
function serviceOf(
  { folders, files }: WorkspaceTexts,
  { profile, severities }: Pick<ManifestCommand, 'profile' | 'severities'>,
  { currentFolder }: Surroundings,
  sources?: SourceReader,
): { readonly service: Service; readonly failures: readonly unknown[] } {
  const failures: unknown[] = [];
  const service: Service = new LocalService({
    folders,
    settings: { defaultProfile: profile, severities },
    language: 'en',
    surroundings: inOneGo((error) => failures.push(error)),
    sources: sources ?? sourcesOf({ folders }, currentFolder),
  });
  for (const [file, text] of files) service.setFile(file, text);
  service.complete();
  return { service, failures };
}

function sourcesOf({ folders }: Pick<WorkspaceTexts, 'folders'>, currentFolder: string): SourceReader {
  return diskSources(
    currentFolder,
    folders.map((folder) => folder.path),
  );
}

function answer(
  service: Service,
  command: Exclude<ManifestCommand, { readonly name: 'diff' }>,
  texts: WorkspaceTexts,
  surroundings: Surroundings,
): Promise<Outcome> {
  const paint = paintFor(surroundings.coloured);
  switch (command.name) {
    case 'check':
      return check(service, command, { texts, tool: tool(), width: surroundings.width, currentFolder: surroundings.currentFolder }, paint);
    case 'topology':
      return topology(service, command, surroundings.currentFolder, paint);
    case 'addresses':
      return addresses(service, command, paint);
    case 'resolve':
      return resolve(service, command, paint);
    case 'route':
      return route(service, command, paint);
    case 'reach':
      return reach(service, command, paint);
    case 'trace':
      return trace(service, command, paint);
    case 'what-if':
      return whatIf(service, command, surroundings, paint);
  }
}

async function topology(
  service: Service,
  { format, theme, positions }: Extract<Command, { readonly name: 'topology' }>,
  currentFolder: string,
  paint: Paint,
): Promise<Outcome> {
  if (format === 'text') return { output: writeTopologyText(await service.overview(), paint), complaint: '', exitCode: 0 };
  const { text, strangePositions } = await service.draw({
    format,
    theme,
    positions: positions === undefined ? [] : readPositions(positions, currentFolder),
  });
  return {
    output: text,
    complaint: strangePositions
      ? `${positions ?? ''}: none of these positions belongs to what is drawn. Run this in the folder that is open in the editor.\n`
      : '',
    exitCode: 0,
  };
}

async function addresses(
  service: Service,
  { format, cluster }: Extract<Command, { readonly name: 'addresses' }>,
  paint: Paint,
): Promise<Outcome> {
  const answered = await service.addresses(cluster);
  if (answered.type === 'refused') return wrong(printable(answered.text));
  const writers = {
    text: () => writeAddressesText(answered, paint),
    csv: () => writeAddressesCsv(answered),
    json: () => writeAddressesJson(answered),
    markdown: () => writeAddressesMarkdown(answered),
  };
  return { output: writers[format](), complaint: '', exitCode: 0 };
}

async function resolve(
  service: Service,
  { question, type, from, cluster, format }: Extract<Command, { readonly name: 'resolve' }>,
  paint: Paint,
): Promise<Outcome> {
  const answered = await service.resolve({ name: question, type, from, cluster });
  if (answered.type === 'refused') return wrong(printable(answered.text));
  return {
    output: format === 'json' ? writeResolveJson(answered) : writeResolveText(answered, paint),
    complaint: '',
    exitCode: answered.answers.length > 0 ? 0 : 1,
  };
}

async function route(service: Service, command: Extract<Command, { readonly name: 'route' }>, paint: Paint): Promise<Outcome> {
  const answered = await service.route(command);
  if (answered.type === 'refused') return wrong(printable(answered.text));
  return {
    output: command.format === 'json' ? writeRouteJson(command, answered) : writeRouteText(answered, paint),
    complaint: '',
    exitCode: answered.routes.some(({ outcome }) => outcome === 'endpoints') ? 0 : 1,
  };
}

async function reach(
  service: Service,
  { of, cluster, format }: Extract<Command, { readonly name: 'reach' }>,
  paint: Paint,
): Promise<Outcome> {
  const answered = await service.reach({ of, cluster });
  if (answered.type === 'refused') return wrong(printable(answered.text));
  const writers = {
    text: () => writeReachText(answered, paint),
    json: () => writeReachJson(answered),
    csv: () => writeReachCsv(answered),
    dot: () => writeReachDot(answered),
  };
  return { output: writers[format](), complaint: '', exitCode: 0 };
}

async function trace(service: Service, command: Extract<Command, { readonly name: 'trace' }>, paint: Paint): Promise<Outcome> {
  const answered = await service.trace(command);
  if (answered.type === 'refused') return wrong(printable(answered.text));
  return {
    output: command.format === 'json' ? writeTraceJson(command, answered) : writeTraceText(answered, paint),
    complaint: '',
    exitCode: answered.verdict === 'allowed' ? 0 : 1,
  };
}

function wrong(text: string): Outcome {
  return { output: '', complaint: `${text}\n`, exitCode: 2 };
}
