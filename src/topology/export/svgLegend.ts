import { exposures } from '../placement/exposure.ts';
import { elementKinds, type EdgeKind, type ElementKind } from '../protocol.ts';
import type { Drawn } from './drawn.ts';
import { kindGlyphs, moduleGlyph, pendingGlyph, serviceGlyphs, severityGlyphs } from './glyphs.ts';
import { tag } from './markup.ts';
import { accentOf } from './palette.ts';
import { colourOf, isDrawn } from './svgEdges.ts';
import { dashOf, svgAddress, svgGlyph, svgText, type Style } from './svgText.ts';
import { widthOf } from './textFit.ts';

interface Entry {
  /** Drawn with its top left corner at the origin, 16 high. */
  readonly mark: string;
  readonly markWidth: number;
  readonly text: string;
}

const lineHeight = 22;
const size = 11;

/** What the shapes, lines and marks mean, in lines of a given width; only what the picture has. */
export function svgLegend(drawn: Drawn, width: number, style: Style): { readonly marks: readonly string[]; readonly height: number } {
  const rows = [kinds(drawn, style), [...certainties(drawn, style), ...edges(drawn, style)], states(drawn, style)];
  const marks: string[] = [];
  let y = 12;
  for (const row of rows) {
    let x = 0;
    if (row.length === 0) continue;
    for (const { mark, markWidth, text } of row) {
      const needed = markWidth + 7 + widthOf(text, size) + 22;
      if (x > 0 && x + needed > width) {
        x = 0;
        y += lineHeight;
      }
      marks.push(
        tag(
          'g',
          { transform: `translate(${Math.round(x)} ${y})` },
          mark + svgText(text, { x: markWidth + 7, y: 12, size, colour: style.palette.quiet, width: width - markWidth }),
        ),
      );
      x += needed;
    }
    y += lineHeight;
  }
  if (marks.length === 0) return { marks, height: 0 };
  return { marks: [tag('path', { d: `M0 0H${width}`, stroke: style.palette.frameLine }), ...marks], height: y };
}

function kinds({ visible }: Drawn, { palette, strings }: Style): readonly Entry[] {
  const present = new Set([...visible.shown.values()].map(({ element }) => element.kind));
  const ways = new Set([...visible.shown.values()].map(({ exposure }) => exposure));
  const entry = (glyph: string, kind: ElementKind, text: string): Entry => ({
    mark: svgGlyph(glyph, 0, 1, 14, accentOf(kind, palette)),
    markWidth: 14,
    text,
  });
  const elements = [...visible.shown.values()].map(({ element }) => element);
  const hasModules = elements.some(({ isModule }) => isModule === true);
  const ofPods = (kind: ElementKind): readonly Entry[] => [
    ...(elements.some((element) => element.kind === kind && element.isModule !== true)
      ? [entry(kindGlyphs[kind], kind, strings.kinds[kind])]
      : []),
    // Once, with the last of the two kinds.
    ...(hasModules && (kind === 'pod' || !present.has('pod')) ? [entry(moduleGlyph, kind, strings.module)] : []),
  ];
  return elementKinds
    .filter((kind) => present.has(kind))
    .flatMap((kind) =>
      kind === 'service'
        ? exposures
            .filter((exposure) => ways.has(exposure))
            .map((exposure) => entry(serviceGlyphs[exposure], kind, `${strings.kinds[kind]}, ${strings.exposures[exposure]}`))
        : kind === 'pod' || kind === 'workload'
          ? ofPods(kind)
          : [entry(kindGlyphs[kind], kind, strings.kinds[kind])],
    );
}

function certainties({ visible }: Drawn, style: Style): readonly Entry[] {
  const present = new Set([...visible.shown.values()].map(({ certainty }) => certainty));
  return (['fixed', 'predicted', 'possible'] as const)
    .filter((certainty) => present.has(certainty))
    .map((certainty) => {
      const { markup, width } = svgAddress('10.0.0.7', certainty, { x: 0, y: 12, size, colour: style.palette.text, width: 80 }, style);
      return { mark: markup, markWidth: width, text: style.strings.certainties[certainty] };
    });
}

function edges({ visible }: Drawn, { palette, strings }: Style): readonly Entry[] {
  const present = new Set<EdgeKind>([...visible.edges.values()].filter(isDrawn).map(({ kind }) => kind));
  return (['reaches', 'assigned', 'answers', 'selects'] as const)
    .filter((kind) => present.has(kind))
    .map((kind) => ({
      mark: tag('path', {
        d: kind === 'assigned' ? 'M0 8h24M20 5l4 3l-4 3M1 8a1 1 0 1 1 4 0a1 1 0 1 1-4 0' : 'M0 8h24M20 5l4 3l-4 3',
        fill: 'none',
        stroke: colourOf(kind, palette),
        'stroke-width': kind === 'assigned' ? 1.8 : 1.4,
        ...(kind === 'selects' ? dashOf('possible') : {}),
      }),
      markWidth: 26,
      text: strings.edges[kind],
    }));
}

function states({ visible }: Drawn, { palette, strings }: Style): readonly Entry[] {
  const shown = [...visible.shown.values()];
  const severities = (['error', 'warning', 'information', 'hint'] as const)
    .filter((severity) => shown.some((one) => one.severity === severity))
    .map((severity) => ({
      mark: svgGlyph(severityGlyphs[severity], 0, 0.5, 15, palette.severities[severity]),
      markWidth: 14,
      text: strings.severities[severity],
    }));
  const waiting = shown.some(({ pending }) => pending)
    ? [{ mark: svgGlyph(pendingGlyph, 0, 0.5, 15, palette.quiet), markWidth: 14, text: strings.pending }]
    : [];
  return [...severities, ...waiting];
}
