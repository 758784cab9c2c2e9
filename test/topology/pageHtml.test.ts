import assert from 'node:assert/strict';
import { english } from '../../src/base/message.ts';
import { contentSecurityPolicy, pageHtml } from '../../src/topology/pageHtml.ts';
import { pageStrings } from '../../src/service/pageStrings.ts';

const resources = {
  scriptUri: 'https://host/main.js',
  styleUri: 'https://host/style.css',
  codiconUri: 'https://host/codicon.css',
  cspSource: 'https://*.host',
  nonce: 'abc',
  strings: pageStrings(english),
};

describe('The page as the extension writes it', () => {
  it('allows nothing that is inline, evaluated or from elsewhere', () => {
    const policy = contentSecurityPolicy(resources);
    assert.equal(policy, "default-src 'none'; script-src 'nonce-abc'; style-src https://*.host; font-src data:; img-src blob:");
    assert.doesNotMatch(policy, /unsafe/);
  });

  it('holds no inline script, style or handler', () => {
    const html = pageHtml(resources);
    assert.doesNotMatch(html, /<style|style=|\son[a-z]+=/);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="abc" src="https:\/\/host\/main\.js"><\/script>/);
  });

  it('cannot be broken by an address, a language or a translation', () => {
    const hostile = '"><script>alert(1)</script>';
    const html = pageHtml({
      ...resources,
      styleUri: hostile,
      strings: { ...resources.strings, language: hostile, title: hostile, search: hostile },
    });
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, /alert\(1\)<\/script>/);
  });

  it('hands over its texts whole', () => {
    const strings = /data-strings="([^"]*)"/.exec(pageHtml(resources))?.[1] ?? '';
    assert.deepEqual(JSON.parse(decodeURIComponent(strings)), JSON.parse(JSON.stringify(resources.strings)));
  });

  it('leaves the places of values in its texts', () => assert.equal(pageStrings(english).showing.other, '{0} elements in {1} cards'));
});
