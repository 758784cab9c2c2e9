import { parseArgs } from 'node:util';
import { formatAddress, parseAddress } from '../base/ip.ts';
import { exportThemes, type ExportTheme } from '../service/exports.ts';
import { ruleDescriptions } from '../service/rules.ts';
import type { RenderRequest } from '../service/rendering.ts';
import { profiles, severityWords } from '../service/settings.ts';
import { isEventWord } from '../service/events.ts';
import { usage } from './usage.ts';

export { usage };

export const checkFormats = ['text', 'json', 'sarif', 'github'] as const;
export const topologyFormats = ['text', 'json', 'svg', 'drawio', 'mermaid', 'dot'] as const;
export const resolveFormats = ['text', 'json'] as const;
export const routeFormats = ['text', 'json'] as const;
export const reachFormats = ['text', 'json', 'csv', 'dot'] as const;
export const traceFormats = ['text', 'json'] as const;
export const whatIfFormats = ['text', 'json'] as const;
export const diffFormats = ['text', 'markdown', 'json'] as const;
export const renderFormats = ['yaml', 'json', 'text'] as const;
export const failureLevels = ['error', 'warning', 'information', 'hint', 'never'] as const;

/** What every command on manifests takes. */
interface OnManifests {
  /** `-` is standard input; none: the current folder. */
  readonly paths: readonly string[];
  /** Counts where neither a manifest nor a configuration file names a profile. */
  readonly profile: string;
  /** Severity by code, where no configuration file says another. */
  readonly severities: Readonly<Record<string, string>>;
  /** Globs, relative to the current folder. */
  readonly exclude: readonly string[];
}

export type Command =
  | (OnManifests & {
      readonly name: 'check';
      readonly format: (typeof checkFormats)[number];
      /** The least severity that makes the command fail. */
      readonly failOn: (typeof failureLevels)[number];
      /** A path without manifests is no failure. */
      readonly allowEmpty: boolean;
    })
  | (OnManifests & {
      readonly name: 'topology';
      readonly format: (typeof topologyFormats)[number];
      /** Colours of an SVG. */
      readonly theme: ExportTheme;
      /** A file with places that were dragged by hand, of an SVG or a draw.io file. */
      readonly positions: string | undefined;
    })
  | (OnManifests & {
      readonly name: 'resolve';
      readonly format: (typeof resolveFormats)[number];
      readonly question: string;
      readonly type: string;
      readonly from: string | undefined;
      readonly cluster: string | undefined;
    })
  | (OnManifests & {
      readonly name: 'route';
      readonly format: (typeof routeFormats)[number];
      /** In canonical form. Without a port or protocol: all that the address has. */
      readonly address: string;
      readonly port: number | undefined;
      readonly protocol: string | undefined;
      /** `outside`, the name of a node, or `namespace/pod`. */
      readonly from: string;
      readonly cluster: string | undefined;
    })
  | (OnManifests & {
      readonly name: 'reach';
      readonly format: (typeof reachFormats)[number];
      /** `namespace/name`: only connections from or to it. */
      readonly of: string | undefined;
      readonly cluster: string | undefined;
    })
  | (OnManifests & {
      readonly name: 'trace';
      readonly format: (typeof traceFormats)[number];
      /** Who connects, and to what, as written. */
      readonly from: string;
      readonly to: string;
      readonly protocol: (typeof protocols)[number];
      readonly cluster: string | undefined;
    })
  | (OnManifests & {
      readonly name: 'what-if';
      readonly format: (typeof whatIfFormats)[number];
      /** In words, in order. */
      readonly events: readonly string[];
      /** A file with a list of them, behind the others. */
      readonly list: string | undefined;
      readonly cluster: string | undefined;
    })
  | (OnManifests & {
      readonly name: 'diff';
      readonly format: (typeof diffFormats)[number];
      /** A folder, a file or a revision. */
      readonly old: string;
      /** Absent: the current folder as it is. */
      readonly new: string | undefined;
    })
  | {
      readonly name: 'render';
      readonly format: (typeof renderFormats)[number];
      /** Folders or files, each a unit; at least one. */
      readonly paths: readonly string[];
      /** How a chart is installed: the options of `helm template`. */
      readonly chart: RenderRequest['chart'];
      /** What each template made, in JSON. */
      readonly texts: boolean;
      /** Where each field comes from, in JSON. */
      readonly origins: boolean;
    }
  /** `topic`: a command with a help of its own. */
  | { readonly name: 'help'; readonly topic?: 'what-if' }
  | { readonly name: 'version' };

/** A command line that cannot be carried out: what is wrong with it, for exit code 2. */
export interface WrongUsage {
  readonly name: 'wrong-usage';
  readonly text: string;
}

class Wrong extends Error {}

export function parseCommand(words: readonly string[]): Command | WrongUsage {
  try {
    return commandOf(words);
  } catch (error) {
    if (error instanceof Wrong) return { name: 'wrong-usage', text: error.message };
    throw error;
  }
}

