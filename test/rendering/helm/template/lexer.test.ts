import { expect } from 'chai';
import { tokensOf } from '../../../../src/rendering/helm/template/lexer.ts';

/** Kinds, and texts where they say more than the kind. */
function lexed(text: string): string {
  return tokensOf(text)
    .map(({ kind, text: content }) =>
      ['text', 'error', 'field', 'variable', 'identifier', 'number', 'complex', 'string'].includes(kind) ? `${kind}<${content}>` : kind,
    )
    .join(' ');
}

describe('Lexing templates', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['', 'eof'],
    [' \t\n', 'text< \t\n> eof'],
    ['a {1} b', 'text<a {1} b> eof'],
    ['{{.A.b}}', 'leftDelim field<.A> field<.b> rightDelim eof'],
    ['{{ . }}{{ $ }}', 'leftDelim space dot space rightDelim leftDelim space variable<$> space rightDelim eof'],
    ['{{$x := 1}}', 'leftDelim variable<$x> space declare space number<1> rightDelim eof'],
    ['{{$x = -1.5e3}}', 'leftDelim variable<$x> space assign space number<-1.5e3> rightDelim eof'],
    ['{{1+2i}}', 'leftDelim complex<1+2i> rightDelim eof'],
    ['{{ if x | y }}', 'leftDelim space if space identifier<x> space pipe space identifier<y> space rightDelim eof'],
    ['{{"a\\"b"}}`', 'leftDelim string<"a\\"b"> rightDelim text<`> eof'],
    ["{{'a' `r\n`}}", 'leftDelim charConstant space rawString rightDelim eof'],
    ['{{a, b}}', 'leftDelim identifier<a> char space identifier<b> rightDelim eof'],
    ['{{世.界}}', 'leftDelim identifier<世> field<.界> rightDelim eof'],
    ['a{{/* x {{ */}}b', 'text<a> text<b> eof'],
    ['a \n{{- /* x */ -}} \n b', 'text<a> text<b> eof'],
    ['a \t\r\n{{- 1 -}} \t\r\n b', 'text<a> leftDelim number<1> rightDelim text<b> eof'],
    ['a\u00a0{{- 1 -}}\vb', 'text<a\u00a0> leftDelim number<1> rightDelim text<\vb> eof'],
    ['{{-3}} a', 'leftDelim number<-3> rightDelim text< a> eof'],
    ['{{- 3}} a', 'leftDelim number<3> rightDelim text< a> eof'],
    ['{{3  -}} a', 'leftDelim number<3> space rightDelim text<a> eof'],
    ['{{ 3-}}', 'leftDelim space error<bad number syntax: "3-">'],
    ['{{3k}}', 'leftDelim error<bad number syntax: "3k">'],
    ['{{(1}}', 'leftDelim leftParen number<1> error<unclosed left paren>'],
    ['{{1)}}', 'leftDelim number<1> error<unexpected right paren>'],
    ['{{"a\n"}}', 'leftDelim error<unterminated quoted string>'],
    ['{{`a}}', 'leftDelim error<unterminated raw quoted string>'],
    ["{{'a}}", 'leftDelim error<unterminated character constant>'],
    ['{{ a', 'leftDelim space identifier<a> error<unclosed action>'],
    ['{{/* a', 'error<unclosed comment>'],
    ['{{/* a */ b}}', 'error<comment ends before closing delimiter>'],
    ['{{a-b}}', "leftDelim error<bad character U+002D '-'>"],
    ['{{$x:1}}', 'leftDelim variable<$x> error<expected :=>'],
    ['{{\u0001}}', 'leftDelim error<unrecognized character in action: U+0001>'],
    ['{{“a”}}', "leftDelim error<unrecognized character in action: U+201C '“'>"],
  ];
  for (const [text, expected] of rows)
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(lexed(text)).to.equal(expected);
    });

  it('counts lines through texts, comments, trimmed spaces and actions', () => {
    const lines = tokensOf('a\n{{/*\n*/ -}}\n\nb{{\n1\n}}{{- `\n` }}\nc').map(({ kind, line }) => `${kind} ${String(line)}`);
    expect(lines).to.deep.equal([
      'text 1',
      'text 5',
      'leftDelim 5',
      'space 5',
      'number 6',
      'space 6',
      'rightDelim 7',
      'leftDelim 7',
      'rawString 7',
      'space 8',
      'rightDelim 8',
      'text 8',
      'eof 9',
    ]);
  });
});
