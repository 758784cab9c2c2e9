import { LocalTopology, type LocalTopologyOptions } from './localTopology.ts';

/** A page that shows the topology. Apart, since what draws it is loaded when the first page opens. */
export function openTopology(options: LocalTopologyOptions): LocalTopology {
  return new LocalTopology(options);
}
