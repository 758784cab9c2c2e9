import type { ElementKind, ElementSeverity } from '../protocol.ts';

export const exportThemes = ['light', 'dark'] as const;
export type ExportTheme = (typeof exportThemes)[number];

/** The colours of a picture that stands alone: those that the page has in the editor's own light and dark theme, as `#rrggbb`. */
export interface Palette {
  readonly surface: string;
  readonly text: string;
  readonly quiet: string;
  readonly card: string;
  readonly line: string;
  readonly frameLine: string;
  readonly frameFill: string;
  readonly edge: string;
  readonly outside: string;
  readonly service: string;
  readonly pod: string;
  readonly node: string;
  readonly range: string;
  readonly severities: Readonly<Record<ElementSeverity, string>>;
}

export const palettes: Readonly<Record<ExportTheme, Palette>> = {
  light: {
    surface: '#ffffff',
    text: '#2f2f2f',
    quiet: '#5f5f5f',
    card: '#fafafa',
    line: '#d0d0d0',
    frameLine: '#dedede',
    frameFill: '#f8f8f8',
    edge: '#a0a0a0',
    outside: '#b8690a',
    service: '#1570d6',
    pod: '#388a34',
    node: '#652d90',
    range: '#946800',
    severities: { error: '#d01300', warning: '#a86f00', information: '#1570d6', hint: '#1570d6' },
  },
  dark: {
    surface: '#1f1f1f',
    text: '#d4d4d4',
    quiet: '#a0a0a0',
    card: '#252526',
    line: '#484848',
    frameLine: '#3b3b3b',
    frameFill: '#252526',
    edge: '#6e6e6e',
    outside: '#d18616',
    service: '#3794ff',
    pod: '#89d185',
    node: '#b180d7',
    range: '#cca700',
    severities: { error: '#f14c4c', warning: '#cca700', information: '#3794ff', hint: '#3794ff' },
  },
};

/** The colour of a kind: its bar, its icon. */
export function accentOf(kind: ElementKind, palette: Palette): string {
  switch (kind) {
    case 'clients':
    case 'externalNetwork':
    case 'externalAddress':
    case 'ingress':
    case 'gateway':
    case 'loadBalancerPool':
    case 'endpoint':
      return palette.outside;
    case 'service':
    case 'dnsName':
      return palette.service;
    case 'pod':
    case 'workload':
      return palette.pod;
    case 'node':
    case 'cluster':
      return palette.node;
    case 'range':
    case 'ipPool':
    case 'addressPlan':
      return palette.range;
    case 'namespace':
    case 'unscheduled':
      return palette.quiet;
  }
}

/** The first colour with a share (0 to 1) of itself over the other. Both as `#rrggbb`. */
export function mix(colour: string, share: number, background: string): string {
  const channel = (text: string, at: number) => parseInt(text.slice(at, at + 2), 16);
  return `#${[1, 3, 5]
    .map((at) =>
      Math.round(channel(colour, at) * share + channel(background, at) * (1 - share))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
