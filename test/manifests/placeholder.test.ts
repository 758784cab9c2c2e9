import { expect } from 'chai';
import { holdsPlaceholder, placeholderPattern, untemplated } from '../../src/manifests/placeholder.ts';

describe('what a text with placeholders may become', () => {
  for (const [text, pattern] of [
    ['etcd-${CELL}', 'etcd-*'],
    ['{{ .Release.Name }}-web', '*-web'],
    ['a-<xxxx>-b', 'a-*-b'],
    ['$(A).$(B)', '*.*'],
    ['__NAME__', '*'],
    ['CHANGE_ME', '*'],
    ['web-CHANGE_ME-${X}', '*'],
    ['ENC[AES256_GCM,data:x]', '*'],
  ] as const)
    it(`is ${pattern} of ${text}`, () => expect(placeholderPattern(text)).to.equal(pattern));
});

describe('a placeholder', () => {
  const placeholders = [
    '${IP}',
    'a-${B:=c}-d',
    '$(NODE_IP)',
    '$NODE_IP',
    '{{ ip }}',
    '{% if a %}',
    '#{ip}#',
    '<your-ip>',
    '<first>-<last>',
    '__LAN_RANGE__',
    'x-__A__',
    'web-<xx>',
    '_replaced_',
    '@NAME@',
    'RELEASE-NAME',
    'wipe-HOSTNAME',
    'RELEASE-NAME-web',
    'CHANGE_ME',
    'CHANGEME',
    'CHANGEME_START-CHANGEME_END',
    'AUTOMATIC_REPLACE',
    'REPLACE-ME',
    'change-me',
    'changeme.example.com',
    'ENC[AES256_GCM,data:Aw==,iv:A=,tag:A==,type:int]',
  ];
  for (const text of placeholders) it(`is ${text}`, () => expect(holdsPlaceholder(text)).to.equal(true));

  const texts = [
    '',
    'web',
    '10.0.0.1',
    '$',
    '${',
    'a<b',
    '`<b>',
    '__proto__',
    '_tcp',
    'a_b',
    'me@example.com',
    'CHANGELOG',
    'exchange-media',
    'replacement',
    'ENC',
    'CHANGER',
  ];
  for (const text of texts) it(`is not ${JSON.stringify(text)}`, () => expect(holdsPlaceholder(text)).to.equal(false));
});

describe('a text without its templating', () => {
  const cases: readonly (readonly [what: string, text: string, without: string | undefined, structural: boolean])[] = [
    ['has a placeholder for a value', 'a: {{ b }}\n', 'a: <xxxxx>\n', false],
    ['has one for each part of a value', 'a: {{b}}-{{c}}\n', 'a: <xxx>-<xxx>\n', false],
    ['has one for a key', '{{ a }}: b\n', '<xxxxx>: b\n', false],
    ['has one for a mark of another tool', 'a: @B@\n', 'a: <x>\n', false],
    ['has one inside brackets', 'a: { b: ${C} }\n', 'a: { b: <xx> }\n', false],
    ['has nothing for a line', '{{- if a }}\nb: 1\n{{ end }}\n', '           \nb: 1\n         \n', true],
    ['has nothing for an action of several lines', 'a: 1\n{{- /*\n x\n*/ -}}\nb: 1\n', 'a: 1\n', true],
    ['keeps its comments', '# {{ a }}\na: {{ b }}\n', '# {{ a }}\na: <xxxxx>\n', false],
    ['is none where an action does not end', 'a: {{ b\n', undefined, false],
    ['is none where there is none', 'a: b@example.com\n', undefined, false],
  ];
  for (const [what, text, without, structural] of cases) {
    it(what, () => {
      const made = untemplated(text);
      if (without === undefined) return void expect(made).to.equal(undefined);
      expect(made?.text.length).to.equal(text.length);
      expect(made?.text.startsWith(without)).to.equal(true);
      expect(made?.structural).to.equal(structural);
    });
  }
});
