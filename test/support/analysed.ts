import { Analysis, type AnalysisSettings } from '../../src/analysis/analysis.ts';

/** A workspace of one folder with these files, by path, read and judged on `refreshAtOnce`. */
export function workspaceOf(files: Readonly<Record<string, string>>, settings: Partial<AnalysisSettings> = {}): Analysis {
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {}, ...settings }, [{ name: 'workspace', path: 'workspace' }]);
  for (const [path, text] of Object.entries(files)) analysis.setFile(`workspace/${path}`, text);
  return analysis;
}

/** A text with `|` where the cursor stands: the text without it, and the offset. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0 || marked.includes('|', offset + 1)) throw new Error("The test's own text must have one cursor.");
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
