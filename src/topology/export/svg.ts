import { boundsOf } from '../placement/placement.ts';
import type { PageStrings } from '../protocol.ts';
import { summaryOf, titleOf, type Drawn } from './drawn.ts';
import { escapeMarkup, tag } from './markup.ts';
import { palettes, type ExportTheme } from './palette.ts';
import { svgCards, svgFrames } from './svgCards.ts';
import { svgEdges } from './svgEdges.ts';
import { svgLegend } from './svgLegend.ts';
import { sans, svgText, type Style } from './svgText.ts';

export interface PictureOptions {
  readonly theme: ExportTheme;
  /** The words of the page, in the reader's language. */
  readonly strings: PageStrings;
}

export interface SvgPicture {
  readonly text: string;
  /** In pixels, whole ones. */
  readonly width: number;
  readonly height: number;
}

const margin = 28;
const headerHeight = 66;
/** Less has no room for a title and a legend. */
const leastWidth = 640;

/** The picture as one SVG file that needs nothing else: title, frames, edges, cards, legend. The same picture gives the same text. */
export function writeSvg(drawn: Drawn, { theme, strings }: PictureOptions): SvgPicture {
  const palette = palettes[theme];
  const style: Style = { palette, strings };
  const bounds = boundsOf(drawn.placement) ?? { x: 0, y: 0, width: 0, height: 0 };
  const width = Math.ceil(Math.max(leastWidth, bounds.width + 2 * margin));
  const legend = svgLegend(drawn, width - 2 * margin, style);
  const height = Math.ceil(headerHeight + bounds.height + margin + legend.height + margin);
  const title = titleOf(drawn, strings);
  const summary = summaryOf(drawn, strings);

  const content = [
    tag('title', {}, escapeMarkup(title)),
    tag('desc', {}, escapeMarkup(summary)),
    tag('rect', { width, height, fill: palette.surface }),
    svgText(title, { x: margin, y: 34, size: 20, font: 'bold', colour: palette.text, width: width - 2 * margin }),
    svgText(summary, { x: margin, y: 52, size: 12, colour: palette.quiet, width: width - 2 * margin }),
    tag(
      'g',
      { transform: `translate(${Math.round(margin - bounds.x)} ${Math.round(headerHeight - bounds.y)})` },
      `\n${[...svgFrames(drawn, style), ...svgEdges(drawn, style), ...svgCards(drawn, style)].join('\n')}\n`,
    ),
    tag('g', { transform: `translate(${margin} ${height - margin - legend.height})` }, `\n${legend.marks.join('\n')}\n`),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'font-family': sans,
    'xml:lang': strings.language,
  };
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${tag('svg', attributes, `\n${content.join('\n')}\n`)}\n`, width, height };
}
