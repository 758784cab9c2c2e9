import type { Point, Rect } from '../placement/geometry.ts';
import { boundsOf } from '../placement/placement.ts';
import type { Route } from '../placement/route.ts';
import { routesOf } from '../placement/routing.ts';
import type { Shown, VisibleEdge } from '../placement/visible.ts';
import { noteOf, podCountOf, spokenText } from '../placement/wording.ts';
import type { PageStrings } from '../protocol.ts';
import { titleOf, type Drawn } from './drawn.ts';
import { escapeMarkup, short, tag } from './markup.ts';
import { accentOf, mix, palettes } from './palette.ts';
import { colourOf, isDrawn } from './svgEdges.ts';

/**
 * A draw.io file: frames as containers that hold their content, cards and lines as objects of their own, where the picture has them.
 * In light colours: draw.io turns them dark by itself. What an element is stands in the object's data (`kind`, `element`, `address`).
 */
export function writeDrawio(drawn: Drawn, strings: PageStrings): string {
  const {
    visible: { shown, edges },
    placement,
  } = drawn;
  const names = new Map([...shown.keys()].map((id, index) => [id, `e${index}`]));
  const bounds = boundsOf(placement) ?? { x: 0, y: 0, width: 0, height: 0 };
  const margin = 40;
  const cells = [tag('mxCell', { id: '0' }), tag('mxCell', { id: '1', parent: '0' })];
  for (const [id, one] of shown) {
    const [rect, ...more] = placement.get(id) ?? [];
    if (rect === undefined) continue;
    const [outer] = one.frame === undefined ? [] : (placement.get(one.frame) ?? []);
    // Places are relative to the container.
    const origin = outer ?? { x: bounds.x - margin, y: bounds.y - margin };
    const name = names.get(id) ?? '';
    const parent = (one.frame === undefined ? undefined : names.get(one.frame)) ?? '1';
    cells.push(vertex(name, parent, one, relative(rect, origin), strings));
    more.forEach((rest, index) =>
      cells.push(
        tag(
          'mxCell',
          {
            id: `${name}-${index}`,
            value: `${escapeMarkup(one.element.label)} …`,
            style: `${frameStyle(one)}dashed=1;`,
            vertex: '1',
            parent,
          },
          geometry(relative(rest, origin)),
        ),
      ),
    );
  }
  const routes = routesOf(drawn.visible, placement, [...edges.values()].filter(isDrawn));
  let count = 0;
  for (const edge of edges.values()) {
    const route = routes.get(edge.id);
    const cell =
      route === undefined ? undefined : connector(`c${count}`, edge, route, drawn, names, { x: bounds.x - margin, y: bounds.y - margin });
    if (cell === undefined) continue;
    cells.push(cell);
    count++;
  }
  const model = tag(
    'mxGraphModel',
    { dx: '0', dy: '0', grid: '0', guides: '1', tooltips: '1', connect: '1', arrows: '1', fold: '1', page: '0', math: '0', shadow: '0' },
    tag('root', {}, `\n${cells.join('\n')}\n`),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('mxfile', { host: 'edge-network' }, tag('diagram', { id: 'topology', name: titleOf(drawn, strings) }, model))}\n`;
}

const palette = palettes.light;

function vertex(name: string, parent: string, shown: Shown, rect: Rect, strings: PageStrings): string {
  const { element, role, detail } = shown;
  const cell = tag('mxCell', { style: role === 'frame' ? frameStyle(shown) : cardStyle(shown), vertex: '1', parent }, geometry(rect));
  return tag(
    'object',
    {
      id: name,
      label: labelOf(shown, strings),
      tooltip: escapeMarkup(spokenText(shown, strings)),
      kind: element.kind,
      element: element.id,
      address: detail === '' ? undefined : detail,
    },
    cell,
  );
}

/** Labels are HTML to draw.io: texts of manifests are escaped once as HTML here, and once more as XML with the attribute. */
function labelOf(shown: Shown, strings: PageStrings): string {
  const {
    element: { kind, label },
    detail,
    certainty,
    severity,
    pending,
  } = shown;
  const marks = [
    severity === undefined ? '' : ` <font color="${palette.severities[severity]}">${severitySigns[severity]}</font>`,
    severity === undefined && pending ? ' ◷' : '',
  ].join('');
  const second = [
    detail === '' ? '' : underlined(detail, certainty),
    note([podCountOf(shown, strings), noteOf(shown, strings)].filter((part) => part !== '').join(' · ')),
  ]
    .filter((part) => part !== '')
    .join(' &nbsp;');
  const head = kind === 'dnsName' ? mono(label) : `<b>${escapeMarkup(label)}</b>`;
  return `${head}${marks}${second === '' ? '' : `<br>${second}`}`;
}

/** Shapes, not colours alone. */
const severitySigns = { error: '⊗', warning: '△', information: 'ⓘ', hint: '☆' } as const;

function underlined(address: string, certainty: Shown['element']['certainty']): string {
  if (certainty === undefined) return mono(address);
  const line = { fixed: 'solid', predicted: 'dashed', possible: 'dotted' }[certainty];
  return `<span style="font-family: monospace; text-decoration: underline ${line}">${escapeMarkup(address)}</span>`;
}

function mono(text: string): string {
  return `<span style="font-family: monospace">${escapeMarkup(text)}</span>`;
}

function note(text: string): string {
  return text === '' ? '' : `<font color="${palette.quiet}">${escapeMarkup(text)}</font>`;
}

const common = 'html=1;whiteSpace=wrap;overflow=hidden;rounded=1;absoluteArcSize=1;align=left;fontFamily=Helvetica;fontSize=11;';

function frameStyle({ element: { kind } }: Shown): string {
  const accent = accentOf(kind, palette);
  const tinted = kind === 'node' || kind === 'loadBalancerPool';
  const fill = kind === 'cluster' ? 'none' : tinted ? mix(accent, 0.06, palette.surface) : palette.frameFill;
  const dashed = kind === 'unscheduled' ? 'dashed=1;' : '';
  return `${common}container=1;collapsible=0;recursiveResize=0;verticalAlign=top;spacingLeft=10;spacingTop=4;arcSize=16;fillColor=${fill};strokeColor=${tinted ? mix(accent, 0.45, palette.surface) : palette.frameLine};fontColor=${palette.text};${dashed}`;
}

function cardStyle({ element: { kind }, exposure, severity, pending }: Shown): string {
  const accent = accentOf(kind, palette);
  // What is reached from inside alone is hollow, with a double edge.
  const hollow = exposure === 'internal' || exposure === 'alias';
  const fill = kind === 'dnsName' ? mix(accent, 0.1, palette.surface) : hollow ? palette.surface : palette.card;
  const stroke = severity === undefined ? accent : palette.severities[severity];
  return `${common}verticalAlign=middle;spacingLeft=8;spacingRight=6;arcSize=10;fillColor=${fill};strokeColor=${stroke};fontColor=${palette.text};${hollow ? 'double=1;' : ''}${pending ? 'dashed=1;' : ''}`;
}

function connector(
  id: string,
  { kind, from, to, label, certainty }: VisibleEdge,
  route: Route,
  drawn: Drawn,
  names: ReadonlyMap<string, string>,
  origin: Point,
): string | undefined {
  const [sourceRect] = drawn.placement.get(from) ?? [];
  const [targetRect] = drawn.placement.get(to) ?? [];
  if (sourceRect === undefined || targetRect === undefined) return undefined;
  const [start] = route;
  const end = route.at(-1) ?? start;
  const share = (point: { readonly x: number; readonly y: number }, rect: Rect, which: 'exit' | 'entry') =>
    `${which}X=${fraction((point.x - rect.x) / rect.width)};${which}Y=${fraction((point.y - rect.y) / rect.height)};${which}Perimeter=0;`;
  const dash =
    kind === 'selects' || certainty === 'possible'
      ? 'dashed=1;dashPattern=1 3;'
      : certainty === 'predicted'
        ? 'dashed=1;dashPattern=6 3;'
        : '';
  const style = `html=1;edgeStyle=orthogonalEdgeStyle;rounded=1;strokeColor=${colourOf(kind, palette)};${kind === 'assigned' ? 'startArrow=oval;startSize=5;' : ''}endArrow=${kind === 'selects' || kind === 'reaches' ? 'open' : 'block'};endFill=1;endSize=5;fontSize=10;fontColor=${palette.quiet};${dash}${share(start, sourceRect, 'exit')}${share(end, targetRect, 'entry')}`;
  return tag(
    'mxCell',
    {
      id,
      value: label === '' ? undefined : escapeMarkup(label),
      style,
      edge: '1',
      parent: '1',
      source: names.get(from),
      target: names.get(to),
    },
    tag(
      'mxGeometry',
      { relative: '1', as: 'geometry' },
      route.length === 2
        ? undefined
        : tag(
            'Array',
            { as: 'points' },
            route
              .slice(1, -1)
              .map(({ x, y }) => tag('mxPoint', { x: short(x - origin.x), y: short(y - origin.y) }))
              .join(''),
          ),
    ),
  );
}

function relative({ x, y, width, height }: Rect, origin: { readonly x: number; readonly y: number }): Rect {
  return { x: x - origin.x, y: y - origin.y, width, height };
}

function geometry({ x, y, width, height }: Rect): string {
  return tag('mxGeometry', { x: short(x), y: short(y), width: short(width), height: short(height), as: 'geometry' });
}

function fraction(value: number): string {
  return String(Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000);
}
