import type { ElementCertainty, PageStrings } from '../protocol.ts';
import { escapeMarkup, tag } from './markup.ts';
import type { Palette } from './palette.ts';
import { fit, widthOf } from './textFit.ts';

export interface Style {
  readonly palette: Palette;
  readonly strings: PageStrings;
}

/** Faces that every system has something like: nothing is fetched, nothing embedded. */
export const sans = 'Helvetica, Arial, sans-serif';
const mono = 'Menlo, Consolas, monospace';

export interface TextPlace {
  /** Where the text begins; ends, with `end`. */
  readonly x: number;
  /** The line that letters stand on. */
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  readonly font?: 'sans' | 'bold' | 'mono' | undefined;
  /** Longer texts are cut. */
  readonly width: number;
  readonly anchor?: 'start' | 'end' | undefined;
  /** Characters at the end that are kept when it is cut. */
  readonly tail?: number | undefined;
  /** Drawn round the letters, where they stand on lines. */
  readonly halo?: string | undefined;
}

/** One line of text, cut to its room. */
export function svgText(text: string, { x, y, size, colour, font = 'sans', width, anchor = 'start', tail = 0, halo }: TextPlace): string {
  const fitted = fit(text, width, size, font, tail);
  if (fitted === '') return '';
  return tag(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill: colour,
      'font-weight': font === 'bold' ? 600 : undefined,
      'font-family': font === 'mono' ? mono : undefined,
      'text-anchor': anchor === 'end' ? 'end' : undefined,
      'xml:space': /^\s|\s\s|\s$/.test(fitted) ? 'preserve' : undefined,
      // Faces differ in width: the line below an address is as long as the address.
      textLength: font === 'mono' && anchor === 'start' && /^[\x20-\x7e]+$/.test(fitted) ? widthOf(fitted, size, 'mono') : undefined,
      ...(halo === undefined ? {} : { stroke: halo, 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }),
    },
    escapeMarkup(fitted),
  );
}

/** An address or a range, with the line below that tells how sure it is: whole when fixed, dashed when predicted, dotted when merely possible. Returns its width, too. */
export function svgAddress(
  text: string,
  certainty: ElementCertainty | undefined,
  place: Omit<TextPlace, 'font'>,
  { palette }: Style,
): { readonly markup: string; readonly width: number } {
  const { x, y, size, width } = place;
  const length = Math.min(width, widthOf(fit(text, width, size, 'mono'), size, 'mono'));
  const line =
    certainty === undefined
      ? ''
      : tag('path', {
          d: `M${x} ${y + 3.5}h${Math.round(length * 10) / 10}`,
          stroke: palette.text,
          'stroke-opacity': 0.6,
          'stroke-width': certainty === 'possible' ? 1.6 : 1,
          ...dashOf(certainty),
        });
  return { markup: svgText(text, { ...place, font: 'mono' }) + line, width: length };
}

/** The pattern of a line that is less than certain. */
export function dashOf(certainty: ElementCertainty | undefined): {
  readonly 'stroke-dasharray'?: string;
  readonly 'stroke-linecap'?: 'round';
} {
  if (certainty === 'predicted') return { 'stroke-dasharray': '5 3' };
  return certainty === 'possible' ? { 'stroke-dasharray': '0.1 4', 'stroke-linecap': 'round' } : {};
}

/** An icon of `glyphs.ts`; `x`, `y` its top left corner. */
export function svgGlyph(lines: string, x: number, y: number, size: number, colour: string): string {
  return tag('path', {
    transform: `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}) scale(${Math.round((size / 16) * 1000) / 1000})`,
    d: lines,
    fill: 'none',
    stroke: colour,
    'stroke-width': 1.4,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
}
