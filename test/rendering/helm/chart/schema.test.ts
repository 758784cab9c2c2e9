import { expect } from 'chai';
import { renderChart, usualChartOptions } from '../../../../src/rendering/helm/render.ts';
import { memorySources } from '../../memorySources.ts';

/** `fits`, or what is said of values by a schema: severity and where. */
function judged(schema: unknown, values: string): string {
  const { problems } = renderChart(
    memorySources({
      'Chart.yaml': 'apiVersion: v2\nname: t\nversion: 0.1.0\n',
      'values.yaml': values,
      'values.schema.json': typeof schema === 'string' ? schema : JSON.stringify(schema),
    }),
    '',
    usualChartOptions,
  );
  const [problem] = problems;
  return problem === undefined ? 'fits' : `${problem.severity} ${problem.at.file}:${problem.at.start}`;
}

describe('The schema of a chart’s values', () => {
  const seven = 'http://json-schema.org/draft-07/schema#';
  const table: readonly (readonly [title: string, schema: unknown, values: string, verdict: string])[] = [
    ['takes a number without fraction for an integer', { properties: { a: { type: 'integer' } } }, 'a: 2.0', 'fits'],
    ['points at the value that does not suit', { properties: { a: { type: 'integer' } } }, 'b: 1\na: x', 'error values.yaml:8'],
    ['points at the map that lacks something', { properties: { a: { required: ['b'] } } }, 'a: {c: 1}', 'error values.yaml:3'],
    ['refuses names that it does not know', { additionalProperties: false, properties: { a: true } }, 'a: 1\nb: 2', 'error values.yaml:0'],
    ['follows references', { $defs: { p: { maximum: 3 } }, properties: { a: { $ref: '#/$defs/p' } } }, 'a: 4', 'error values.yaml:3'],
    ['follows references to itself', { properties: { a: { $ref: '#' }, m: { type: 'number' } } }, 'a: {a: {m: x}}', 'error values.yaml:11'],
    ['reads patterns as Go does', { properties: { a: { pattern: '^(?i)x+$' } } }, 'a: XX', 'fits'],
    ['is refused for a pattern that Go refuses', { properties: { a: { pattern: '(?=x)' } } }, 'a: x', 'error values.schema.json:0'],
    ['is refused for a type that nobody knows', { properties: { a: { type: 'text' } } }, 'a: x', 'error values.schema.json:0'],
    ['is refused where it is no JSON', '{', 'a: x', 'error values.schema.json:0'],
    ['is refused for a reference that leads nowhere', { $ref: '#/nope' }, 'a: x', 'error values.schema.json:0'],
    ['is left alone where it goes on elsewhere', { $ref: 'https://example.com/schema.json' }, 'a: x', 'unknown values.schema.json:0'],
    ['counts characters, not bytes', { properties: { a: { maxLength: 2 } } }, 'a: "é😀"', 'fits'],
    ['counts decimals exactly', { properties: { a: { multipleOf: 0.1 } } }, 'a: 0.3', 'fits'],
    ['takes one of several', { properties: { a: { oneOf: [{ type: 'string' }, { minimum: 3 }] } } }, 'a: 2', 'error values.yaml:3'],
    ['knows what other keywords have looked at', { allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, 'a: 1', 'fits'],
    [
      'checks formats in the older editions',
      { $schema: seven, properties: { a: { format: 'ipv4' } } },
      'a: 10.0.0.300',
      'error values.yaml:3',
    ],
    ['takes formats for remarks in the newer ones', { properties: { a: { format: 'ipv4' } } }, 'a: 10.0.0.300', 'fits'],
    [
      'leaves out what stands beside a reference in the older editions',
      { $schema: seven, $ref: '#/definitions/x', required: ['b'], definitions: { x: true } },
      'a: 1',
      'fits',
    ],
    [
      'wants a list of schemas under another name in the newest edition',
      { properties: { a: { items: [{ type: 'string' }] } } },
      'a: [x]',
      'error values.schema.json:0',
    ],
    ['chooses a branch', { if: { required: ['a'] }, then: { required: ['b'] } }, 'a: 1', 'error values.yaml:0'],
  ];
  for (const [title, schema, values, verdict] of table)
    it(title, () => {
      expect(judged(schema, values)).to.equal(verdict);
    });

  it('ends without a verdict where it multiplies without end', () => {
    const levels = new Map<string, unknown>([['l24', true]]);
    for (let level = 0; level < 24; level++) {
      const next = { $ref: `#/$defs/l${level + 1}` };
      levels.set(`l${level}`, { allOf: [next, next] });
    }
    const schema = { $ref: '#/$defs/l0', $defs: Object.fromEntries(levels) };
    expect(judged(schema, 'a: 1')).to.equal('unknown values.schema.json:0');
  });
});
