import { expect } from 'chai';
import { Remembered } from '../../src/base/remembered.ts';

describe('what is remembered of texts', () => {
  const counting = (most: number) => {
    const remembered = new Remembered<number>(most);
    let made = 0;
    return (name: string, text: string, holds?: (value: number) => boolean) => remembered.of(name, text, () => ++made, holds);
  };

  it('is made once while the text of a name says the same', () => {
    const of = counting(100);
    expect([of('a', 'x'), of('a', 'x'), of('b', 'x'), of('a', 'y'), of('a', 'x')]).to.deep.equal([1, 1, 2, 3, 4]);
  });

  it('is made anew where it no longer holds', () => {
    const of = counting(100);
    expect([of('a', 'x'), of('a', 'x', () => false), of('a', 'x', (value) => value === 2)]).to.deep.equal([1, 2, 2]);
  });

  it('is forgotten when the texts grow beyond the bound', () => {
    const of = counting(5);
    expect([of('a', 'xxx'), of('b', 'yyy'), of('b', 'yyy'), of('a', 'xxx')]).to.deep.equal([1, 2, 2, 3]);
  });
});
