import assert from 'node:assert/strict';
import packageJson from '../../package.json' with { type: 'json' };
import { hasSchemaByName } from '../../src/manifests/fileNames.ts';

describe('a file with a schema by its name', () => {
  const patterns = packageJson.contributes.yamlValidation.flatMap(({ fileMatch }) => fileMatch);

  it('is each that the manifest of the extension names one for', () => {
    assert.deepEqual(
      patterns.filter((pattern) => !hasSchemaByName(`shop/${pattern.replace('*', 'west')}`)),
      [],
    );
  });

  it('is no other', () => {
    for (const name of ['site.yaml', 'edge-network.json', 'my-edge-network.yaml', 'edgenetwork.yaml', 'edge-network.yaml/web.yaml'])
      assert.equal(hasSchemaByName(`shop/${name}`), false, name);
  });
});
