import type { DrawnPlace, FromPage, ToPage } from '../../src/topology/protocol.ts';
import type { Drawing } from './drawing.ts';

/** What is drawn and where, for an export that draws the same. */
export function captured(
  request: number,
  { folds: { level, toggled }, visible: { shown }, placement }: Pick<Drawing, 'folds' | 'visible' | 'placement'>,
): FromPage {
  const places = [...shown.keys()].flatMap((id): readonly DrawnPlace[] => {
    const rects = placement.get(id);
    return rects === undefined ? [] : [[id, ...rects.map(({ x, y, width, height }) => [x, y, width, height] as const)]];
  });
  return { type: 'captured', request, level, toggled: [...toggled], places };
}

/** Two dots a pixel, for sharp print; less where a canvas would become too large for the browser or for memory. */
const finest = 2;
const longestSide = 16_000;
const mostDots = 40_000_000;

/** A PNG of the extension's SVG: this page has the only canvas. */
export async function rasterize({ request, svg, width, height }: Extract<ToPage, { type: 'rasterize' }>): Promise<FromPage> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const scale = Math.min(finest, longestSide / Math.max(width, height), Math.sqrt(mostDots / (width * height)));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(width * scale));
    canvas.height = Math.max(1, Math.floor(height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const [, png = ''] = canvas.toDataURL('image/png').split(';base64,');
    return { type: 'raster', request, png: png === '' ? undefined : png };
  } catch {
    return { type: 'raster', request, png: undefined };
  } finally {
    URL.revokeObjectURL(url);
  }
}
