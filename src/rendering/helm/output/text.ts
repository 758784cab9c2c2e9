import { textOf, type Rope, indexedRope, slicedRope, type IndexedRope } from '../../rope.ts';
import { pathMatcher } from '../chart/pathMatch.ts';
import type { CrdDocument } from './crds.ts';
import type { TemplateDocument } from './document.ts';
import { documentStretches, trimmed } from './split.ts';

/** To the letter what `helm template` prints: CRDs, manifests, hooks. helm/pkg/cmd/template.go, helm/pkg/action/action.go (renderResources) */
export function releaseText(crds: readonly CrdDocument[], documents: readonly TemplateDocument[]): Rope {
  const isHook = (hook: boolean) => documents.filter((document) => document.isHook === hook).flatMap(printed);
  const manifests = indexedRope([...crds.flatMap(printed), ...isHook(false)]);
  const [start, end] = trimmed(manifests.text, 0, manifests.text.length);
  return [...slicedRope(manifests, start, end), own('\n'), ...isHook(true)];
}

function printed({ source, text }: { readonly source: string; readonly text: Rope }): Rope {
  return [own(`---\n# Source: ${source}\n`), ...text, own('\n')];
}

function own(text: string): Rope[number] {
  return { text, origins: [] };
}

/** What is left of it with `--show-only`: for each pattern the documents whose template it matches, in the order of the text. */
export function shownText(
  text: Rope,
  patterns: readonly string[],
): { readonly text: Rope; readonly sources: readonly string[]; readonly missing: readonly string[] } {
  const rope = indexedRope(text);
  const documents = documentStretches(rope.text).map(({ start, end }) => documentAt(rope, start, end));
  const shown: Rope[] = [];
  const sources: string[] = [];
  const missing: string[] = [];
  for (const pattern of patterns) {
    const matches = pathMatcher(pattern) ?? (() => false);
    const found = documents.filter(({ path }) => path !== undefined && matches(path));
    if (found.length === 0) missing.push(pattern);
    for (const { text: document, source } of found) {
      shown.push([own('---\n'), ...document, own('\n')]);
      if (!sources.includes(source)) sources.push(source);
    }
  }
  return { text: shown.flat(), sources, missing };
}

/** A document of the text with the template that its first line names: `path` below the chart's folder. */
function documentAt(
  rope: IndexedRope,
  start: number,
  end: number,
): { readonly text: Rope; readonly source: string; readonly path: string | undefined } {
  const text = slicedRope(rope, start, end);
  const whole = textOf(text);
  const mark = whole.indexOf('# Source: ');
  const lineEnd = whole.indexOf('\n', mark);
  const source = mark < 0 ? '' : whole.slice(mark + '# Source: '.length, lineEnd < 0 ? whole.length : lineEnd);
  const slash = source.indexOf('/');
  const path = slash <= 0 || slash === source.length - 1 ? undefined : source.slice(slash + 1);
  return { text, source, path };
}
