import type { Text } from '../base/message.ts';
import type { AllocatedService, EndpointSlice } from '../engine/allocation.ts';

/** `80 → 8080`, in the order of the slice's ports; of many the first two. */
export function portsLabel({ ports, headless }: AllocatedService, slice: Pick<EndpointSlice, 'ports'>): string {
  const texts = slice.ports.slice(0, 2).map(({ name, port, protocol }) => {
    const from = ports.find((one) => one.name === name && one.protocol === protocol)?.port;
    const suffix = protocol === 'TCP' ? '' : `/${protocol}`;
    if (port === undefined) return '';
    return from === undefined || from === port || headless ? `${port}${suffix}` : `${from} → ${port}${suffix}`;
  });
  return texts.filter((text) => text !== '').join(', ') + (slice.ports.length > 2 ? '…' : '');
}

/** The labels of two edges that are drawn as one, of many the first few. Only ports, paths and names come together; a message stands alone. */
export function joined(known: Text, label: Text): Text {
  if (typeof known !== 'string' || typeof label !== 'string' || known.endsWith(more)) return known;
  const parts = known.split(', ');
  if (parts.includes(label)) return known;
  return parts.length < mostParts ? `${known}, ${label}` : known + more;
}

const mostParts = 4;
const more = ', …';
