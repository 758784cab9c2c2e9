import { expect } from 'chai';
import { partCollector, partsOf } from '../../src/topology/messageParts.ts';

const graphOf = (size: number) => ({
  type: 'graph',
  version: 1,
  texts: Array.from({ length: size }, (_, index) => `element "${index}" \u{1F600}\n`),
});

describe('a message in parts', () => {
  it('is whole again when the last part has come, and nothing before', () => {
    const message = graphOf(20_000);
    const parts = partsOf(message);
    expect(parts.length).to.be.greaterThan(3);
    const collect = partCollector();
    const given = parts.map(collect);
    expect(given.slice(0, -1).every((value) => value === undefined)).to.equal(true);
    expect(given.at(-1)).to.deep.equal(message);
  });

  it('is one part when it is small, and the same object when it can only be small', () => {
    const message = graphOf(3);
    expect(partsOf(message)).to.deep.equal([message]);
    const highlight = { type: 'highlight', ids: Array.from({ length: 50_000 }, (_, index) => `Service/shop/web-${index}`) };
    expect(partsOf(highlight)[0]).to.equal(highlight);
    expect(partCollector()(highlight)).to.equal(highlight);
  });

  it('is forgotten when its beginning went to another page, and when a new one begins', () => {
    const parts = partsOf(graphOf(20_000));
    const collect = partCollector();
    expect(parts.slice(1).map(collect)).to.deep.equal(parts.slice(1).map(() => undefined));
    parts.slice(0, 2).forEach(collect);
    expect(parts.map(collect).at(-1)).to.deep.equal(graphOf(20_000));
  });

  it('that is no JSON is a message that nobody understands', () => {
    expect(partCollector()({ type: 'part', text: '{', index: 0, last: true })).to.deep.equal({ type: 'part' });
  });
});
