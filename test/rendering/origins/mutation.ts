import type { Rendered } from '../../../src/rendering/rendered.ts';
import type { Span } from '../../../src/rendering/origin.ts';
import type { YamlNode, YamlScalar } from '../../../src/rendering/yaml/node.ts';

export type Files = Readonly<Record<string, string>>;

/** All single values of what is rendered, by number of the manifest and path. */
export function leavesOf({ manifests }: Pick<Rendered, 'manifests'>): ReadonlyMap<string, YamlScalar> {
  const leaves = new Map<string, YamlScalar>();
  const visit = (node: YamlNode, path: string): void => {
    if (node.type === 'scalar') leaves.set(path, node);
    else if (node.type === 'list') node.items.forEach((item, index) => visit(item, `${path}/${index}`));
    else for (const { key, value } of node.entries) visit(value, `${path}/${key}`);
  };
  manifests.forEach(({ root }, index) => visit(root, String(index)));
  return leaves;
}

/** What stands there says something else of the same type; undefined where there is nothing to change. */
export function mutated(files: Files, { file, start, end }: Span): Files | undefined {
  const text = files[file];
  if (text === undefined || start >= end) return undefined;
  return { ...files, [file]: text.slice(0, start) + otherThan(text.slice(start, end)) + text.slice(end) };
}

function otherThan(written: string): string {
  if (/^[0-9]+$/.test(written)) return String(Number(written) + 1);
  if (written === 'true' || written === 'false') return written === 'true' ? 'false' : 'true';
  if (written.startsWith('{{')) return 'other';
  if (/^["']/.test(written)) return `${written.slice(0, 1)}x${written.slice(1)}`;
  // Of a block the first line of the text.
  const header = /^[|>][-+0-9]*\n\s*/.exec(written)?.[0] ?? '';
  return `${header}x${written.slice(header.length)}`;
}

export interface Finding {
  readonly path: string;
  readonly what: string;
}

/**
 * Changes the text at the origin of every value, one after the other: the value has to change, and nothing that does not come from there as well.
 * `isDecisive`: what is written there decides what becomes of other fields (a name that a patch looks for), so it stays as it is.
 * `shown`: what of a text counts (of a name not the hash at its end).
 */
export function faultsOf(
  files: Files,
  render: (files: Files) => Rendered,
  isDecisive: (path: string, text: string) => boolean,
  shown: (text: string) => string = (text) => text,
): readonly Finding[] {
  const before = leavesOf(render(files));
  const faults: Finding[] = [];
  const fault = (path: string, what: string): void => void faults.push({ path, what });
  const places = new Map<string, { readonly place: Span; readonly paths: string[] }>();
  for (const [path, { origins, text }] of before) {
    if (/^\d+\/(apiVersion|kind)$/.test(path) || isDecisive(path, text)) continue;
    const [place] = origins;
    if (place === undefined) {
      fault(path, 'has no origin');
      continue;
    }
    const key = `${place.start}-${place.end} ${place.file}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, { place, paths: [path] });
    else known.paths.push(path);
  }
  for (const { place, paths } of places.values()) {
    const edited = mutated(files, place);
    const where = `${place.file}: ${JSON.stringify(files[place.file]?.slice(place.start, place.end))}`;
    const rendered = edited === undefined ? undefined : render(edited);
    const problem = rendered?.problems.find(({ severity }) => severity === 'error');
    if (rendered === undefined || problem !== undefined) {
      fault(paths.join(), problem === undefined ? `has an origin without text: ${where}` : `is not rendered after ${where}`);
      continue;
    }
    const after = leavesOf(rendered);
    for (const path of new Set([...before.keys(), ...after.keys()])) {
      const one = before.get(path);
      const isSame = isSameLeaf(one, after.get(path), shown);
      if (isSame && paths.includes(path)) fault(path, `does not follow ${where}`);
      const origins = (one ?? after.get(path))?.origins ?? [];
      if (!isSame && !origins.some(({ file, start, end }) => file === place.file && start <= place.end && place.start <= end))
        fault(path, `changes with ${where}, which is the origin of ${paths.join()}`);
    }
  }
  return faults;
}

function isSameLeaf(one: YamlScalar | undefined, other: YamlScalar | undefined, shown: (text: string) => string): boolean {
  return one === undefined || other === undefined ? one === other : one.tag === other.tag && shown(one.text) === shown(other.text);
}
