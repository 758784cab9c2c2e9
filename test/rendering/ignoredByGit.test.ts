import { expect } from 'chai';
import { isIgnoredByGit } from '../../src/rendering/ignoredByGit.ts';
import { memorySources } from './memorySources.ts';

/** `.gitignore` files, a path that is not there, and whether git leaves it out (`git check-ignore`). */
const cases: readonly (readonly [files: Readonly<Record<string, string>>, path: string, isIgnored: boolean])[] = [
  [{}, 'env/a.env', false],
  [{ '.gitignore': 'env/\n' }, 'web/env/a.env', true],
  [{ '.gitignore': '/env/\n' }, 'web/env/a.env', false],
  [{ '.gitignore': '*.env\n' }, 'web/a.env', true],
  [{ '.gitignore': '*.env\n!a.env\n' }, 'web/a.env', false],
  [{ '.gitignore': 'env/\n!env/a.env\n' }, 'env/a.env', true],
  [{ 'web/.gitignore': 'a.env\n' }, 'web/a.env', true],
  [{ 'web/.gitignore': 'a.env\n' }, 'a.env', false],
  [{ '.gitignore': '*.env\n', 'web/.gitignore': '!a.env\n' }, 'web/a.env', false],
  [{ '.gitignore': 'secrets\n' }, 'web/secrets', true],
  [{ '.gitignore': 'web/secrets/*.yaml\n' }, 'web/secrets/a.yaml', true],
];

describe('What git leaves out', () => {
  for (const [files, path, isIgnored] of cases)
    it(`${isIgnored ? 'holds' : 'does not hold'} ${path} under ${JSON.stringify(files)}`, () => {
      expect(isIgnoredByGit(memorySources(files), path, () => undefined)).to.equal(isIgnored);
    });

  it('is looked up in every folder above, which is noted', () => {
    const noted: string[] = [];
    isIgnoredByGit(memorySources({}), 'web/env/a.env', (path) => noted.push(path));
    expect(noted).to.deep.equal(['.gitignore', 'web/.gitignore', 'web/env/.gitignore']);
  });
});
