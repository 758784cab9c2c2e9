import { expect } from 'chai';
import { formatAddress } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { factsOf } from '../support/cluster.ts';

const network = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { serviceSubnet: 10.96.0.0/16 }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.0.0.1-10.0.0.9] }
---
`;
const service = (spec: string, annotations = '{}') =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: web, annotations: ${annotations} }\nspec: { type: LoadBalancer, ports: [{ port: 80 }], ${spec} }\n`;

function outcomeOf(text: string) {
  const resources = factsOf(network + text).flatMap((facts) => facts.resources);
  const allocation = allocate({ name: 'test', root: '', resources, unknowns: [] });
  const web = allocation.services.find(({ name }) => name === 'web');
  return {
    clusterIPs: web?.clusterIPs.map(formatAddress),
    external: web?.loadBalancer?.ips.map(formatAddress),
    refused: web?.rejected?.reason,
    reason: web?.loadBalancer?.explanation.reason.key,
  };
}

describe('what a service asks for and is filled in later', () => {
  it('is a cluster IP that is not known, neither refused nor automatic', () => {
    expect(outcomeOf(service('clusterIP: "${IP}"')))
      .to.include({ refused: undefined })
      .and.to.deep.include({ clusterIPs: [] });
  });

  for (const [what, text] of [
    ['loadBalancerIP', service('loadBalancerIP: "${IP}"')],
    ['an annotation', service('clusterIP: 10.96.0.9', '{ metallb.io/loadBalancerIPs: "${IP}" }')],
  ] as const) {
    it(`is an external address that is not known: ${what}`, () => {
      const { external, reason } = outcomeOf(text);
      expect(external).to.deep.equal([]);
      expect(reason).to.contain('not known');
    });
  }
});