function commandOf(words: readonly string[]): Command {
  const {
    values,
    positionals: [name, ...rest],
  } = parsed(words);
  if (values.help === true || name === 'help')
    return name === 'what-if' || rest[0] === 'what-if' ? { name: 'help', topic: 'what-if' } : { name: 'help' };
  if (values.version === true) return { name: 'version' };
  if (name === undefined) throw new Wrong('A command is missing.');

  const only = (...options: readonly (typeof particular)[number][]): void => {
    const odd = particular.find((option) => values[option] !== undefined && !options.includes(option));
    if (odd !== undefined) throw new Wrong(`"${name}" has no option --${odd}.`);
  };
  const format = <T extends string>(formats: readonly T[]): T => oneOf('--format', formats, values.format ?? 'text');
  const on = (paths: readonly string[]): OnManifests => ({
    paths,
    profile: oneOf('--profile', profiles, values.profile ?? 'custom'),
    severities: Object.fromEntries((values.severity ?? []).map(parseSeverity)),
    exclude: values.exclude ?? [],
  });
  switch (name) {
    case 'check':
      only('fail-on', 'allow-empty');
      return {
        name,
        ...on(rest),
        format: format(checkFormats),
        failOn: oneOf('--fail-on', failureLevels, values['fail-on'] ?? 'error'),
        allowEmpty: values['allow-empty'] ?? false,
      };
    case 'topology': {
      only('theme', 'positions');
      const known = format(topologyFormats);
      if (values.theme !== undefined && known !== 'svg') throw new Wrong('--theme goes with --format svg.');
      if (values.positions !== undefined && known !== 'svg' && known !== 'drawio')
        throw new Wrong('--positions goes with --format svg or drawio.');
      return {
        name,
        ...on(rest),
        format: known,
        theme: oneOf('--theme', exportThemes, values.theme ?? 'light'),
        positions: values.positions,
      };
    }
    case 'resolve': {
      const [question, ...paths] = rest;
      if (question === undefined) throw new Wrong('"resolve" needs a name to ask for.');
      only('type', 'from', 'cluster');
      if (values.from !== undefined && !/^[^/]+\/[^/]+$/.test(values.from))
        throw new Wrong(`--from takes NAMESPACE/POD, not "${values.from}".`);
      const { from, cluster } = values;
      return { name, ...on(paths), format: format(resolveFormats), question, type: (values.type ?? 'A').toUpperCase(), from, cluster };
    }
    case 'route': {
      const [text, ...paths] = rest;
      if (text === undefined) throw new Wrong('"route" needs an address to ask for.');
      const socket = parseSocket(text);
      if (socket === undefined) throw new Wrong(`"route" takes ADDRESS or ADDRESS:PORT (IPv6: [ADDRESS]:PORT), not "${text}".`);
      only('from', 'cluster', 'protocol');
      if (values.from !== undefined && !/^[^/]+(\/[^/]+)?$/.test(values.from))
        throw new Wrong(`--from takes outside, NODE or NAMESPACE/POD, not "${values.from}".`);
      return {
        name,
        ...on(paths),
        format: format(routeFormats),
        ...socket,
        protocol: values.protocol === undefined ? undefined : oneOf('--protocol', protocols, values.protocol.toUpperCase()),
        from: values.from ?? 'outside',
        cluster: values.cluster,
      };
    }
    case 'reach':
      only('of', 'cluster');
      if (values.of !== undefined && !/^[^/]+\/[^/]+$/.test(values.of))
        throw new Wrong(`--of takes NAMESPACE/WORKLOAD, not "${values.of}".`);
      return { name, ...on(rest), format: format(reachFormats), of: values.of, cluster: values.cluster };
    case 'trace': {
      only('from', 'to', 'cluster', 'protocol');
      const { from, to, cluster } = values;
      if (from === undefined || to === undefined) throw new Wrong('"trace" needs --from and --to.');
      const protocol = oneOf('--protocol', protocols, (values.protocol ?? 'TCP').toUpperCase());
      return { name, ...on(rest), format: format(traceFormats), from, to, protocol, cluster };
    }
    case 'what-if': {
      only('cluster', 'events');
      const events = rest.filter(isEvent);
      const [first] = rest;
      if (first !== undefined && !isEvent(first) && isEventWord(first))
        throw new Wrong(`An event is one argument: write it in quotes, '${rest.join(' ')}'.`);
      if (events.length === 0 && values.events === undefined)
        throw new Wrong('"what-if" needs an event, such as \'fail worker-1\', or --events FILE.');
      return {
        name,
        ...on(rest.filter((word) => !isEvent(word))),
        format: format(whatIfFormats),
        events,
        list: values.events,
        cluster: values.cluster,
      };
    }
    case 'diff': {
      only();
      const [old, now, ...more] = rest;
      if (old === undefined) throw new Wrong('"diff" needs what to compare with: a folder, or a revision that git knows.');
      if (more.length > 0) throw new Wrong('"diff" compares two: OLD and NEW.');
      return { name, ...on([]), format: format(diffFormats), old, new: now };
    }
    case 'render': {
      if (rest.length === 0) throw new Wrong('"render" needs a path: a kustomization, a chart or plain manifests.');
      only(...ofRender);
      if (values.profile !== undefined || values.severity !== undefined || values.exclude !== undefined)
        throw new Wrong('"render" has no options --profile, --severity and --exclude.');
      const known = oneOf('--format', renderFormats, values.format ?? 'yaml');
      if (known !== 'json' && (values.texts ?? values.origins) !== undefined)
        throw new Wrong('--texts and --origins go with --format json.');
      return {
        name,
        format: known,
        paths: rest,
        chart: {
          values: values.values?.flatMap(commaList) ?? [],
          set: chartSettings.flatMap((setting) => (values[setting] ?? []).map((text) => ({ setting, text }))),
          namespace: values.namespace,
          releaseName: values['release-name'],
          kubeVersion: values['kube-version'],
          apiVersions: values['api-versions']?.flatMap(commaList) ?? [],
          includeCrds: values['include-crds'] ?? false,
          showOnly: values['show-only'] ?? [],
        },
        texts: values.texts ?? false,
        origins: values.origins ?? false,
      };
    }
    default:
      throw new Wrong(`There is no command "${name}".`);
  }
}

