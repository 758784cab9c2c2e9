import { captionsOf, laneHeadings } from '../placement/placement.ts';
import type { Rect } from '../placement/geometry.ts';
import type { Shown } from '../placement/visible.ts';
import { noteOf, podCountOf, spokenText } from '../placement/wording.ts';
import type { Drawn } from './drawn.ts';
import { glyphOf, kindGlyphs, pendingGlyph, serviceGlyphs, severityGlyphs } from './glyphs.ts';
import { escapeMarkup, tag } from './markup.ts';
import { accentOf, mix } from './palette.ts';
import { svgAddress, svgGlyph, svgText, type Style } from './svgText.ts';
import { widthOf } from './textFit.ts';

/** Frames, outer ones first, and the headings of the lanes. */
export function svgFrames({ visible, placement }: Drawn, style: Style): readonly string[] {
  const frames = [...visible.shown.values()]
    .filter(({ role }) => role === 'frame')
    .flatMap((shown) => {
      const [first, ...more] = placement.get(shown.element.id) ?? [];
      return first === undefined ? [] : [frame(shown, first, style), ...more.map((rect) => continuation(shown, rect, style))];
    });
  const headings = laneHeadings(visible, placement).map(({ lane, x, y }) =>
    tag(
      'text',
      { x, y: y + 12, 'font-size': 10.5, 'font-weight': 600, 'letter-spacing': 0.8, fill: style.palette.quiet },
      escapeMarkup(style.strings.lanes[lane].toUpperCase()),
    ),
  );
  const captions = captionsOf(visible, placement).map(({ exposure, x, y }) =>
    svgText(style.strings.exposures[exposure], { x, y: y + 11, size: 10.5, font: 'bold', colour: style.palette.quiet, width: 284 }),
  );
  return [...frames, ...headings, ...captions];
}

export function svgCards({ visible, placement }: Drawn, style: Style): readonly string[] {
  return [...visible.shown.values()]
    .filter(({ role }) => role === 'card')
    .flatMap((shown) => {
      const [rect] = placement.get(shown.element.id) ?? [];
      return rect === undefined ? [] : [card(shown, rect, style)];
    });
}

function frame(shown: Shown, rect: Rect, style: Style): string {
  const { palette, strings } = style;
  const { kind, label, detail, certainty } = shown.element;
  const accent = accentOf(kind, palette);
  const tinted = kind === 'node' || kind === 'loadBalancerPool';
  const cluster = kind === 'cluster';
  const box = tag('rect', {
    ...rect,
    rx: cluster ? 12 : 8,
    fill: cluster ? 'none' : tinted ? mix(accent, 0.06, palette.surface) : palette.frameFill,
    stroke: tinted ? mix(accent, 0.45, palette.surface) : palette.frameLine,
    'stroke-dasharray': kind === 'unscheduled' ? '5 3' : undefined,
  });
  const inset = cluster ? 16 : 12;
  const middle = cluster ? 23 : 16;
  const size = cluster ? 15 : 12;
  const room = rect.width - inset * 2 - 20;
  const mark = state(shown, rect.width - inset - 15, middle - 7.5, style);
  const note = noteOf(shown, strings);
  const beside = kind === 'loadBalancerPool' ? '' : note;
  const markRoom = mark === '' ? 0 : 20;
  const noteWidth = beside === '' ? 0 : Math.min(widthOf(beside, 11) + 10, room * 0.6);
  const inner = [
    svgGlyph(kindGlyphs[kind], inset, middle - 7, 14, accent),
    svgText(label, {
      x: inset + 20,
      y: middle + size * 0.36,
      size,
      font: 'bold',
      colour: palette.text,
      width: room - markRoom - noteWidth,
      tail: 6,
    }),
    svgText(beside, { x: rect.width - inset - markRoom, y: middle + 4, size: 11, colour: palette.quiet, width: noteWidth, anchor: 'end' }),
    mark,
    detail === '' ? '' : svgAddress(detail, certainty, { x: inset + 20, y: 39, size: 11, colour: palette.text, width: room }, style).markup,
    kind === 'loadBalancerPool' ? svgText(note, { x: inset + 20, y: 56, size: 11, colour: palette.quiet, width: room }) : '',
  ];
  return group(shown, [box, clipped(rect, inner)], style);
}

/** Where a frame goes on that was full. */
function continuation({ element: { label, kind } }: Shown, rect: Rect, { palette }: Style): string {
  return (
    tag('rect', {
      ...rect,
      rx: 8,
      fill: kind === 'cluster' ? 'none' : palette.frameFill,
      stroke: palette.frameLine,
      'stroke-dasharray': '5 3',
    }) +
    svgText(`${label} …`, { x: rect.x + 12, y: rect.y + 20, size: 12, font: 'bold', colour: palette.text, width: rect.width - 24, tail: 6 })
  );
}

