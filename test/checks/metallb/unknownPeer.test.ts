import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const advertisement = (peers: string) => `apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: lan, namespace: metallb-system }
spec:
  peers:
  - ${peers}
`;
const peer = (name: string, address: string, more = '') => `---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: ${name}, namespace: metallb-system }
spec:
  myASN: 64500
  peerASN: 64501
  peerAddress: ${address}
${more}`;

describe('metallb/unknown-peer', () => {
  it('finds an address in the place of a name, and writes the name', () => {
    const text = advertisement('192.168.40.1') + peer('tor', '192.168.40.1') + peer('tor2', '192.168.40.2');
    check(
      text.replace(
        '- 192.168.40.1\n',
        '- 192.168.40.1\n  # ^^^^^^^^^^^^ warning metallb/unknown-peer: BGPAdvertisement metallb-system/lan is for the address 192.168.40.1; peers takes the names of BGPPeers, so that it announces nothing. The BGPPeer with that address is tor.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('- 192.168.40.1\n', '- tor\n'));
  });

  it('finds a slip', () => {
    check(
      `${advertisement('tro\n  # ^^^ warning metallb/unknown-peer: BGPAdvertisement metallb-system/lan is for a BGPPeer "tro" that there is not, so that it announces nothing to it. The names are: tor.')}${peer('tor', '192.168.40.1')}`,
    );
  });

  it('finds a peer that no node is for', () => {
    check(
      `${advertisement('tor')}${peer(
        'tor',
        '192.168.40.1',
        '  nodeSelectors: [{ matchLabels: { kubernetes.io/hostname: w-9 } }]\n# ^^^^^^^^^^^^^ warning metallb/unknown-peer: The nodeSelectors of BGPPeer metallb-system/tor (kubernetes.io/hostname: w-9) select none of the nodes (w-1), so that nobody talks to 192.168.40.1.\n',
      )}---\napiVersion: v1\nkind: Node\nmetadata: { name: w-1, labels: { kubernetes.io/hostname: w-1 } }\n`,
    );
  });

  it('is silent about names that are there, and where no peer is written', () => {
    check(advertisement('tor') + peer('tor', '192.168.40.1'));
    check(advertisement('tor'));
  });
});