const chartSettings = ['set', 'set-string', 'set-json', 'set-file', 'set-literal'] as const;
const ofRender = [
  ...chartSettings,
  'values',
  'namespace',
  'release-name',
  'kube-version',
  'api-versions',
  'include-crds',
  'show-only',
  'texts',
  'origins',
] as const;

/** Options that not every command has. */
const particular = [
  'type',
  'from',
  'cluster',
  'protocol',
  'theme',
  'positions',
  'fail-on',
  'allow-empty',
  'of',
  'to',
  'events',
  ...ofRender,
] as const;

const protocols = ['TCP', 'UDP', 'SCTP'] as const;

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        profile: { type: 'string' },
        severity: { type: 'string', multiple: true },
        exclude: { type: 'string', multiple: true },
        'fail-on': { type: 'string' },
        'allow-empty': { type: 'boolean' },
        type: { type: 'string' },
        from: { type: 'string' },
        cluster: { type: 'string' },
        protocol: { type: 'string' },
        of: { type: 'string' },
        to: { type: 'string' },
        theme: { type: 'string' },
        positions: { type: 'string' },
        events: { type: 'string' },
        values: { type: 'string', short: 'f', multiple: true },
        set: { type: 'string', multiple: true },
        'set-string': { type: 'string', multiple: true },
        'set-json': { type: 'string', multiple: true },
        'set-file': { type: 'string', multiple: true },
        'set-literal': { type: 'string', multiple: true },
        namespace: { type: 'string' },
        'release-name': { type: 'string' },
        'kube-version': { type: 'string' },
        'api-versions': { type: 'string', multiple: true },
        'include-crds': { type: 'boolean' },
        'show-only': { type: 'string', multiple: true },
        texts: { type: 'boolean' },
        origins: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Wrong(error instanceof Error ? error.message.replace(/\. To specify.*$/s, '.') : String(error));
  }
}

/** Every event has a word and what it happens to; a path with a blank in it is written `./my folder`. */
function isEvent(word: string): boolean {
  return /\s/.test(word.trim()) && !/^[./~]/.test(word);
}

/** An option that may be given several times takes several values at once as well. */
function commaList(text: string): readonly string[] {
  return text.split(',');
}

function oneOf<T extends string>(option: string, known: readonly T[], word: string): T {
  const found = known.find((one) => one === word);
  if (found === undefined) throw new Wrong(`${option} takes ${known.join(', ')}, not "${word}".`);
  return found;
}

/** `range/overlap=off` */
function parseSeverity(text: string): readonly [code: string, severity: string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new Wrong(`--severity takes CODE=SEVERITY, not "${text}".`);
  const code = text.slice(0, at);
  if (!ruleDescriptions().some((rule) => rule.code === code)) throw new Wrong(`There is no check "${code}".`);
  return [code, oneOf('--severity', severityWords, text.slice(at + 1))];
}

/** `10.0.0.1`, `10.0.0.1:80`, `fd00::1`, `[fd00::1]`, `[fd00::1]:80`. */
function parseSocket(text: string): { readonly address: string; readonly port: number | undefined } | undefined {
  const whole = parseAddress(text);
  if (whole !== undefined) return { address: formatAddress(whole), port: undefined };
  const match = /^(?:\[([^\]]*:[^\]]*)\]|([^:[\]]+))(?::([0-9]{1,5}))?$/.exec(text);
  const address = parseAddress(match?.[1] ?? match?.[2] ?? '');
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  return address === undefined || (port !== undefined && (port < 1 || port > 65535))
    ? undefined
    : { address: formatAddress(address), port };
}
