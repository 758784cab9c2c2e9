import { list, message, type Message } from '../../base/message.ts';
import { declares } from '../../engine/references/containerPorts.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { isSameTarget, type Target } from '../../engine/references/reference.ts';
import type { References } from '../../engine/references/references.ts';
import { treeOf } from '../../manifests/locate.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { partOf, placeOf, type FieldPath, type Place } from '../../manifests/place.ts';
import type { SyntaxNode } from '../../manifests/syntax.ts';

/** A place with what stands there, as it is written. */
export interface Use {
  readonly place: Place;
  readonly text: string;
}

export type Uses = { readonly uses: readonly Use[] } | { readonly refused: Message };

/** Where the name of a thing stands: at the thing, and wherever it is named; of ports in containers at all that are named together. */
export function nameUses(references: References, first: Target, newText: string): Uses {
  const targets: Target[] = [];
  const uses: Use[] = [];
  const pending = [first];
  for (let target = pending.pop(); target !== undefined; target = pending.pop()) {
    const current = target;
    if (targets.some((each) => isSameTarget(each, current))) continue;
    targets.push(current);
    const refused = refusalOf(references, current, newText);
    if (refused !== undefined) return { refused };
    if (current.place !== undefined) uses.push({ place: current.place, text: current.name });
    for (const mention of references.to(current)) {
      // By a number, a label or a prefix: that stays right.
      if (mention.text.toLowerCase() !== current.name.toLowerCase()) continue;
      const also = references.targets(mention).filter((each: Target) => !targets.some((known) => isSameTarget(known, each)));
      if (also.length > 0 && current.kind !== 'container-port')
        return {
          refused: message(
            '{0} may mean several things by {1}, of which only one would have the new name.',
            nameOf(mention.resource),
            current.name,
          ),
        };
      pending.push(...also);
      uses.push({ place: mention.place, text: mention.text });
    }
  }
  return { uses };
}

/** Why a thing cannot have the name. */
function refusalOf({ around }: References, target: Target, name: string): Message | undefined {
  if (target.place === undefined || target.resource === undefined)
    return message('{0} is written in no manifest, so that it cannot be renamed.', target.name);
  switch (target.kind) {
    case 'service':
      return around.services.named(name, target.service.namespace).length > 0
        ? message('There is a Service {0} already.', name)
        : isLabel(name);
    case 'service-port':
      return target.service.ports.some((port) => port.name === name) ? message('The Service has a port {0} already.', name) : isLabel(name);
    case 'container-port':
      return ['TCP', 'UDP', 'SCTP'].some((protocol) => declares(ownerOf(target.declared.owner.resource), name, protocol))
        ? message('{0} has a port {1} already.', nameOf(target.resource), name)
        : /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= 15
          ? undefined
          : message('"{0}" is no name of a port of a container: these have up to 15 small letters, digits and single dashes.', name);
    case 'load-balancer-pool':
      return around.loadBalancerPools(name).length > 0 ? message('There is a pool {0} already.', name) : isSubdomain(name);
    case 'ip-pool':
      return around.ipPools(name).length > 0 ? message('There is a pool {0} already.', name) : isSubdomain(name);
    default:
      return message('{0} cannot be renamed here: services, ports, pools, namespaces and values of labels can.', nameOf(target.resource));
  }
}

function isLabel(name: string): Message | undefined {
  return /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 63
    ? undefined
    : message('"{0}" is no name here: it may have 63 small letters, digits and dashes, and begins with a letter.', name);
}

function isSubdomain(name: string): Message | undefined {
  return /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) && name.length <= 253
    ? undefined
    : message('"{0}" is no name here: it may have small letters, digits, dashes and dots.', name);
}

const builtIn = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'metallb-system', 'calico-system', 'tigera-operator'];

/** Where a namespace is named: by every field of that name, by the label that namespaces have of their name, and in names of services. */
export function namespaceUses(references: References, namespace: string, newText: string): Uses {
  const { cluster } = references.around;
  if (builtIn.includes(namespace))
    return { refused: message('{0} is a namespace of the cluster itself: {1} cannot be renamed.', namespace, list(builtIn)) };
  const refused = isLabel(newText);
  if (refused !== undefined) return { refused };
  if (cluster.resources.some(({ type, metadata }) => metadata.namespace === newText || (type === 'Namespace' && metadata.name === newText)))
    return { refused: message('There is a namespace {0} already, and what is in both would be thrown together.', newText) };
  const uses: Use[] = [];
  for (const resource of cluster.resources)
    if (resource.type === 'Namespace' && resource.metadata.name === namespace)
      uses.push({ place: placeOf(resource, 'metadata', 'name'), text: namespace });
  for (const document of new Set(cluster.resources.map((resource) => resource.document)))
    if (document.text.includes(namespace))
      for (const path of namespacePaths(treeOf(document), namespace))
        uses.push({ place: placeOf({ document, root: [] }, ...path), text: namespace });
  for (const { naming } of references.of('service-name')) {
    const { name, text } = naming;
    if (name.namespace?.text === namespace)
      uses.push({ place: partOf(text.place, name.namespace.start, name.namespace.end), text: namespace });
  }
  return { uses };
}

/** Fields that name a namespace, whatever the kind; those of other people's data (`data`, `stringData`) are texts. */
function* namespacePaths(node: SyntaxNode | undefined, namespace: string, path: FieldPath = []): Generator<FieldPath> {
  if (node?.type === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* namespacePaths(item, namespace, [...path, index]);
    return;
  }
  if (node?.type !== 'map') return;
  for (const { key, value } of node.entries) {
    if (value.type !== 'scalar') {
      if (key === 'namespaces' && value.type === 'sequence') {
        for (const [index, item] of value.items.entries())
          if (item.type === 'scalar' && item.text === namespace) yield [...path, key, index];
      } else if (key !== 'data' && key !== 'stringData') {
        const isSelector = path.at(-1) === 'matchExpressions';
        yield* isSelector ? [] : namespacePaths(value, namespace, [...path, key]);
      }
    } else if ((key === 'namespace' || key === 'kubernetes.io/metadata.name') && value.text === namespace) yield [...path, key];
  }
}
