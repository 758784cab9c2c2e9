import { parseArgs } from 'node:util';
import { parseAddress, type IPAddress } from '../base/ip.ts';
import { exportThemes, type ExportTheme } from '../topology/export/palette.ts';

export const checkFormats = ['text', 'json', 'sarif', 'github'] as const;
export const topologyFormats = ['text', 'json', 'svg', 'drawio', 'mermaid', 'dot'] as const;
export const resolveFormats = ['text', 'json'] as const;
export const routeFormats = ['text', 'json'] as const;

export type Command =
  | { readonly name: 'check'; readonly format: (typeof checkFormats)[number]; readonly paths: readonly string[] }
  | {
      readonly name: 'topology';
      readonly format: (typeof topologyFormats)[number];
      readonly paths: readonly string[];
      /** Colours of an SVG. */
      readonly theme: ExportTheme;
      /** A file with places that were dragged by hand, of an SVG or a draw.io file. */
      readonly positions: string | undefined;
    }
  | {
      readonly name: 'resolve';
      readonly format: (typeof resolveFormats)[number];
      readonly paths: readonly string[];
      readonly question: string;
      readonly type: string;
      readonly from: string | undefined;
      readonly cluster: string | undefined;
    }
  | {
      readonly name: 'route';
      readonly format: (typeof routeFormats)[number];
      readonly paths: readonly string[];
      /** Without a port or protocol: all that the address has. */
      readonly address: IPAddress;
      readonly port: number | undefined;
      readonly protocol: string | undefined;
      /** `outside`, the name of a node, or `namespace/pod`. */
      readonly from: string;
      readonly cluster: string | undefined;
    }
  | { readonly name: 'help' }
  | { readonly name: 'version' };

/** A command line that cannot be carried out: what is wrong with it, for exit code 2. */
export interface WrongUsage {
  readonly name: 'wrong-usage';
  readonly text: string;
}

export const usage = `Usage: edge-network <command> [paths…]

Commands
  check    [paths…]            find what is wrong        --format text | json | sarif | github
  topology [paths…]            show who gets which address   --format text | json | svg | drawio | mermaid | dot
             --theme light     of an SVG: light or dark
             --positions FILE  what you dragged, from the panel's JSON export; of an SVG or draw.io file
  resolve  NAME [paths…]       ask the cluster's DNS     --format text | json
             --type A          A, AAAA, SRV, PTR, CNAME…
             --from NS/POD     as this pod would ask
             --cluster NAME    when there are several
  route    ADDRESS[:PORT] [paths…]   show where connections to a service go   --format text | json
             --protocol TCP    TCP, UDP or SCTP; all when not given
             --from NODE       or NS/POD; outside (of the cluster) when not given
             --cluster NAME    when there are several

Paths are folders or files; the current folder when none is given.
Exit code: 0 without errors, 1 with errors found (resolve, route: no answer), 2 for wrong usage or an unreadable path.
`;

