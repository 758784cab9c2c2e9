import { message, plural, type Message } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { Target } from '../../engine/references/reference.ts';
import { referencesOf, type AnyMention, type References } from '../../engine/references/references.ts';
import { thingsMadeAt } from '../../engine/references/things.ts';
import { locate } from '../../manifests/locate.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { FactValue } from '../facts/fact.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { askingForLabelAt, mentionAt } from '../references/references.ts';
import { line, list, sentence, type Answer, type HoverLine } from './content.ts';
import { linesOfThing } from './names.ts';

/** What a name or a selector under the cursor leads to, and what leads to a label or a port there. */
export function describeMention(allocation: Allocation, manifest: ManifestAt): Answer | undefined {
  const { field, resource } = manifest;
  if (field === undefined) return undefined;
  const references = referencesOf(allocation);
  const label = askingForLabelAt(references, manifest);
  if (label !== undefined)
    return label.mentions.length === 0
      ? undefined
      : {
          range: field.range,
          title: `${label.key}: ${label.value}`,
          lines: [
            sentence(plural(label.mentions.length, 'Selected by {0} selector', 'Selected by {0} selectors')),
            ...list(distinct(label.mentions.map(whoAsks))),
          ],
        };
  const mention = mentionAt(references, manifest);
  if (mention !== undefined) return ofMention(allocation, references, mention, field.range);
  const [port] = thingsMadeAt(resource, field.path.slice(resource.root.length), references.around);
  const lines = port === undefined ? [] : linesOfPort(references, port);
  return lines.length === 0 || port === undefined ? undefined : { range: field.range, title: titleOf(port), lines };
}

function ofMention(allocation: Allocation, references: References, mention: AnyMention, whole: TextRange): Answer | undefined {
  const targets: readonly Target[] = references.targets(mention);
  const [first, ...more] = targets;
  if (first === undefined) return undefined;
  const range = mention.place.path !== undefined && mention.place.span === undefined ? whole : locate(mention.place);
  const title = titleOf(first);
  if (more.length === 0 && first.kind !== 'pods') {
    const lines = linesOfPort(references, first);
    const known = lines.length > 0 || first.resource === undefined ? lines : linesOfThing(allocation, first.resource);
    return known.length === 0 ? undefined : { range, title, lines: known };
  }
  const things = distinct(targets.map((target) => ({ value: titleOf(target) })));
  return { range, title: message('Selected: {0}', mention.text), lines: list(things) };
}

function titleOf({ resource, name, kind }: Target): string {
  const owner = resource === undefined ? name : nameOf(resource);
  return kind === 'service-port' || kind === 'container-port' ? `${owner}: ${name}` : owner;
}

/** Of a port what it is, and who names it; empty for anything else. */
function linesOfPort(references: References, target: Target): readonly HoverLine[] {
  if (target.kind !== 'service-port' && target.kind !== 'container-port') return [];
  const users = distinct(references.to(target).map(whoAsks));
  const own =
    target.kind === 'service-port'
      ? line(message('Port'), [`${target.port.port} → ${target.port.targetPort ?? target.port.port}`])
      : line(message('Port'), [`${target.declared.port.containerPort} ${target.declared.port.protocol}`]);
  return [own, ...(users.length === 0 ? [] : [sentence(namedBy(users.length)), ...list(users)])];
}

function namedBy(count: number): Message {
  return plural(count, 'Named by {0} manifest', 'Named by {0} manifests');
}

function whoAsks({ resource }: AnyMention): { readonly value: string } {
  return { value: nameOf(resource) };
}

function distinct(values: readonly { readonly value: string }[]): readonly FactValue[] {
  return [...new Map(values.map((each) => [each.value, each])).values()];
}
