import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const service =
  'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ port: 80 }], type: ExternalName, externalName: example.com }\n';

describe('suppression/unused', () => {
  it('marks a comment that keeps nothing away', () => {
    check(`
# edge-network-disable-next-line selector/no-match -- was needed once
#<------------------------------------------------------------------- hint suppression/unused: This suppresses nothing: selector/no-match.
${service}`);
  });

  it('marks a code that does not exist, and knows the nearest', () => {
    check(`
# edge-network-disable-file selector/nomatch
#                           ^^^^^^^^^^^^^^^^ hint suppression/unused: No check has the code selector/nomatch. Did you mean selector/no-match?
${service}`);
    assert.equal(
      fixed(`# edge-network-disable-file selector/nomatch\n${service}`),
      `# edge-network-disable-file selector/no-match\n${service}`,
    );
  });

  it('removes the comment, and its line where nothing else stands on it', () => {
    assert.equal(fixed(`# edge-network-disable-file range/overlap\n${service}`), service);
    assert.equal(fixed(service.replace('kind: Service\n', 'kind: Service # edge-network-disable-next-line range/overlap\n')), service);
  });

  it('is silent when it is off', () => {
    check(`# edge-network-disable-file range/overlap\n${service}`, { severities: { 'suppression/unused': 'off' } });
  });
});