export function parseCommand(words: readonly string[]): Command | WrongUsage {
  const wrong = (text: string): WrongUsage => ({ name: 'wrong-usage', text });
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        type: { type: 'string' },
        from: { type: 'string' },
        cluster: { type: 'string' },
        protocol: { type: 'string' },
        theme: { type: 'string' },
        positions: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    return wrong(error instanceof Error ? error.message.replace(/\. To specify.*$/s, '.') : String(error));
  }
  const {
    values,
    positionals: [name, ...rest],
  } = parsed;
  if (values.help === true || name === 'help') return { name: 'help' };
  if (values.version === true) return { name: 'version' };
  if (name === undefined) return wrong('A command is missing.');

  const only = (...options: readonly (typeof particular)[number][]) =>
    particular.find((option) => values[option] !== undefined && !options.includes(option));
  const format = <T extends string>(formats: readonly T[]): T | undefined => formats.find((known) => known === (values.format ?? 'text'));
  const wrongFormat = (formats: readonly string[]) => wrong(`--format takes ${formats.join(', ')}, not "${values.format ?? ''}".`);
  switch (name) {
    case 'check': {
      const known = format(checkFormats);
      const odd = only();
      if (odd !== undefined) return wrong(`"check" has no option --${odd}.`);
      return known === undefined ? wrongFormat(checkFormats) : { name, format: known, paths: rest };
    }
    case 'topology': {
      const known = format(topologyFormats);
      const odd = only('theme', 'positions');
      if (odd !== undefined) return wrong(`"topology" has no option --${odd}.`);
      if (known === undefined) return wrongFormat(topologyFormats);
      if (values.theme !== undefined && known !== 'svg') return wrong('--theme goes with --format svg.');
      if (values.positions !== undefined && known !== 'svg' && known !== 'drawio')
        return wrong('--positions goes with --format svg or drawio.');
      const theme = exportThemes.find((one) => one === (values.theme ?? 'light'));
      return theme === undefined
        ? wrong(`--theme takes ${exportThemes.join(', ')}, not "${values.theme ?? ''}".`)
        : { name, format: known, paths: rest, theme, positions: values.positions };
    }
    case 'resolve': {
      const [question, ...paths] = rest;
      if (question === undefined) return wrong('"resolve" needs a name to ask for.');
      const known = format(resolveFormats);
      if (known === undefined) return wrongFormat(resolveFormats);
      const odd = only('type', 'from', 'cluster');
      if (odd !== undefined) return wrong(`"resolve" has no option --${odd}.`);
      if (values.from !== undefined && !/^[^/]+\/[^/]+$/.test(values.from))
        return wrong(`--from takes NAMESPACE/POD, not "${values.from}".`);
      return { name, format: known, paths, question, type: (values.type ?? 'A').toUpperCase(), from: values.from, cluster: values.cluster };
    }
    case 'route': {
      const [text, ...paths] = rest;
      if (text === undefined) return wrong('"route" needs an address to ask for.');
      const socket = parseSocket(text);
      if (socket === undefined) return wrong(`"route" takes ADDRESS or ADDRESS:PORT (IPv6: [ADDRESS]:PORT), not "${text}".`);
      const known = format(routeFormats);
      if (known === undefined) return wrongFormat(routeFormats);
      const odd = only('from', 'cluster', 'protocol');
      if (odd !== undefined) return wrong(`"route" has no option --${odd}.`);
      const protocol = values.protocol?.toUpperCase();
      if (protocol !== undefined && !protocols.includes(protocol))
        return wrong(`--protocol takes ${protocols.join(', ')}, not "${values.protocol ?? ''}".`);
      if (values.from !== undefined && !/^[^/]+(\/[^/]+)?$/.test(values.from))
        return wrong(`--from takes outside, NODE or NAMESPACE/POD, not "${values.from}".`);
      return {
        name,
        format: known,
        paths,
        address: socket.address,
        port: socket.port,
        protocol,
        from: values.from ?? 'outside',
        cluster: values.cluster,
      };
    }
    default:
      return wrong(`There is no command "${name}".`);
  }
}

/** Options that not every command has. */
const particular = ['type', 'from', 'cluster', 'protocol', 'theme', 'positions'] as const;

const protocols: readonly string[] = ['TCP', 'UDP', 'SCTP'];

/** `10.0.0.1`, `10.0.0.1:80`, `fd00::1`, `[fd00::1]`, `[fd00::1]:80`. */
function parseSocket(text: string): { readonly address: IPAddress; readonly port: number | undefined } | undefined {
  const whole = parseAddress(text);
  if (whole !== undefined) return { address: whole, port: undefined };
  const match = /^(?:\[([^\]]*:[^\]]*)\]|([^:[\]]+))(?::([0-9]{1,5}))?$/.exec(text);
  const address = parseAddress(match?.[1] ?? match?.[2] ?? '');
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  return address === undefined || (port !== undefined && (port < 1 || port > 65535)) ? undefined : { address, port };
}
