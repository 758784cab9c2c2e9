import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { english } from '../../../src/base/message.ts';
import { locate } from '../../../src/manifests/locate.ts';
import { workspaceOf } from '../../support/analysed.ts';

const network = (manifests: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec:\n  manifests: ${manifests}\n`;
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';

/** `text | message` of each finding of the rule. */
function found(files: Readonly<Record<string, string>>): readonly string[] {
  const snapshot = workspaceOf(files).refreshAtOnce();
  return [...snapshot.files]
    .flatMap(({ path }) => findingsOf(snapshot, path))
    .filter(({ code }) => code === 'resource/no-manifests')
    .map(({ place, message }) => {
      const { start, end } = locate(place);
      return `${place.document.text.slice(start, end)} | ${english.say(message)}`;
    });
}

describe('resource/no-manifests', () => {
  it('underlines the entries that name nothing', () => {
    assert.deepEqual(
      found({
        'sites/store/edge.yaml': network('[../../apps, ../apps, "../../more/*.yaml", https://example.com/a.yaml]'),
        'apps/shop.yaml': namespace,
      }),
      [
        '../apps | There is no manifest at "../apps". A path counts from the folder of this file.',
        '"../../more/*.yaml" | There is no manifest at "../../more/*.yaml". A path counts from the folder of this file.',
        'https://example.com/a.yaml | "https://example.com/a.yaml" is an address on the network; only files of this workspace are read.',
      ],
    );
  });

  it('is silent when each entry names something, and without entries', () => {
    assert.deepEqual(found({ 'sites/store/edge.yaml': network('[../../apps]'), 'apps/shop.yaml': namespace }), []);
    assert.deepEqual(found({ 'sites/store/edge.yaml': network('[]'), 'apps/shop.yaml': namespace }), []);
  });
});
