import { message, type Text } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { edgeNetworkSchema, schemaAt } from '../completion/schema.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { line, type Answer, type HoverLine } from './content.ts';

/** What a field of an EdgeNetwork means (`withSchema`), and what the profile says where it is not written. */
export function describeSiteField(allocation: Allocation, { resource, field }: ManifestAt, withSchema: boolean): Answer | undefined {
  if (resource.type !== 'EdgeNetwork' || field === undefined) return undefined;
  const path = field.path.slice(resource.root.length);
  const name = path.findLast((step) => typeof step === 'string');
  const description = schemaAt(edgeNetworkSchema, path)?.description;
  if (description === undefined || name === undefined || path[0] !== 'spec') return undefined;
  const meaning: HoverLine = { label: undefined, values: [], sentence: description.replaceAll('`', ''), nested: false };
  const lines = [...(withSchema ? [meaning] : []), ...impliedLines(allocation, path.join('.'))];
  return lines.length === 0 ? undefined : { range: field.range, title: name, lines };
}

function impliedLines({ network: { profile } }: Allocation, path: string): readonly HoverLine[] {
  const implied = (values: readonly Text[]): readonly HoverLine[] =>
    values.length === 0 ? [] : [line(message('Where it is not written, the profile {0} says', profile.name), values)];
  switch (path) {
    case 'spec.podSubnet':
      return implied(profile.podSubnets);
    case 'spec.serviceSubnet':
      return implied(profile.serviceSubnets);
    case 'spec.dnsDomain':
      return implied([profile.dnsDomain]);
    case 'spec.nodes':
      return implied(profile.nodes.map(({ name }) => name));
    case 'spec.profile':
      return [
        ...(profile.podSubnets.length === 0 ? [] : [line(message('Pods'), profile.podSubnets)]),
        ...(profile.serviceSubnets.length === 0 ? [] : [line(message('Services'), profile.serviceSubnets)]),
        ...(profile.nodes.length === 0
          ? []
          : [
              line(
                message('Nodes'),
                profile.nodes.map(({ name }) => name),
              ),
            ]),
      ];
    default:
      return [];
  }
}
