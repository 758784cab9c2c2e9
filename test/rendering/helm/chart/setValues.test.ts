import { expect } from 'chai';
import { ChartFault } from '../../../../src/rendering/helm/chart/fault.ts';
import { withSetting, type Setting } from '../../../../src/rendering/helm/chart/setValues.ts';
import { map, string, type GoValue } from '../../../../src/rendering/helm/value.ts';

/** As JSON, an int64 as a bigint's text; `refused` where Helm refuses it. */
function set(setting: Setting, text: string, values = map()): unknown {
  try {
    return plain(withSetting(values, setting, text, (name) => (name === 'there' ? string('content') : undefined)));
  } catch (error) {
    if (error instanceof ChartFault) return 'refused';
    throw error;
  }
}

function plain(value: GoValue): unknown {
  switch (value.kind) {
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
    case 'list':
      return value.items.map(plain);
    case 'string':
      return value.text;
    case 'int':
      return `int64 ${value.value}`;
    case 'float':
    case 'bool':
      return value.value;
    default:
      return null;
  }
}

describe('The settings of a command line', () => {
  // What helm 4.1.4 makes of them.
  const table: readonly (readonly [setting: Setting, text: string, values: unknown])[] = [
    ['set', 'a=1,b=x', { a: 'int64 1', b: 'x' }],
    ['set', 'a=1.5,b=0123,c=0,d=-5,e=+5', { a: '1.5', b: '0123', c: 'int64 0', d: 'int64 -5', e: 'int64 5' }],
    ['set', 'a=TRUE,b=null,c=nil,d=', { a: true, b: null, c: 'nil', d: '' }],
    ['set', 'a=9223372036854775808', { a: '9223372036854775808' }],
    ['set', 'a.b[1].c=x', { a: { b: [null, { c: 'x' }] } }],
    ['set', 'a[0][1]=x', { a: [[null, 'x']] }],
    ['set', 'a={1,x},b={}', { a: ['int64 1', 'x'], b: [''] }],
    ['set', String.raw`a\.b=x\,y`, { 'a.b': 'x,y' }],
    ['set', 'a[0].b=', { a: [] }],
    ['set', 'a[0', {}],
    ['set', 'a', 'refused'],
    ['set', 'a,b=1', 'refused'],
    ['set', 'a={1', 'refused'],
    ['set', 'a[-1]=x', 'refused'],
    ['set', 'a[70000]=x', 'refused'],
    ['set', 'a=1,a.b=2', 'refused'],
    ['set', `${'a.'.repeat(30)}a=1`, set('set', `${'a.'.repeat(30)}a=1`)],
    ['set', `${'a.'.repeat(31)}a=1`, 'refused'],
    ['set-string', 'a=1,b=true,c=null', { a: '1', b: 'true', c: 'null' }],
    ['set-literal', String.raw`a=x,y\z`, { a: String.raw`x,y\z` }],
    ['set-json', 'a={"b":[1,null]},c="x"', { a: { b: [1, null] }, c: 'x' }],
    ['set-json', '{"a":1}', { a: 1 }],
    ['set-json', 'a=', { a: null }],
    ['set-json', 'a=tru', 'refused'],
    ['set-json', '{"a":', 'refused'],
    ['set-file', 'a=there', { a: 'content' }],
    ['set-file', 'a=nowhere', 'refused'],
  ];
  for (const [setting, text, values] of table)
    it(`--${setting} ${text.slice(0, 40)}`, () => {
      expect(set(setting, text)).to.deep.equal(values);
    });

  it('changes what is there, and puts items into lists that are there', () => {
    const values = map([['m', map([['a', string('1')]])]]);
    expect(set('set', 'm.b=2', values)).to.deep.equal({ m: { a: '1', b: 'int64 2' } });
  });
});
