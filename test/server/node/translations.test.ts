import { expect } from 'chai';
import { translationsFor } from '../../../src/server/node/translations.ts';

const text = 'Node port {0} stands twice for {1}.';

describe('translations for a client that brings none', () => {
  for (const [locale, letters] of [
    ['ja', /[ぁ-ん]/],
    ['ja-JP', /[ぁ-ん]/],
    ['ja_JP.UTF-8', /[ぁ-ん]/],
    ['zh-TW', /\p{Script=Han}/u],
    ['zh-Hant', /\p{Script=Han}/u],
    ['zh-Hant-HK', /\p{Script=Han}/u],
  ] as const) {
    it(`are there for ${locale}`, () => {
      expect(translationsFor(locale, 'l10n')?.[text]).to.match(letters);
    });
  }

  for (const locale of ['en', 'en-US', 'zh-CN', 'zh', 'zh-Hans-HK', 'jav', 'de', '', '../../ja']) {
    it(`are not there for "${locale}"`, () => {
      expect(translationsFor(locale, 'l10n')).to.equal(undefined);
    });
  }

  it('are not there where the script lies alone', () => {
    expect(translationsFor('ja', 'no/such/folder')).to.equal(undefined);
  });
});
