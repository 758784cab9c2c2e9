import assert from 'node:assert/strict';
import { message, render } from '../../src/base/message.ts';

describe('a message', () => {
  it('is rendered with its arguments, messages inside messages too', () => {
    assert.equal(render(message('{0} overlaps {1}.', 'a', message('pool {0}', 7))), 'a overlaps pool 7.');
  });

  it('leaves braces of an argument alone', () => {
    assert.equal(render(message('{0} and {1}', '{1}', 'b')), '{1} and b');
  });
});
