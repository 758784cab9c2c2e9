import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cursorContext, pairsAt, textAt } from '../../src/manifests/halfTyped.ts';
import { formatPath } from '../../src/manifests/place.ts';
import { cursorIn } from '../support/analysed.ts';

/** What is at the cursor: part, path, the word, and what is special about it. */
function told(marked: string): string {
  const { text, offset } = cursorIn(marked);
  const context = cursorContext(text, offset);
  if (context === undefined) return 'nothing';
  const { part, path, word, mayBeKey, quote, flow, hasColon, block } = context;
  const marks = [mayBeKey ? 'or key' : '', quote ?? '', flow ? 'flow' : '', hasColon ? 'colon' : '', block ? 'block' : ''];
  return [`${part} ${formatPath(path)} <${text.slice(word.start, word.end)}>`, ...marks].filter((mark) => mark !== '').join(' ');
}

describe('the place of a cursor in half-typed YAML', () => {
  for (const [what, marked, expected] of [
    ['a key on an empty file', '|', 'key  <>'],
    ['the beginning of a key', 'ki|', 'key  <ki>'],
    ['a key that has its colon', 'ki|nd: Service', 'key  <kind> colon'],
    ['a value', 'kind: Ser|vice # really', 'value kind <Service>'],
    ['a value that is not there yet', 'spec:\n  type: |', 'value spec.type <>'],
    ['nothing right behind a colon', 'kind:|', 'nothing'],
    ['a key below another', 'spec:\n  |', 'key spec <>'],
    ['a key below another, by the column', 'spec:\n  selector:\n    app: web\n  |', 'key spec <>'],
    ['a key deeper than that', 'spec:\n  selector:\n    app: web\n    |', 'key spec.selector <>'],
    ['a key at the left edge', 'spec:\n  type: a\n|', 'key  <>'],
    ['a key between others', 'spec:\n  |\n  type: a\n', 'key spec <>'],
    ['the item of a list', 'spec:\n  addresses:\n    - |', 'value spec.addresses[0] <> or key'],
    ['the second item at the column of its key', 'ports:\n- a\n- b|', 'value ports[1] <b> or key'],
    ['a key of an item', 'ports:\n  - name: a\n    po|', 'key ports[0] <po>'],
    ['the first key of an item', 'ports:\n  - na|me: a', 'key ports[0] <name> colon'],
    ['a value of a second item', 'ports:\n  - port: 1\n  - port: |', 'value ports[1].port <>'],
    ['a list in a list', 'a:\n  - - b|', 'value a[0][0] <b> or key'],
    ['braces', 'selector: { app: we| }', 'value selector.app <we> flow'],
    ['a key in braces', 'selector: { app: web, ti| }', 'key selector <ti> flow'],
    ['empty braces', 'selector: { | }', 'key selector <> flow'],
    ['empty braces without blanks', 'selector: {|}', 'key selector <> flow'],
    ['braces that nothing closes yet', 'spec:\n  selector: { app: |\n  ports: []\n', 'value spec.selector.app <> flow'],
    ['brackets', 'addresses: [a, |]', 'value addresses[1] <> flow'],
    ['braces in brackets over lines', 'ports: [\n  { name: a },\n  { na|\n]', 'key ports[1] <na> flow'],
    ['JSON', '{"kind": "Service", "spec": {"type": "Lo|"}}', 'value spec.type <Lo> " flow'],
    ['a key of JSON', '{"kind": "Service", "sp|"}', 'key  <sp> " flow'],
    ['quotes', "a:\n  b: 'x y|'", "value a.b <x y> '"],
    ['quotes that nothing closes', 'a: "x y|', 'value a <x y> "'],
    ['a key in quotes', '"a/|b": c', 'key  <a/b> " colon'],
    ['a block scalar', 'data:\n  a: |-\n    one t|wo\n'.replace('|', '>'), 'value data.a <two> block'],
    ['a line behind a block scalar', 'data:\n  a: >\n    one\n  |', 'key data <>'],
    ['a comment', 'a: b\n# c|', 'nothing'],
    ['a comment behind a value', 'a: b # c|', 'nothing'],
    ['the last of several documents', 'a: b\n---\nc: |\n', 'value c <>'],
    ['the first of several documents', 'a: |\n---\nc: d\n', 'value a <>'],
    ['the mark between documents', 'a: b\n---|', 'nothing'],
    ['lines as Windows ends them', 'spec:\r\n  type: |\r\n  ports: a\r\n', 'value spec.type <>'],
    ['lines of a template', '{{- if .Values.a }}\nspec:\n  type: |\n{{- end }}\n', 'value spec.type <>'],
    ['an anchor before a value', 'a: &x v|', 'value a <v>'],
    ['a map that follows a scalar, which is nothing', 'a: b\n  |', 'nothing'],
    ['letters of two code units', 'a: "🏬|"', 'value a <🏬> "'],
  ] as const) {
    it(`is known for ${what}`, () => assert.equal(told(marked), expected));
  }

  it('knows what else the document says, before the cursor and behind it', () => {
    const { text, offset } = cursorIn(
      'kind: Service\nmetadata:\n  namespace: shop # of all\nspec:\n  selector: { app: web, tier: | }\n  ports:\n    - port: 80\n---\nkind: Other\n',
    );
    const root = cursorContext(text, offset)?.root;
    assert.ok(root !== undefined);
    assert.equal(textAt(root, 'kind'), 'Service');
    assert.equal(textAt(root, 'metadata', 'namespace'), 'shop');
    assert.deepEqual(
      [...pairsAt(root, 'spec', 'selector')],
      [
        ['app', 'web'],
        ['tier', undefined],
      ],
    );
    assert.equal(textAt(root, 'spec', 'ports', 0, 'port'), '80');
  });

  it('has its word around the cursor, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      ':',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '#',
      '|',
      '>',
      '\r\n',
      '---\n',
      '{{',
      '&x ',
      '🏬',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('');
        const offset = at % (text.length + 1);
        const context = cursorContext(text, offset);
        if (context === undefined) return;
        const { word } = context;
        assert.ok(
          0 <= word.start && word.start <= offset && offset <= word.end && word.end <= text.length,
          JSON.stringify({ text, offset, word }),
        );
      }),
      { numRuns: 3_000, seed: 16 },
    );
  });
});
