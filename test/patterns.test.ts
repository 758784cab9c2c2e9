import assert from 'node:assert/strict';
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { processorTime } from './support/processorTime.ts';
import { pumped } from './support/pumped.ts';

interface Pattern {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** Files whose patterns take long on long texts, each with why they never get one. */
const bounded: ReadonlyMap<string, readonly string[]> = new Map([
  // The text of one command-line argument, not of a manifest.
  ['src/cli/commands/route.ts', [String.raw`^(?:\[([^\]]*:[^\]]*)\]|([^:[\]]+))(?::([0-9]{1,5}))?$`]],
  // Paths of the folders that the editor has open.
  ['src/manifests/clusters.ts', [String.raw`\/+$`]],
  // At most 200 characters of a title.
  ['src/editor/topologyExport.ts', ['^[-.]+|[-.]+$']],
  // Lines and words of at most 400 characters: namingTexts.ts.
  [
    'src/engine/references/names/hostReferences.ts',
    [
      String.raw`(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^\s/@"'<>,;]*@)?)?(?<![\w.-])([A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?)(\.?)(?::([0-9]{1,5})(?![\w:.-]*\w))?`,
      String.raw`\$\{[^}]*\}?|\$\([^)]*\)?|\{\{.*?\}\}|<[\w .-]+>|\$\w+|%\w|%\(\w*\)\w|@\w+@|\{\w*\}|__\w+__`,
    ],
  ],
]);

/** Where expressions are put together from texts of ours: none holds a text of a manifest. */
const builders = [
  'src/engine/calico/selectorTokens.ts',
  'src/engine/references/names/otherNames.ts',
  'src/manifests/namingTexts.ts',
  'webview/shared/text.ts',
];

const sources = globSync(['src/**/*.ts', 'webview/**/*.ts'], { posix: true })
  .sort()
  .map((file) => ({ file, source: ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true) }));

function nodesIn(source: ts.SourceFile): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return nodes;
}

const patterns: readonly Pattern[] = sources.flatMap(({ file, source }) =>
  nodesIn(source)
    .filter((node) => ts.isRegularExpressionLiteral(node))
    .map((node) => {
      const end = node.text.lastIndexOf('/');
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      return { place: `${file}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
    }),
);

/** Milliseconds of the processor that a pattern takes over a text, the shortest of some tries when it is long. */
function timeOf({ source, flags }: Pick<Pattern, 'source' | 'flags'>, text: string, tries = 6): number {
  const pattern = new RegExp(source, flags);
  let shortest = Infinity;
  for (let attempt = 0; attempt < tries && shortest > longest; attempt++) {
    const took = processorTime(() => {
      if (flags.includes('g')) text.replaceAll(pattern, '');
      else pattern.exec(text);
    });
    shortest = Math.min(shortest, took);
  }
  return shortest;
}

/** Milliseconds. A text of 10,000 characters takes a hundredth in linear time, and some fifty in quadratic time. */
const longest = 10;

/** The text on which a pattern takes long: short ones first, as a pattern that doubles its time with each character ends on no other. */
function slowText(pattern: Pick<Pattern, 'source' | 'flags'>): string | undefined {
  for (const length of [24, 400, 10_000])
    for (const text of pumped(pattern.source, pattern.flags, length)) if (timeOf(pattern, text) > longest) return text;
  return undefined;
}

describe('the patterns of our own', () => {
  it('are found', () => assert.ok(patterns.length > 200));

  it('take no longer than their texts', () => {
    const slow = patterns
      .filter(({ place, source }) => bounded.get(place.replace(/:\d+$/, ''))?.includes(source) !== true)
      .flatMap((pattern) => {
        const text = slowText(pattern);
        return text === undefined ? [] : [`${pattern.place} /${pattern.source}/ on ${JSON.stringify(text.slice(0, 20))}…`];
      });
    assert.deepEqual(slow, []);
  });

  it('are put together in few places', () => {
    const files = sources
      .filter(({ source }) =>
        nodesIn(source).some((node) => (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp'),
      )
      .map(({ file }) => file);
    assert.deepEqual(files, builders);
  });

  for (const [source, flags] of [
    ['^(a+)+$', ''],
    [String.raw`\s+$`, ''],
    [String.raw`\s#.*$`, ''],
    [String.raw`\{([^{}]*,[^{}]*)\}`, ''],
    [String.raw`\{\{-?\s*(.*?)\s*-?\}\}`, 'g'],
    [String.raw`\{\$([^}]+)\}|\{%([^%]+)%\}`, 'g'],
    [String.raw`^[\da-f:.]*:[\da-f:.]*$`, 'i'],
    ['#.*$', ''],
    ['^.*,.*,.*x$', ''],
  ] as const)
    it(`would show that /${source}/ takes long`, () => assert.notEqual(slowText({ source, flags }), undefined));
});
