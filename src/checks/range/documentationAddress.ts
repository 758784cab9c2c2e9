import { encloses, parseCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { message, sentences, term, type Message, type Term } from '../../base/message.ts';
import { rangesOf } from '../../engine/network.ts';
import type { FieldPlace } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { Claim } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import { resourceAt } from '../findings/resourceAt.ts';

export const documentationAddress: Check = {
  code: 'range/documentation-address',
  scope: 'cluster',
  severity: 'hint',
  *run({ claims, network, cluster }: CheckContext): Generator<Problem> {
    const isLanKnown = rangesOf(network, 'lan-subnet').some(({ place }) => place !== undefined);
    const groups = new Map<
      string,
      { readonly first: WrittenClaim; readonly said: (label: Term, text: string) => Message; readonly others: WrittenClaim[] }
    >();
    for (const claim of claims) {
      if (!isWritten(claim)) continue;
      const kept = networks.find(({ range }) => encloses(range, claim.range));
      const isSample = kept === undefined && !isLanKnown && claim.kind === 'load-balancer-pool' && claim.text === sample;
      if (kept === undefined && !isSample) continue;
      const owner = resourceAt(cluster, claim.place);
      const key = `${claim.place.document.file} ${owner === undefined ? '' : JSON.stringify([owner.root, owner.kind, owner.metadata.name])} ${kept?.text ?? sample}`;
      const group = groups.get(key);
      if (group !== undefined) group.others.push(claim);
      else
        groups.set(key, {
          first: claim,
          others: [],
          said:
            kept === undefined
              ? (label, text) => message('The addresses of {0} {1} are the sample of the MicroK8s documentation.', label, text)
              : (label, text) => message('The addresses of {0} {1} lie in {2}, which is kept for documentation.', label, text, kept.text),
        });
    }
    for (const { first, said, others } of groups.values()) {
      yield {
        place: first.place,
        message: sentences(said(first.label, first.text), message('Write addresses of the site.')),
        related: others.slice(0, 10).map(({ label, text, place }) => ({ message: term('{0} {1}', label, text), place })),
      };
    }
  },
};

type WrittenClaim = Claim & { readonly place: FieldPlace };

function isWritten(claim: Claim): claim is WrittenClaim {
  return claim.place !== undefined;
}

const sample = '10.64.140.43-10.64.140.49';

const networks: readonly { readonly text: string; readonly range: IPRange }[] = [
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
].flatMap((text) => {
  const cidr = parseCIDR(text);
  return cidr === undefined ? [] : [{ text, range: rangeOfCIDR(cidr) }];
});
