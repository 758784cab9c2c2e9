import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { languageOf, message, plural } from '../src/base/message.ts';

type Texts = Readonly<Record<string, string>>;

function textsIn(file: string): Texts {
  return JSON.parse(readFileSync(file, 'utf8')) as Texts;
}

const english = textsIn('l10n/bundle.l10n.json');
const interfaceTexts = textsIn('package.nls.json');

/** What goes in the place of a text: `{0}`, and the links to commands and settings that Markdown has. */
function slotsOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|\]\([^)]*\)|`#[^`]+#`/g)].map(([slot]) => slot).sort();
}

/** The note for translators stands behind the last slash of a key, and is none of the text. */
function englishText(key: string): string {
  const note = /\/(?=[A-Z][^/]*\.$)/.exec(key);
  return note === null ? key : key.slice(0, note.index);
}

const languages = [
  { locale: 'ja', letters: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u },
  { locale: 'zh-tw', letters: /\p{Script=Han}/u },
];

for (const { locale, letters } of languages) {
  describe(`the translation into ${locale}`, () => {
    const texts = textsIn(`l10n/bundle.l10n.${locale}.json`);
    const manifest = textsIn(`package.nls.${locale}.json`);

    it('has every text, and none that nobody says any more', () => {
      expect(Object.keys(english).filter((key) => !Object.hasOwn(texts, key))).to.deep.equal([]);
      expect(Object.keys(texts).filter((key) => !Object.hasOwn(english, key))).to.deep.equal([]);
      expect(Object.keys(manifest)).to.have.members(Object.keys(interfaceTexts));
    });

    it('has everything in it that the English text has a place for', () => {
      const unlike = [
        ...Object.entries(texts).map(([key, text]) => [englishText(key), text] as const),
        ...Object.entries(manifest).map(([key, text]) => [interfaceTexts[key] ?? '', text] as const),
      ].filter(([from, to]) => slotsOf(from).join(' ') !== slotsOf(to).join(' '));
      expect(unlike).to.deep.equal([]);
    });

    it('leaves in English only names, numbers and signs', () => {
      const left = Object.entries(texts).filter(([key, text]) => key !== '' && !letters.test(text) && isProse(englishText(key)));
      expect(left).to.deep.equal([]);
      expect(Object.values(texts).filter((text, index) => text === '' && Object.keys(texts)[index] !== '')).to.deep.equal([]);
    });

    it('has the pages of the walkthrough, which say the commands as the palette does', () => {
      const folder = 'media/walkthrough';
      const pages = readdirSync(folder).filter((file) => /^[^.]+\.md$/.test(file));
      expect(pages).to.not.deep.equal([]);
      // VS Code looks for NAME.nls.LANGUAGE.md beside the page that the manifest names: readAndCacheStepMarkdown of its gettingStartedDetailsRenderer.ts.
      const own = pages.map((file) => readFileSync(`${folder}/${file.replace('.md', `.nls.${locale}.md`)}`, 'utf8'));
      const before = pages.map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
      for (const [index, text] of own.entries()) {
        expect(text, pages[index]).to.match(letters);
        const blocks = (page: string) => [...page.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([block]) => block.replaceAll(/#.*/g, ''));
        expect(blocks(text), pages[index]).to.deep.equal(blocks(before[index] ?? ''));
      }
      const commands = [...before.join('\n').matchAll(/\*\*(.+?…)\*\*/g)].map(([, title]) => title);
      expect(commands).to.have.length(4);
      for (const title of commands) {
        const [key = ''] = Object.entries(interfaceTexts).find(([name, text]) => name.startsWith('command.') && text === title) ?? [];
        expect(own.join('\n'), title).to.contain(`**${manifest[key] ?? ''}**`);
      }
    });

    it('says counts and lists in its own way', () => {
      const { say } = languageOf(locale, texts);
      expect(say(plural(1, '{0} endpoint', '{0} endpoints'))).to.match(letters);
      expect(say(plural(3, '{0} endpoint', '{0} endpoints')))
        .to.match(letters)
        .and.to.contain('3');
      expect(say(message('Node port {0} stands twice for {1}.', 30_080, 'TCP')))
        .to.match(letters)
        .and.to.contain('30080');
    });
  });
}

it('every language with texts for the window has texts for the manifest', () => {
  const named = (files: readonly string[], pattern: RegExp) => files.flatMap((file) => pattern.exec(file)?.[1] ?? []).sort();
  expect(named(readdirSync('l10n'), /^bundle\.l10n\.(.+)\.json$/)).to.deep.equal(named(readdirSync('.'), /^package\.nls\.(.+)\.json$/));
});

/** Two words of small letters are a sentence or a label; less may be a name. */
function isProse(text: string): boolean {
  return (text.replaceAll(/`[^`]*`|"[^"]*"/g, '').match(/(?<![\w{.:/-])[a-z]{2,}(?![\w}.:/-])/g) ?? []).length >= 2;
}
