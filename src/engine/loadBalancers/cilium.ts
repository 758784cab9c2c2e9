import { parseAddress, parseCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import type { CiliumBlock, CiliumLoadBalancerIPPoolResource } from '../../manifests/resources/cilium.ts';

/** The classes that it serves besides services without one. operator/pkg/lbipam/lbipam.go (isResponsibleForSVC) */
export const ciliumClasses: ReadonlySet<string> = new Set(['io.cilium/bgp-control-plane', 'io.cilium/l2-announcer']);

/** The blocks that can be read, with what is written. */
export function ciliumRanges({
  blocks,
  givesEnds,
}: CiliumLoadBalancerIPPoolResource): readonly { readonly range: IPRange; readonly block: CiliumBlock; readonly text: string }[] {
  return blocks.flatMap((block) => {
    const range = rangeOf(block, givesEnds);
    return range === undefined ? [] : [{ range, block, text: block.cidr ?? `${block.start ?? ''}-${block.stop ?? block.start ?? ''}` }];
  });
}

function rangeOf({ cidr: text, start, stop }: CiliumBlock, givesEnds: boolean): IPRange | undefined {
  if (text !== undefined) {
    const cidr = parseCIDR(text);
    if (cidr === undefined) return undefined;
    const range = rangeOfCIDR(cidr);
    return givesEnds || range.last - range.first < 2n ? range : { ...range, first: range.first + 1n, last: range.last - 1n };
  }
  const first = parseAddress(start ?? '');
  const last = parseAddress(stop ?? start ?? '');
  return first === undefined || last?.family !== first.family || last.value < first.value
    ? undefined
    : { family: first.family, first: first.value, last: last.value };
}
