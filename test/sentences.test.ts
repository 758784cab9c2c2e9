import assert from 'node:assert/strict';
import { globSync } from 'glob';
import { describe, it } from 'mocha';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Texts that begin in lower case and are whole sentences all the same, each with why. */
const lowerCase: readonly string[] = [
  // Names of programs.
  'calico-node ({0}) does not start with this {1}.',
  'kube-proxy joins them by name, so that the Service answers nothing there.',
  'kube-proxy runs in ipvs mode without {0}, so that every node answers ARP for the addresses that MetalLB announces from one node by layer 2: clients reach the wrong node. Set {0}: true.',
  // Words of a manifest.
  'global() may stand in the namespaceSelector of a rule only.',
  'global() may not be combined with anything else.',
  'services brings the ports of its endpoints, so that ports may not stand beside it.',
  // The name of a program.
  'kubectl, Kustomize or Helm may set it when the manifest is applied.',
];

interface Call {
  readonly place: string;
  /** `message`, `plural`… */
  readonly maker: string;
  /** English texts, without those that are put in their places. */
  readonly texts: readonly string[];
  readonly values: readonly ts.Expression[];
}

/** For each maker of texts, which of its arguments are texts, and where those begin that go into them. */
const makers: ReadonlyMap<string, { readonly texts: readonly number[]; readonly values: number }> = new Map([
  ['message', { texts: [0], values: 1 }],
  ['term', { texts: [0], values: 1 }],
  ['plural', { texts: [1, 2], values: 3 }],
  ['pluralForms', { texts: [0, 1], values: 2 }],
]);

function callsIn(file: string, text: string): readonly Call[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const calls: Call[] = [];
  const visit = (node: ts.Node): void => {
    const name = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : '';
    const maker = makers.get(name);
    if (ts.isCallExpression(node) && maker !== undefined)
      calls.push({
        place: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
        maker: name,
        texts: maker.texts.flatMap((index) => literalsOf(node.arguments[index])),
        values: node.arguments.slice(maker.values),
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

function literalsOf(expression: ts.Expression | undefined): readonly string[] {
  if (expression === undefined) return [];
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return literalsOf(expression.expression);
  return ts.isConditionalExpression(expression) ? [...literalsOf(expression.whenTrue), ...literalsOf(expression.whenFalse)] : [];
}

/** A sentence may begin with the name of a field: `peerASN`. */
function isFragment(text: string): boolean {
  return /^\p{Ll}/u.test(text) && !/^\p{Ll}+\p{Lu}/u.test(text) && !lowerCase.includes(text);
}

function fragments(calls: readonly Call[]): readonly string[] {
  return calls.flatMap(({ place, maker, texts }) => (maker === 'term' ? [] : texts.filter(isFragment).map((text) => `${place}: ${text}`)));
}

/** What has a verb, put into another text. Of what is made elsewhere the type says it: a message is no `MessageArgument`, a term is. */
function insertions(calls: readonly Call[]): readonly string[] {
  return calls.flatMap(({ place, texts, values }) =>
    values.some((value) => callsIn(place, value.getText()).some(({ maker }) => maker !== 'term')) ? [`${place}: ${texts.join(' | ')}`] : [],
  );
}

/** `address(es)`, and a word for a single one beside a form for more. */
function handMadePlurals(calls: readonly Call[]): readonly string[] {
  return calls.flatMap(({ place, maker, texts }) =>
    texts
      .filter((text) => /\p{L}\((?:e?s|ies)\)/u.test(text) || (maker === 'message' && /(?:^|\s)1 (?!to )\p{Ll}/u.test(text)))
      .map((text) => `${place}: ${text}`),
  );
}

const calls = globSync('src/**/*.ts', { posix: true })
  .sort()
  .filter((file) => file !== 'src/base/message.ts')
  .flatMap((file) => callsIn(file, readFileSync(file, 'utf8')));

describe('the texts for people', () => {
  it('are found', () => assert.ok(calls.length > 900));

  it('are whole sentences, or the names of things', () => assert.deepEqual(fragments(calls), []));

  it('are not put together from each other', () => assert.deepEqual(insertions(calls), []));

  it('leave the forms for a count to the language', () => assert.deepEqual(handMadePlurals(calls), []));

  it('would be found out', () => {
    assert.equal(fragments(callsIn('a.ts', "message('the pool is full')")).length, 1);
    assert.equal(fragments(callsIn('a.ts', "plural(n, 'one pool is full', '{0} pools are full')")).length, 1);
    assert.equal(fragments(callsIn('a.ts', "message(cold ? 'Frost' : 'no frost')")).length, 1);
    assert.equal(fragments(callsIn('a.ts', "term('pool {0}', name), message('peerASN is missing.')")).length, 0);
    assert.equal(insertions(callsIn('a.ts', "message('It gets none: {0}', message('It is full.'))")).length, 1);
    assert.equal(insertions(callsIn('a.ts', "message('It is in {0}.', full ? message('Full.') : name)")).length, 1);
    assert.equal(insertions(callsIn('a.ts', "message('It is in {0}.', term('pool {0}', name))")).length, 0);
    assert.equal(handMadePlurals(callsIn('a.ts', "message('{0} address(es)', n)")).length, 1);
    assert.equal(handMadePlurals(callsIn('a.ts', "n === 1 ? message('1 more file') : message('{0} more files', n)")).length, 1);
  });
});
