import assert from 'node:assert/strict';
import { resourceOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

describe('a MetalLB manifest', () => {
  it('IPAddressPool: keeps the addresses as written, blanks and all', () => {
    const pool = resourceOf(
      'IPAddressPool',
      `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
    - 10.0.0.1-10.0.0.9
    - " 10.0.1.0/24"
    - 10
  avoidBuggyIPs: true
`,
    );
    assert.deepEqual(pool.addresses, ['10.0.0.1-10.0.0.9', ' 10.0.1.0/24', '10']);
    assert.deepEqual([pool.autoAssign, pool.avoidBuggyIPs, pool.serviceAllocation], [true, true, undefined]);
  });

  it('IPAddressPool: reads whom it is for', () => {
    const pool = resourceOf(
      'IPAddressPool',
      `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan }
spec:
  autoAssign: false
  serviceAllocation:
    priority: 10
    namespaces: [shop]
    namespaceSelectors: [{ matchLabels: { team: a } }]
    serviceSelectors: [{ matchExpressions: [{ key: tier, operator: In, values: [front, back] }] }]
`,
    );
    assert.equal(pool.autoAssign, false);
    assert.deepEqual(pool.serviceAllocation, {
      priority: 10,
      namespaces: ['shop'],
      namespaceSelectors: [{ matchLabels: { team: 'a' }, matchExpressions: [] }],
      serviceSelectors: [{ matchLabels: {}, matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'back'] }] }],
    });
    const empty = resourceOf('IPAddressPool', 'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nspec: { serviceAllocation: {} }');
    assert.deepEqual(empty.serviceAllocation, { priority: 0, namespaces: [], namespaceSelectors: [], serviceSelectors: [] });
  });

  it('L2Advertisement: reads pools, nodes and interfaces', () => {
    const { ipAddressPools, nodeSelectors, interfaces, preferredNodeSelectors, serviceSelectors } = resourceOf(
      'L2Advertisement',
      `
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
spec:
  ipAddressPools: [lan]
  nodeSelectors: [{ matchLabels: { zone: a } }]
  interfaces: [eth0]
  preferredNodeSelectors: [{ weight: 5, preference: { matchLabels: { zone: b } } }]
`,
    );
    assert.deepEqual(
      { ipAddressPools, nodeSelectors, interfaces, preferredNodeSelectors, serviceSelectors },
      {
        ipAddressPools: ['lan'],
        nodeSelectors: [{ matchLabels: { zone: 'a' }, matchExpressions: [] }],
        interfaces: ['eth0'],
        preferredNodeSelectors: [{ weight: 5, preference: { matchLabels: { zone: 'b' }, matchExpressions: [] } }],
        serviceSelectors: [],
      },
    );
  });

  it('BGPAdvertisement: reads its routes', () => {
    const { aggregationLength, aggregationLengthV6, localPref, communities, peers } = resourceOf(
      'BGPAdvertisement',
      `
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
spec: { aggregationLength: 24, localPref: 100, communities: ["65535:65282"], peers: [tor] }
`,
    );
    assert.deepEqual(
      { aggregationLength, aggregationLengthV6, localPref, communities, peers },
      { aggregationLength: 24, aggregationLengthV6: undefined, localPref: 100, communities: ['65535:65282'], peers: ['tor'] },
    );
  });

  it('Community: reads names and values, a number as its text', () => {
    const { communities } = resourceOf(
      'Community',
      'apiVersion: metallb.io/v1beta1\nkind: Community\nspec: { communities: [{ name: a, value: "1:2" }, { name: b, value: 7 }, {}] }',
    );
    assert.deepEqual(communities, [
      { name: 'a', value: '1:2' },
      { name: 'b', value: '7' },
      { name: '', value: '' },
    ]);
  });

  it('BGPPeer and BFDProfile: say at its place what has the wrong type', () => {
    assert.deepEqual(problemsOf('apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nspec: { myASN: x }'), [
      'resource/wrong-type: myASN must be a whole number. @ x',
    ]);
    assert.deepEqual(problemsOf('apiVersion: metallb.io/v1beta1\nkind: BFDProfile\nspec: { echoMode: 1 }'), [
      'resource/wrong-type: echoMode must be true or false. @ 1',
    ]);
  });

  it('a list of selectors: an item left empty selects everything, one of another type is reported and left out', () => {
    const text = 'apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nspec:\n  nodeSelectors:\n    -\n    - zone\n';
    assert.deepEqual(problemsOf(text), ['resource/wrong-type: nodeSelectors[1] must be a map. @ zone']);
    assert.deepEqual(resourceOf('L2Advertisement', text.replace('    - zone\n', '')).nodeSelectors, [
      { matchLabels: {}, matchExpressions: [] },
    ]);
  });

  it('says at its place what has the wrong type', () => {
    assert.deepEqual(
      problemsOf('apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nspec:\n  addresses: 10.0.0.0/24\n  autoAssign: "yes"\n'),
      ['resource/wrong-type: addresses must be a list. @ 10.0.0.0/24', 'resource/wrong-type: autoAssign must be true or false. @ "yes"'],
    );
  });
});
