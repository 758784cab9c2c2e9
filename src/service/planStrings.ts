import { pluralForms, message, term, type UnsaidTable } from '../base/message.ts';
import type { PlanStrings } from '../topology/plan/planProtocol.ts';

/** The page's texts for the address plan. */
export const planTexts: UnsaidTable<PlanStrings> = {
  view: message('Address plan'),
  free: term('free'),
  held: term('set aside'),
  used: message('{0} in use'),
  addresses: pluralForms('{0} address', '{0} addresses'),
  freeRun: message('Free: {0}–{1}, {2}'),
  freeOne: message('Free: {0}'),
  moreFree: pluralForms('{0} more', '{0} more'),
  nextFree: message('Next free range of this size: {0}'),
  freeOf: message('{0} of {1} free'),
  left: message('All addresses are shown; what the filters leave out is pale.'),
  implied: term('implied'),
  inUse: message('Addresses in use'),
  single: message('Single addresses'),
  blocks: message('Blocks that nodes have claimed'),
  blockUse: term('{0} of {1}'),
  block: message('Block {0}, {1}, {2} of {3} in use'),
  overlap: term('claimed twice: {0}'),
  overlapping: term('claimed twice'),
  from: message('{0} to {1}'),
  show: pluralForms('Show {0} address', 'Show {0} addresses'),
  hide: message('Hide the addresses'),
  showBlock: message('Addresses of block {0}'),
  omitted: pluralForms('{0} more is not shown', '{0} more are not shown'),
  scale: message('{0} to scale: {1}'),
  help: message(
    'Left and right arrow keys move along the addresses, up and down between the ranges, Enter selects, and opens the manifest of what is selected, T shows only the chain, F goes to the filters, Escape leads back, 1, 2 and 3 change the view.',
  ),
  nothingTitle: message('No address range is known yet'),
  nothing: message(
    'Say which addresses the site has in an EdgeNetwork manifest: this extension then shows what is used, by whom, what is free and what overlaps. All fields are optional, and the manifest is never applied to a cluster.',
  ),
  kinds: {
    site: term('LAN'),
    node: term('nodes'),
    external: term('external addresses'),
    pod: term('pods'),
    service: term('services'),
    held: term('set aside for others'),
    network: term('another network'),
    mixed: term('several ranges'),
  },
};
