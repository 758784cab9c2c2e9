import { expect } from 'chai';
import { print } from './running.ts';

const values = { str: 'hello', num: 42, nul: null, list: ['a', 1, null, true], map: { b: 2, a: 'x', n: null }, uni: 'h\u00e9llo' };

describe('Formats of Go', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['print 1 2 "a" 3 nil nil', '1 2a3 <nil> <nil>'],
    ['print .Values.map', 'map[a:x b:2 n:<nil>]'],
    ['print .Values.list', '[a 1 <nil> true]'],
    ['println 1 "a"', '1 a\n'],
    ['printf "%d %s %v" 1 "a" 2.5', '1 a 2.5'],
    ['printf "%d" .Values.num', '%!d(float64=42)'],
    ['printf "%s" .Values.num', '%!s(float64=42)'],
    ['printf "%s" .Values.nul', '%!s(<nil>)'],
    ['printf "%s"', '%!s(MISSING)'],
    ['printf "%s" "a" "b" 1', 'a%!(EXTRA string=b, int=1)'],
    ['printf "%[2]d %[1]d" 1 2', '2 1'],
    ['printf "%[3]d" 1', '%!d(BADINDEX)'],
    ['printf "%*d|%-*d|" 4 1 3 2', '   1|2  |'],
    ['printf "%*d" "x" 1', '%!(BADWIDTH)1'],
    ['printf "%.*d" -3 2', '%!(BADPREC)2'],
    ['printf "a%99999999d b" 1', 'a%!(NOVERB)%!(EXTRA int=1)'],
    ['printf "%!"', '%!!(MISSING)'],
    ['printf "%"', '%!(NOVERB)'],
    ['printf "100%%"', '100%'],
    ['printf "%5s|%-5s|%.2s|%05d|%+d|% d" "ab" "ab" "abc" 42 42 42', '   ab|ab   |ab|00042|+42| 42'],
    ['printf "%q %q %#q %+q" "a\\"b" 97 "a" "\u00e9"', '"a\\"b" \'a\' `a` "\\u00e9"'],
    ['printf "%x %X %#x %x % x" 255 255 255 "hi" "hi"', 'ff FF 0xff 6869 68 69'],
    ['printf "%b %o %O %c %U %#U" 5 8 8 233 233 233', "101 10 0o10 \u00e9 U+00E9 U+00E9 '\u00e9'"],
    ['printf "%t %t" true 1', 'true %!t(int=1)'],
    ['printf "%T %T %T %T %T" 1 1.5 "a" nil .Values.map', 'int float64 string <nil> map[string]interface {}'],
    ['printf "%.2f %6.1f %e %g" 3.14159 2.55 1234.5 1e6', '3.14    2.5 1.234500e+03 1e+06'],
    ['printf "%v %+v" .Values.list .Values.map', '[a 1 <nil> true] map[a:x b:2 n:<nil>]'],
    ['printf "%#v" .Values.list', '[]interface {}{"a", 1, interface {}(nil), true}'],
    ['printf "%#v" .Values.map', 'map[string]interface {}{"a":"x", "b":2, "n":interface {}(nil)}'],
    ['printf "%d" .Values.list', '[%!d(string=a) %!d(float64=1) <nil> %!d(bool=true)]'],
    ['printf "%s" .Values.uni', 'h\u00e9llo'],
    ['printf "%6.2s|" .Values.uni', '    h\u00e9|'],
    ['html "<a b=\\"c\\">&\'" nil', '&lt;a b=&#34;c&#34;&gt;&amp;&#39;&lt;no value&gt;'],
    ['js "<\'a\\"=&>"', '\\u003C\\\'a\\"\\u003D\\u0026\\u003E'],
    ['urlquery "a b&\u00e9~"', 'a+b%26%C3%A9~'],
  ];
  for (const [expression, expected] of rows)
    it(`prints {{ ${expression} }}`, () => {
      expect(print(`{{ ${expression} }}`, values)).to.equal(expected);
    });

  it('refuses widths that would fill the memory', () => {
    expect(print('{{ range 100 }}{{ printf "%1000000d" 1 }}{{ end }}')).to.match(/^limit a\.yaml:1$/);
  });
});
