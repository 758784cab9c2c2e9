import { message, render } from '../base/message.ts';
import type { PlanStrings } from '../topology/plan/planProtocol.ts';

/** The page's texts for the address plan, in the reader's language. */
export function planStrings(): PlanStrings {
  return {
    view: render(message('Address plan')),
    free: render(message('free')),
    held: render(message('set aside')),
    used: render(message('{0} in use')),
    addresses: render(message('{0} addresses')),
    oneAddress: render(message('1 address')),
    freeRun: render(message('Free: {0}–{1}, {2} addresses')),
    freeOne: render(message('Free: {0}')),
    moreFree: render(message('and {0} more')),
    nextFree: render(message('Next free range of this size: {0}')),
    freeOf: render(message('{0} of {1} free')),
    left: render(message('All addresses are shown; what the filters leave out is pale.')),
    implied: render(message('implied')),
    inUse: render(message('Addresses in use')),
    single: render(message('Single addresses')),
    blocks: render(message('Blocks that nodes have claimed')),
    blockUse: render(message('{0} of {1}')),
    block: render(message('Block {0}, {1}, {2} of {3} in use')),
    overlap: render(message('in both {0}')),
    overlapping: render(message('claimed twice')),
    from: render(message('{0} to {1}')),
    show: render(message('Show {0} addresses')),
    hide: render(message('Hide the addresses')),
    showBlock: render(message('Addresses of block {0}')),
    omitted: render(message('{0} more are not shown')),
    scale: render(message('{0} to scale: {1}')),
    help: render(
      message(
        'Left and right arrow keys move along the addresses, up and down between the ranges, Enter selects, and opens the manifest of what is selected, T shows only the chain, F goes to the filters, Escape leads back, 1, 2 and 3 change the view.',
      ),
    ),
    nothingTitle: render(message('No address range is known yet')),
    nothing: render(
      message(
        'Say which addresses the site has in an EdgeNetwork manifest: this extension then shows what is used, by whom, what is free and what overlaps. All fields are optional, and the manifest is never applied to a cluster.',
      ),
    ),
    kinds: {
      site: render(message('LAN')),
      node: render(message('nodes')),
      external: render(message('external addresses')),
      pod: render(message('pods')),
      service: render(message('services')),
      held: render(message('set aside for others')),
      network: render(message('another network')),
      mixed: render(message('several ranges')),
    },
  };
}