function card(shown: Shown, rect: Rect, style: Style): string {
  const { palette, strings } = style;
  const { element, detail, certainty, exposure, severity, pending, group: isGroup } = shown;
  const { kind, label } = element;
  const { width, height } = rect;
  const accent = accentOf(kind, palette);
  const isName = kind === 'dnsName';
  const hollow = exposure === 'internal' || exposure === 'alias';
  const stroke = severity === undefined ? palette.line : palette.severities[severity];
  const boxes = [
    isGroup ? tag('rect', { ...rect, x: rect.x + 3, y: rect.y + 3, rx: 6, fill: palette.card, stroke: palette.line }) : '',
    tag('rect', {
      ...rect,
      rx: isName ? 4 : 6,
      fill: isName ? mix(accent, 0.1, palette.surface) : hollow ? palette.surface : palette.card,
      stroke: isName && severity === undefined ? mix(accent, 0.35, palette.surface) : stroke,
      'stroke-dasharray': pending ? '5 3' : undefined,
    }),
    isName ? '' : bar(rect, hollow, accent),
  ];

  const note = noteOf(shown, strings);
  const two = detail !== '' || note !== '';
  const middle = two && !isName ? height / 2 - 8 : height / 2;
  const mark = state(shown, width - 24, middle - 7.5, style);
  const isAddress = kind === 'externalAddress' || kind === 'endpoint' || isName;
  const size = isName ? 10.5 : 12;
  const count = podCountOf(shown, strings);
  const countRoom = count === '' ? 0 : widthOf(count, 11) + 22;
  const markRoom = (mark === '' ? 0 : 18) + countRoom;
  const room = width - 20 - 22 - markRoom;
  const inner = [svgGlyph(exposure === undefined ? glyphOf(element) : serviceGlyphs[exposure], 10, middle - 7, 14, accent), mark];
  if (count !== '') inner.push(pill(count, width - 10 - (mark === '' ? 0 : 22), middle, style));
  const nameNote = isName && note !== '' ? Math.min(70, widthOf(note, 11) + 8) : 0;
  if (isAddress)
    inner.push(
      svgAddress(
        label,
        isName ? undefined : certainty,
        { x: 31, y: middle + size * 0.36, size, colour: palette.text, width: room - nameNote, tail: isName ? 0 : 6 },
        style,
      ).markup,
    );
  else inner.push(svgText(label, { x: 31, y: middle + size * 0.36, size, font: 'bold', colour: palette.text, width: room, tail: 6 }));
  if (isName) {
    inner.push(svgText(note, { x: width - 10 - markRoom, y: middle + 4, size: 11, colour: palette.quiet, width: nameNote, anchor: 'end' }));
  } else if (two) {
    const line = middle + 21;
    const wide = width - 41;
    const address =
      detail === ''
        ? { markup: '', width: 0 }
        : svgAddress(detail, certainty, { x: 31, y: line, size: 11, colour: palette.text, width: wide }, style);
    const left = address.width === 0;
    const noRoom = count !== '' && !left && widthOf(note, 11) > wide - address.width - 8;
    inner.push(
      address.markup,
      noRoom
        ? ''
        : svgText(note, {
            x: left ? 31 : width - 10,
            y: line,
            size: 11,
            colour: palette.quiet,
            width: left ? wide : wide - address.width - 8,
            anchor: left ? 'start' : 'end',
          }),
    );
  }
  return group(shown, [...boxes, clipped(rect, inner)], style);
}

/** The edge by which a card is known; of what is not reached from outside a double one. */
function bar({ x, y, height }: Rect, hollow: boolean, accent: string): string {
  if (!hollow)
    return tag('path', { d: `M${x + 1.5} ${y + 4}v${height - 8}`, stroke: accent, 'stroke-width': 3, 'stroke-linecap': 'round' });
  return tag('path', { d: `M${x + 0.5} ${y + 4}v${height - 8}M${x + 3.5} ${y + 2}v${height - 4}`, fill: 'none', stroke: accent });
}

/** A count with a line round it, which ends at `right`. */
function pill(text: string, right: number, middle: number, { palette }: Style): string {
  const width = widthOf(text, 11) + 14;
  return (
    tag('rect', {
      x: Math.round(right - width),
      y: middle - 8,
      width: Math.round(width),
      height: 16,
      rx: 8,
      fill: 'none',
      stroke: palette.line,
    }) + svgText(text, { x: right - width + 7, y: middle + 4, size: 11, colour: palette.quiet, width })
  );
}

/** The shape of the worst finding, else of waiting; empty when there is neither. */
function state({ severity, pending }: Shown, x: number, y: number, { palette }: Style): string {
  if (severity !== undefined) return svgGlyph(severityGlyphs[severity], x, y, 15, palette.severities[severity]);
  return pending ? svgGlyph(pendingGlyph, x, y, 15, palette.quiet) : '';
}

/** One thing with all that is known of it in words: a viewer shows them when one points at it, a screen reader reads them. */
function group(shown: Shown, content: readonly string[], { strings }: Style): string {
  return tag('g', {}, tag('title', {}, escapeMarkup(spokenText(shown, strings))) + content.join(''));
}

/** Content in coordinates of its own that nothing sticks out of, whatever face a viewer takes. */
function clipped(rect: Rect, content: readonly string[]): string {
  return tag('svg', { ...rect }, content.join(''));
}
