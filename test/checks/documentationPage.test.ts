import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkCodes } from '../../src/checks/all.ts';
import { anchorOf, documentationPage } from '../../src/checks/documentationPage.ts';

describe('docs/checks.md', () => {
  const page = readFileSync('docs/checks.md', 'utf8');

  it('is what the checks say (else: npm run docs)', () => assert.equal(page, documentationPage()));

  it('has a section with its own anchor for every code', () => {
    for (const code of checkCodes) assert.equal(page.split(`<a id="${anchorOf(code)}"></a>`).length, 2, code);
  });
});
