import { writeDot } from '../topology/export/dot.ts';
import { titleOf, type Drawn } from '../topology/export/drawn.ts';
import { writeDrawio } from '../topology/export/drawio.ts';
import { writeMermaid } from '../topology/export/mermaid.ts';
import type { ExportTheme } from '../topology/export/palette.ts';
import { writeSvg } from '../topology/export/svg.ts';
import type { Graph, PageStrings } from '../topology/protocol.ts';

export { exportThemes, type ExportTheme } from '../topology/export/palette.ts';

/** Every format in which a topology can be had; of a PNG the SVG that a browser is to draw. */
export const exportFormats = ['svg', 'png', 'drawio', 'mermaid', 'dot', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedText {
  readonly text: string;
  /** Whole pixels; 0 of what is no picture of a size. */
  readonly width: number;
  readonly height: number;
}

/** A topology in the forms that the formats need, each made when it is asked for. */
export interface ExportSource {
  readonly drawn: () => Drawn;
  /** For formats whose reader places things itself. */
  readonly outline: () => Graph;
  readonly json: () => string;
}

/** The one place that knows which writer a format has. */
export function exportOf(format: ExportFormat, theme: ExportTheme, strings: PageStrings, source: ExportSource): ExportedText {
  switch (format) {
    case 'svg':
    case 'png':
      return writeSvg(source.drawn(), { theme, strings });
    case 'drawio':
      return unsized(writeDrawio(source.drawn(), strings));
    case 'mermaid':
      return unsized(writeMermaid(source.outline()));
    case 'dot':
      return unsized(writeDot(source.outline()));
    case 'json':
      return unsized(source.json());
  }
}

/** A name for a picture, without ending. */
export function titleOfExport(drawn: Drawn, strings: PageStrings): string {
  return titleOf(drawn, strings);
}

function unsized(text: string): ExportedText {
  return { text, width: 0, height: 0 };
}
