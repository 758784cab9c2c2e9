import { formatAddress, parseAddress, type IPAddress } from '../../../base/ip.ts';
import { list, message } from '../../../base/message.ts';
import { nodeLocalDNSOf } from '../../../engine/coredns/nodeLocal.ts';
import type { NetworkRange } from '../../../engine/network.ts';
import { resourcesWhere } from '../../../manifests/cluster.ts';
import { keyPlaceOf } from '../../../manifests/place.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';

/** Every address of a node. */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
const redirects = resourcesWhere(({ kind }) => kind === 'CiliumLocalRedirectPolicy');

/** An address on the node itself that pods ask, where the cache of each node listens on others. coredns plugin/bind; kubernetes/dns cmd/node-cache `-localip` */
export function unheard(
  { allocation, assembly }: CheckContext,
  { place, label, text }: NetworkRange,
  address: IPAddress,
): readonly Problem[] {
  const cache = nodeLocalDNSOf(allocation);
  const holder = cache?.server.resource;
  if (cache === undefined || holder === undefined || place === undefined || cache.bound.length === 0) return [];
  if (cache.bound.some((each) => parseAddress(each) === undefined || everywhere.has(each)) || cache.listensOn(formatAddress(address)))
    return [];
  // It brings what is sent to one address to the pods of a node at another.
  if (redirects(allocation.cluster).length > 0) return [];
  const near = cache.bound.find((each) => parseAddress(each)?.family === address.family);
  const told = keyPlaceOf(holder, 'data', 'Corefile');
  return [
    {
      place,
      message: message(
        'Pods ask {0} {1}, where nobody listens, so that no name resolves: the cache on each node ({2}) listens on {3}.',
        label,
        text,
        nameOf(holder),
        list(cache.bound),
      ),
      related: [{ message: message('{0}', nameOf(holder)), place: told }],
      fixes: near === undefined ? [] : [replacing(message('Write {0}', near), false, { place, replaces: text, text: near })],
      doubt: assembly.doubt(place, told),
    },
  ];
}
