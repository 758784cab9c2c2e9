import assert from 'node:assert/strict';
import {
  english,
  inWords,
  languageOf,
  list,
  message,
  plural,
  pluralForms,
  sentences,
  tableInWords,
  term,
  type PluralForms,
} from '../../src/base/message.ts';

describe('a message', () => {
  it('is said with its arguments, names of things among them', () => {
    assert.equal(english.say(message('{0} overlaps {1}.', 'a', term('pool {0}', 7))), 'a overlaps pool 7.');
  });

  it('leaves braces of an argument alone, and those that stand for nothing', () => {
    assert.equal(english.say(message('{0} and {1}', '{1}', 'b')), '{1} and b');
    assert.equal(english.say(message('{0} and {1}', 'a')), 'a and {1}');
  });

  it('is said in another language where it is translated, else in English', () => {
    const german = languageOf('de', { '{0} is free.': '{0} ist frei.', taken: { message: 'belegt', comment: ['of an address'] } });
    assert.equal(german.say(message('{0} is free.', '10.0.0.1')), '10.0.0.1 ist frei.');
    assert.equal(german.say(message('taken')), 'belegt');
    assert.equal(german.say(message('unknown')), 'unknown');
    assert.equal(german.say('a name'), 'a name');
  });

  it('does not take what every object has for a translation', () => {
    assert.equal(languageOf('en').say(message('toString')), 'toString');
  });
});

describe('sentences', () => {
  const two = sentences(message('{0} is taken.', 'a'), undefined, message('Ask for {0}.', 'b'));

  it('are said one after the other', () => {
    assert.equal(english.say(two), 'a is taken. Ask for b.');
    assert.equal(english.say(sentences(message('{0} is taken.', 'a'), undefined)), 'a is taken.');
  });

  it('stand apart as the language has it', () => {
    const chinese = languageOf('zh', {
      '{0} {1}': 'no sentences',
      '{0} {1}/Two whole sentences, one after the other.': '{0}{1}',
      'Ask for {0}.': '请使用{0}。',
    });
    assert.equal(chinese.say(two), 'a is taken.请使用b。');
  });
});

describe('a list', () => {
  it('has its names as the language lists them', () => {
    const names = message('The pools are: {0}.', list(['a', term('pool {0}', 'b'), 'c']));
    assert.equal(english.say(names), 'The pools are: a, pool b, c.');
    assert.equal(languageOf('ja').say(names), 'The pools are: a、pool b、c.');
    assert.equal(languageOf('no such language').say(names), 'The pools are: a, pool b, c.');
    assert.equal(english.say(list([])), '');
  });

  it('says that there are more names than it shows', () => {
    assert.equal(english.say(list(['a', 'b', 'c'], 2)), 'a, b, …');
    assert.equal(english.say(list(['a', 'b'], 2)), 'a, b');
  });
});

describe('a message with a count', () => {
  const services = (count: number) => plural(count, '{0} service of {1}', '{0} services of {1}', 'shop');

  it('has the form for one, and that for any other number', () => {
    assert.deepEqual(
      [0, 1, 2].map((count) => english.say(services(count))),
      ['0 services of shop', '1 service of shop', '2 services of shop'],
    );
  });

  it('has the forms of a language with more of them', () => {
    const polish = languageOf('pl', {
      '{0} service of {1}': '{0} usługa w {1}',
      '{0} services of {1}#few': '{0} usługi w {1}',
      '{0} services of {1}': '{0} usług w {1}',
    });
    assert.deepEqual(
      [1, 3, 5].map((count) => polish.say(services(count))),
      ['1 usługa w shop', '3 usługi w shop', '5 usług w shop'],
    );
  });

  it('is said in English where a translation has none of its forms, and where the language is not known', () => {
    assert.equal(languageOf('fr').say(services(0)), '0 services of shop');
    assert.equal(languageOf('no such language').say(services(1)), '1 service of shop');
  });
});

describe('the forms of a text with a count', () => {
  const pods = (language = english) => tableInWords<{ pods: PluralForms }>({ pods: pluralForms('{0} pod', '{0} pods') }, language).pods;

  it('are those of English where nothing is translated', () => {
    assert.deepEqual(pods(), { one: '{0} pod', other: '{0} pods' });
  });

  it('are those of the language', () => {
    const polish = languageOf('pl', { '{0} pod': '{0} pod', '{0} pods#few': '{0} pody', '{0} pods': '{0} podów' });
    assert.deepEqual(pods(polish), { one: '{0} pod', few: '{0} pody', many: '{0} podów', other: '{0} podów' });
  });
});

describe('a value with messages', () => {
  it('is said text by text; the rest of it stays', () => {
    const inner = { count: 1 };
    const said = inWords<{ label: string; note: string; inner: object }, 'label'>(
      { label: message('free'), note: 'x', inner },
      ['label'],
      english,
    );
    assert.deepEqual(said, { label: 'free', note: 'x', inner });
    assert.equal(said.inner, inner);
  });

  it('may be a table of them, with tables inside', () => {
    assert.deepEqual(tableInWords({ a: message('one'), more: { b: 'two' } }, english), { a: 'one', more: { b: 'two' } });
  });
});
