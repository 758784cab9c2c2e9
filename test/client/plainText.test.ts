import { expect } from 'chai';
import { plain, withoutIcons } from '../../src/editor/plainText.ts';

/** What VS Code takes for a link in the text of a notification. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('a text for a notification', () => {
  for (const text of ['[x](command:workbench.action.quit)', '[](a[x](https://example.com "t"))', 'file [x](file:///etc/passwd).yaml'])
    it(`is no link: ${text}`, () => {
      expect(text).to.match(link);
      expect(plain(text)).not.to.match(link);
      expect(plain(text).replaceAll('\u200B', '')).to.equal(text);
    });

  it('is as it was when nothing in it could be one', () => {
    expect(plain('apps/[web].yaml (new)')).to.equal('apps/[web].yaml (new)');
  });

  it('shows no icon in a list to choose from', () => {
    expect(withoutIcons('shop/$(zap)$(x)')).to.equal('shop/$\u200B(zap)$\u200B(x)');
    expect(withoutIcons('$ (x) $x')).to.equal('$ (x) $x');
  });
});
