import { parseYaml, type ParsedDocument } from './parseYaml.ts';
import { untemplated } from './placeholder.ts';

export interface ParsedManifest extends ParsedDocument {
  /** Where templating begins that the text is no YAML for, and whether it decides what there is (`structure`) or only values. Absent: none, or none that matters. */
  readonly templated?: { readonly at: number; readonly reach: 'values' | 'structure' } | undefined;
}

/**
 * Reads a document that may be a template of Helm, Jinja and the like. What YAML reads is none, wherever braces stand in it: in a comment, in quotes, in a block of text.
 * A templated value is read as a placeholder; offsets are those of the text.
 */
export function parseManifest(text: string): ParsedManifest {
  const parsed = parseYaml(text);
  const broken = firstFault(parsed);
  const without = broken === undefined ? undefined : untemplated(text);
  if (without === undefined) return parsed;
  const cleared = parseYaml(without.text);
  const fault = firstFault(cleared);
  // The same fault with and without templating is not the template's.
  if (fault !== undefined && fault === broken && !lineAt(text, fault).includes('{')) return parsed;
  const reach = without.structural || fault !== undefined ? 'structure' : 'values';
  return {
    root: cleared.root,
    problems: cleared.problems.filter(({ code }) => code !== 'yaml/syntax'),
    templated: { at: without.first, reach },
  };
}

function firstFault({ problems }: ParsedDocument): number | undefined {
  const starts = problems.filter(({ code }) => code === 'yaml/syntax').map(({ start }) => start);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? text.length : end);
}
