import { parseCIDR, rangeOfCIDR, type IPRange } from '../base/ip.ts';
import { list, message } from '../base/message.ts';
import { nearestOf } from '../base/nearest.ts';
import type { ManifestDocument } from './document.ts';
import { Fields, ReadContext } from './fields.ts';
import { limits } from './limits.ts';
import { parseYaml } from './parseYaml.ts';
import { placeOf, type FieldPlace } from './place.ts';
import type { ReadProblem } from './problems.ts';
import type { ProfileName } from './resources/edgeNetwork.ts';
import { readProfile } from './resources/readEdgeNetwork.ts';
import type { SuppressedCode } from './suppressions.ts';

/** `.edge-network.yaml`: what is said for all files below its folder, where files may not be edited or the setting is to be everybody's. */
export interface Configuration {
  readonly document: ManifestDocument;
  /** With a `/` at its end; empty for the root. */
  readonly folder: string;
  /** Counts for clusters that name none and whose manifests all lie below. */
  readonly profile: ProfileName | undefined;
  /** Globs of files and folders that are not read, relative to the configuration's folder. */
  readonly exclude: readonly string[];
  readonly checks: readonly CheckSetting[];
  readonly ignore: readonly ConfiguredSuppression[];
  readonly routedNetworks: readonly RoutedNetwork[];
  readonly problems: readonly ReadProblem[];
}

/** An entry of `routedNetworks`: clusters below the folder whose LAN lies in it are on one network, in which an address is somebody's once. */
export interface RoutedNetwork {
  /** That of the configuration. */
  readonly folder: string;
  readonly range: IPRange;
}

/** `checks: { range/overlap: off }` */
export interface CheckSetting {
  readonly code: string;
  readonly severity: string;
  readonly place: FieldPlace;
}

/** An entry of `ignore`: what it names must all hold; an absent list holds always. */
export interface ConfiguredSuppression {
  readonly scope: 'configured';
  readonly codes: readonly SuppressedCode[];
  /** Globs, relative to the configuration's folder. */
  readonly paths: readonly string[] | undefined;
  readonly kinds: readonly string[] | undefined;
  /** Globs of `name` or `namespace/name`. */
  readonly names: readonly string[] | undefined;
  readonly place: FieldPlace;
}

const knownKeys = {
  root: ['profile', 'checks', 'exclude', 'ignore', 'routedNetworks'],
  entry: ['codes', 'paths', 'kinds', 'names', 'reason'],
} as const;

/** Reads a configuration file. Never throws: what it does not understand is a problem, and counts as not written. */
export function readConfiguration(document: ManifestDocument): Configuration {
  const folder = document.file.slice(0, document.file.lastIndexOf('/') + 1);
  const context = new ReadContext(document);
  const { root, problems } = document.text.length > limits.document ? { root: undefined, problems: [] } : parseYaml(document.text);
  for (const { code, start, end, text } of problems)
    context.report({ code, message: message('This cannot be read as YAML: {0}.', text), place: { document, path: undefined, start, end } });
  const fields = new Fields(root, context);
  noteUnknown(fields, knownKeys.root);
  const ignore = fields.maps('ignore').map((entry): ConfiguredSuppression => {
    noteUnknown(entry, knownKeys.entry);
    const codes = entry.strings('codes').map((text, index) => ({ text, place: placeOf({ document, root: entry.path }, 'codes', index) }));
    return {
      scope: 'configured',
      codes,
      paths: entry.optionalStrings('paths'),
      kinds: entry.optionalStrings('kinds'),
      names: entry.optionalStrings('names'),
      place: entry.place,
    };
  });
  return {
    document,
    folder,
    profile: readProfile(fields),
    exclude: fields.strings('exclude'),
    checks: checksOf(fields),
    ignore,
    routedNetworks: routedNetworksOf(fields, folder),
    problems: context.problems,
  };
}

/** The profile of a cluster by its resources: that of the deepest configuration file which speaks for all of them. */
export function configuredProfile(
  configurations: readonly Configuration[],
  resources: readonly { readonly document: ManifestDocument }[],
): ProfileName | undefined {
  const speaking = configurations
    .filter(({ profile, folder }) => profile !== undefined && resources.every(({ document }) => document.file.startsWith(folder)))
    .sort((one, other) => other.folder.length - one.folder.length);
  return speaking[0]?.profile;
}

function checksOf(fields: Fields): readonly CheckSetting[] {
  const settings = new Map<string, CheckSetting>();
  // `off` is a boolean to a YAML reader; here it is the word. Of a code that repeats the last counts.
  for (const { name: code, field } of fields.map('checks').node === undefined ? [] : fields.entries('checks'))
    if (field.node?.type === 'scalar') settings.set(code, { code, severity: field.node.text, place: field.place });
  return [...settings.values()];
}

function routedNetworksOf(fields: Fields, folder: string): readonly RoutedNetwork[] {
  const { context } = fields;
  return fields.strings('routedNetworks').flatMap((text, index) => {
    const cidr = parseCIDR(text);
    if (cidr !== undefined) return [{ folder, range: rangeOfCIDR(cidr) }];
    context.report({
      code: 'resource/wrong-type',
      message: message('"{0}" is no network. One is written as a prefix, such as 10.128.0.0/16.', text),
      place: placeOf({ document: context.document, root: fields.path }, 'routedNetworks', index),
    });
    return [];
  });
}

function noteUnknown(fields: Fields, known: readonly string[]): void {
  if (fields.node?.type !== 'map') {
    if (fields.exists)
      fields.context.report({
        code: 'resource/wrong-type',
        message: message('A map of {0} is expected here.', list(known)),
        place: fields.place,
      });
    return;
  }
  const written = new Set(fields.node.entries.map(({ key }) => key));
  const unwritten = known.filter((name) => !written.has(name));
  for (const { key } of fields.node.entries) {
    if (known.includes(key)) continue;
    const meant = nearestOf(key, unwritten);
    const place = { document: fields.context.document, path: [...fields.path, key], part: 'key' as const, span: undefined };
    fields.context.report({
      code: 'resource/wrong-type',
      message:
        meant === undefined
          ? message('"{0}" means nothing here; known are {1}.', key, list(known))
          : message('"{0}" means nothing here; nearest is {1}.', key, meant),
      place,
      ...(meant === undefined ? {} : { corrections: [{ title: message('Write {0}', meant), place, replaces: key, text: meant }] }),
    });
  }
}
