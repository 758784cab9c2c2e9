import { bitsOf, formatAddress, formatCIDR, formatRange, type CIDR } from '../../base/ip.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import type { Check, Problem } from '../findings/check.ts';
import { isVariable } from '../../engine/addresses/poolVariables.ts';
import { isLoose, type Claim, type ClaimKind } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import { replacing } from '../findings/fixes.ts';
import type { FieldPlace } from '../../manifests/place.ts';

export const hostBits: Check = {
  code: 'range/host-bits',
  scope: 'cluster',
  severity: 'warning',
  fixAll: true,
  *run({ claims }: CheckContext): Generator<Problem> {
    for (const claim of claims) {
      const { cidr, place } = claim;
      // Subnets of a device configuration are reckoned from address and mask.
      if (cidr === undefined || place === undefined || !isLoose(claim) || computed.has(place.path.at(-1))) continue;
      const network = formatCIDR(cidr);
      yield {
        place,
        severity: isCalicoPool(claim) ? 'error' : 'warning',
        message: sentences(
          message(
            '{0} ({1}) has bits set behind its prefix, so it means {2} ({3}).',
            written(cidr),
            claim.label,
            network,
            formatRange(claim.range),
          ),
          advice(claim),
        ),
        fixes: fixesOf(claim, cidr, place),
      };
    }
  },
};

const computed: ReadonlySet<string | number | undefined> = new Set(['subnetMask', 'network']);
const calico: readonly ClaimKind[] = ['ip-pool', 'calico-external-pool', 'calico-idle-pool'];
const subnets: readonly ClaimKind[] = ['pod-subnet', 'service-subnet', 'lan-subnet', 'external-network', 'virtual-network', ...calico];

function written(cidr: CIDR): string {
  return `${formatAddress({ family: cidr.family, value: cidr.address })}/${cidr.prefix}`;
}

/** Of a variable Calico takes the network. */
function isCalicoPool({ kind, place }: Claim): boolean {
  return calico.includes(kind) && !(place !== undefined && isVariable(place));
}

function advice(claim: Claim): Message {
  if (isCalicoPool(claim)) return message('Calico refuses the pool; write the network.');
  return subnets.includes(claim.kind) ? message('Write the network.') : message('Write the network if all of it is meant, else a range.');
}

function fixesOf({ kind, text: replaces }: Claim, cidr: CIDR, place: FieldPlace): Problem['fixes'] {
  const network = formatCIDR(cidr);
  const isSubnet = subnets.includes(kind);
  const single = `${formatAddress({ family: cidr.family, value: cidr.address })}/${bitsOf(cidr.family)}`;
  return [
    replacing(message('Write {0}', network), isSubnet, { place, replaces, text: network }),
    ...(isSubnet ? [] : [replacing(message('Write {0}, the one address', single), false, { place, replaces, text: single })]),
  ];
}
