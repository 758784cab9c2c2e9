import { message, type Message } from '../base/message.ts';
import type { ManifestDocument } from './document.ts';
import { Fields, ReadContext } from './fields.ts';
import { headingOf } from './heading.ts';
import { limits } from './limits.ts';
import { groupOf, nameOf, type Metadata, type ResourceBase } from './metadata.ts';
import { parseYaml } from './parseYaml.ts';
import type { Place, TextPlace } from './place.ts';
import type { ReadProblem } from './problems.ts';
import type { OtherResource, Resource } from './resource.ts';
import { isAksEdgeConfiguration, readAksEdgeConfiguration } from './resources/readAksEdge.ts';
import {
  readInstallation,
  readIPAMBlock,
  readIPAMConfiguration,
  readIPPool,
  readIPReservation,
  readOpenShiftNetwork,
} from './resources/readCalico.ts';
import { readConfigMap, readEndpoints, readEndpointSlice, readNamespace, readNode, readService } from './resources/readCore.ts';
import {
  isServerConfiguration,
  isTalosConfiguration,
  mayBeDistributionFile,
  readClusterConfiguration,
  readKubeletConfiguration,
  readKubeNetworkConfig,
  readKubeProxyConfiguration,
  readServerConfiguration,
  readTalosConfiguration,
} from './resources/readDistribution.ts';
import { isDeviceConfiguration, readDeviceConfiguration, readEdgeNetwork } from './resources/readEdgeNetwork.ts';
import { readKustomization } from './resources/readKustomization.ts';
import {
  readBFDProfile,
  readBGPAdvertisement,
  readBGPPeer,
  readCommunity,
  readIPAddressPool,
  readL2Advertisement,
} from './resources/readMetallb.ts';
import { readCalicoNetworkPolicy, readIngress, readNetworkPolicy } from './resources/readNetworking.ts';
import { readServiceCIDR } from './resources/readServiceCIDR.ts';
import { readServiceImport } from './resources/readMulticluster.ts';
import { readPod, readWorkload } from './resources/readWorkloads.ts';
import type { MapEntry, SyntaxNode, SyntaxProblem } from './syntax.ts';

/** What one document says. Kept for every document of the workspace, so it holds values, never syntax. */
export interface DocumentFacts {
  readonly document: ManifestDocument;
  /** Of a `List`, one for each item. */
  readonly resources: readonly Resource[];
  readonly problems: readonly ReadProblem[];
  /** Templating, placeholders or broken text hide what the document says: what depends on it is unknown rather than wrong. */
  readonly unreadable: boolean;
}

/** Reads one document. Never throws on any text: it returns what it understood and the problems. */
export function readDocument(document: ManifestDocument): DocumentFacts {
  const { text } = document;
  const nothing = (problem: ReadProblem | undefined): DocumentFacts => ({
    document,
    resources: [],
    problems: problem === undefined ? [] : [problem],
    unreadable: problem !== undefined,
  });

  if (!mayHoldManifest(document.file, text)) return nothing(undefined);
  if (text.length > limits.document) {
    const what =
      text.length > limits.file
        ? message('This file is larger than {0} MiB; it is not read.', limits.file / 1024 / 1024)
        : message('This document is larger than {0} KiB; it is not read.', limits.document / 1024);
    return nothing({ code: 'yaml/limit', message: what, place: { document, path: undefined, start: 0, end: firstLine(text) } });
  }
  const marker = conflictMarker(text);
  if (marker !== undefined) {
    return nothing({
      code: 'yaml/syntax',
      message: message('Git conflict markers: resolve the conflict so that this manifest can be read.'),
      place: { document, path: undefined, ...marker },
    });
  }
  const heading = headingOf(text);
  const facts = heading === undefined ? undefined : readText(document, heading);
  // Offsets in a heading are not those of the document: what is wrong there is found by reading all of it.
  return facts?.problems.length === 0 ? facts : readText(document, text);
}

/** Reads a document by its text, or by as much of it as matters. */
function readText(document: ManifestDocument, text: string): DocumentFacts {
  const template = /^[ \t]*(\{\{.*)$/m.exec(text);
  if (template !== null)
    return setAside(document, { document, path: undefined, ...stretch(template.index + template[0].indexOf('{{'), 2) });

  const { root, problems: syntaxProblems } = parseYaml(text);
  const context = new ReadContext(document);
  if (text.includes('{{') && syntaxProblems.some(({ code }) => code === 'yaml/syntax'))
    return setAside(document, { document, path: undefined, ...stretch(text.indexOf('{{'), 2) });
  const repeated: ReadProblem[] = [];
  for (const { code, start, end, text: what, repeated: entries } of syntaxProblems) {
    const place: Place = { document, path: undefined, start, end };
    if (code === 'yaml/limit')
      context.problems.push({ code, message: message('This document is {0}; what lies beyond is not read.', what), place });
    if (code === 'yaml/duplicate-key') repeated.push({ code, place, ...repetition(document, what, entries) });
  }
  context.problems.push(...repeated);
  const resources = root === undefined ? [] : readResources(new Fields(root, context));
  if (context.placeholder !== undefined) return setAside(document, context.placeholder.place);
  // What follows a place that cannot be read mostly cannot be read for that reason.
  const [broke] = syntaxProblems.filter(({ code }) => code === 'yaml/syntax').sort((one, other) => one.start - other.start);
  if (broke !== undefined) {
    const { start, end, text: what } = broke;
    context.problems.push({
      code: 'yaml/syntax',
      message: unreadMessage(what, resources),
      place: { document, path: undefined, start, end },
    });
  }
  const broken = context.problems.some(isSyntax);
  // One cause, one finding: a text that is broken, or no manifest at all, is not also judged field by field.
  return {
    document,
    resources,
    problems: broken || resources.length === 0 ? context.problems.filter(isSyntax) : context.problems,
    unreadable: broken,
  };
}

const isSyntax = ({ code }: ReadProblem) => code === 'yaml/syntax' || code === 'yaml/limit';

/** A cheap look before the parser's work: a manifest names its `kind`; a device's, a distribution's or Kustomize's own file may go without. */
export function mayHoldManifest(path: string, text: string): boolean {
  return (
    text.includes('kind') ||
    text.includes('"device"') ||
    text.includes('device:') ||
    text.includes('"DeploymentType"') ||
    /^(resources|bases|components|namespace|namePrefix|commonLabels):/m.test(text) ||
    mayBeDistributionFile(path, text)
  );
}

/** Why it is broken, and what is lost by it. */
function unreadMessage(what: string, resources: readonly Resource[]): Message {
  const names = resources.filter(({ kind, metadata }) => kind !== '' && metadata.name !== '').map(nameOf);
  if (names.length === 0)
    return message('This cannot be read as YAML: {0}. The manifest is left out, and what depends on it is not judged.', what);
  return message(
    'This cannot be read as YAML: {0}. Of {1} only a part is read, and what depends on the rest is not judged.',
    what,
    names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', '),
  );
}

/** Either of the two may go; where both say the same, surely the second. */
function repetition(
  document: ManifestDocument,
  key: string,
  entries: SyntaxProblem['repeated'],
): Pick<ReadProblem, 'message' | 'related' | 'deletions'> {
  const [first, second] = entries ?? [];
  if (first === undefined || second === undefined)
    return { message: message('"{0}" stands here twice in one map; the last one counts.', key) };
  const { text } = document;
  const place = (entry: MapEntry): Place => ({ document, path: undefined, ...entry.keyRange });
  const equal = text.slice(first.value.start, first.value.end) === text.slice(second.value.start, second.value.end);
  return {
    message: equal
      ? message('"{0}" stands here twice in one map, with the same value. Remove one of the two.', key)
      : message('"{0}" stands here twice in one map; the last one counts. Remove one of the two.', key),
    related: [{ message: message('the first "{0}"', key), place: place(first) }],
    deletions: [
      ...lineOf(document, second).map((line) => ({
        title: equal ? message('Remove the second "{0}"', key) : message('Remove this "{0}", so that the first counts', key),
        place: line,
      })),
      ...(equal
        ? []
        : lineOf(document, first).map((line) => ({ title: message('Remove the first "{0}", which does not count', key), place: line }))),
    ],
  };
}

/** An entry that has one line of its own, its comment included. */
function lineOf(document: ManifestDocument, { keyRange, value }: MapEntry): readonly TextPlace[] {
  const { text } = document;
  const end = Math.max(keyRange.end, value.end);
  const before = text.slice(text.lastIndexOf('\n', keyRange.start - 1) + 1, keyRange.start);
  const rest = /^:?[ \t]*(#[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(end));
  if (before.trim() !== '' || rest === null || value.start < keyRange.start || text.slice(keyRange.start, end).includes('\n')) return [];
  return [{ document, path: undefined, start: keyRange.start, end: end + rest[0].trimEnd().length }];
}

/** A document that another program will fill in: said once, quietly. */
function setAside(document: ManifestDocument, place: Place): DocumentFacts {
  const problem: ReadProblem = {
    code: 'yaml/unreadable',
    message: message(
      'This manifest has values that are filled in later (a template or a placeholder), so it is left out; what depends on it is not judged.',
    ),
    place,
  };
  return { document, resources: [], problems: [problem], unreadable: true };
}

function firstLine(text: string): number {
  const end = text.indexOf('\n');
  return Math.min(end < 0 ? text.length : end, 200);
}

function stretch(start: number, length: number): { readonly start: number; readonly end: number } {
  return { start, end: start + length };
}

/** The first line of a Git conflict: `<<<<<<< ours`. */
function conflictMarker(text: string): { readonly start: number; readonly end: number } | undefined {
  if (!text.includes('<<<<<<<') && !text.includes('>>>>>>>')) return undefined;
  const match = /^(<{7}|>{7})( .*)?$/m.exec(text);
  return match === null ? undefined : stretch(match.index, match[0].trimEnd().length);
}

/** Reader of each kind we understand, by API group and kind. */
const readers: ReadonlyMap<string, (fields: Fields, base: ResourceBase) => Resource> = new Map<
  string,
  (fields: Fields, base: ResourceBase) => Resource
>([
  ['edgenetwork/EdgeNetwork', readEdgeNetwork],
  ['/Node', readNode],
  ['/Namespace', readNamespace],
  ['/ConfigMap', readConfigMap],
  ['/Service', readService],
  ['/Endpoints', readEndpoints],
  ['discovery.k8s.io/EndpointSlice', readEndpointSlice],
  ['networking.k8s.io/ServiceCIDR', readServiceCIDR],
  ['multicluster.x-k8s.io/ServiceImport', readServiceImport],
  ['/Pod', readPod],
  ['projectcalico.org/IPPool', readIPPool],
  ['crd.projectcalico.org/IPPool', readIPPool],
  ['projectcalico.org/IPReservation', readIPReservation],
  ['crd.projectcalico.org/IPReservation', readIPReservation],
  ['projectcalico.org/IPAMConfiguration', readIPAMConfiguration],
  ['projectcalico.org/IPAMConfig', readIPAMConfiguration],
  ['crd.projectcalico.org/IPAMConfig', readIPAMConfiguration],
  ['projectcalico.org/IPAMBlock', readIPAMBlock],
  ['crd.projectcalico.org/IPAMBlock', readIPAMBlock],
  ['projectcalico.org/NetworkPolicy', readCalicoNetworkPolicy],
  ['crd.projectcalico.org/NetworkPolicy', readCalicoNetworkPolicy],
  ['projectcalico.org/GlobalNetworkPolicy', readCalicoNetworkPolicy],
  ['crd.projectcalico.org/GlobalNetworkPolicy', readCalicoNetworkPolicy],
  ['operator.tigera.io/Installation', readInstallation],
  // Of kinds that stand in several groups the last one counts while no apiVersion is written.
  ['extensions/NetworkPolicy', readNetworkPolicy],
  ['networking.k8s.io/NetworkPolicy', readNetworkPolicy],
  ['extensions/Ingress', readIngress],
  ['networking.k8s.io/Ingress', readIngress],
  ['config.openshift.io/Network', readOpenShiftNetwork],
  ['metallb.io/IPAddressPool', readIPAddressPool],
  ['metallb.io/L2Advertisement', readL2Advertisement],
  ['metallb.io/BGPAdvertisement', readBGPAdvertisement],
  ['metallb.io/Community', readCommunity],
  ['metallb.io/BGPPeer', readBGPPeer],
  ['metallb.io/BFDProfile', readBFDProfile],
  ['kubeadm.k8s.io/ClusterConfiguration', readClusterConfiguration],
  ['kubelet.config.k8s.io/KubeletConfiguration', readKubeletConfiguration],
  ['kubeproxy.config.k8s.io/KubeProxyConfiguration', readKubeProxyConfiguration],
  ['/KubeNetworkConfig', readKubeNetworkConfig],
  ['kustomize.config.k8s.io/Kustomization', readKustomization],
  ['kustomize.config.k8s.io/Component', readKustomization],
]);

function readResources(fields: Fields): readonly Resource[] {
  const kind = plain(fields.at('kind').node);
  if (kind === undefined) {
    if (isAksEdgeConfiguration(fields)) return [readAksEdgeConfiguration(fields, baseOf(fields, '', 'AksEdgeConfiguration'))];
    if (isTalosConfiguration(fields)) return [readTalosConfiguration(fields, baseOf(fields, 'v1alpha1', 'MachineConfig'))];
    if (isServerConfiguration(fields)) return [readServerConfiguration(fields, baseOf(fields, '', 'ServerConfiguration'))];
    if (isDeviceConfiguration(fields)) return [readDeviceConfiguration(fields, baseOf(fields, '', 'DeviceConfiguration'))];
    return isKustomizationFile(fields.context.document.file)
      ? [readKustomization(fields, baseOf(fields, 'kustomize.config.k8s.io/v1beta1', 'Kustomization'))]
      : [];
  }
  const apiVersion = plain(fields.at('apiVersion').node) ?? '';
  const items = fields.at('items');
  if (kind.endsWith('List') && items.node?.type === 'sequence') return fields.list('items').flatMap((item) => readResources(item));
  const base = baseOf(fields, apiVersion, kind);
  // A manifest that is being typed may not have its apiVersion yet: then the kind alone decides, where only one group has it.
  const reader = readers.get(`${groupOf(apiVersion)}/${kind}`) ?? (apiVersion === '' ? readersByKind.get(kind) : undefined);
  if (reader !== undefined) return [reader(fields, base)];
  return [readWorkload(fields, base) ?? otherResource(base)];
}

const readersByKind = new Map([...readers].map(([key, reader]) => [key.slice(key.indexOf('/') + 1), reader]));

export function isKustomizationFile(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}

function plain(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.value !== null ? node.text : undefined;
}

function baseOf(fields: Fields, apiVersion: string, kind: string): ResourceBase {
  const metadata = fields.at('metadata');
  return { apiVersion, kind, metadata: readMetadata(metadata), document: fields.context.document, root: fields.path };
}

function readMetadata(fields: Fields): Metadata {
  return {
    name: fields.string('name') ?? '',
    namespace: fields.string('namespace'),
    labels: fields.stringMap('labels'),
    annotations: fields.stringMap('annotations'),
    deleting: fields.at('deletionTimestamp').exists,
    controller: controllerOf(fields),
  };
}

function controllerOf(fields: Fields): Metadata['controller'] {
  for (const owner of fields.list('ownerReferences')) {
    if (owner.boolean('controller') === true) return { kind: owner.string('kind') ?? '', name: owner.string('name') ?? '' };
  }
  return undefined;
}

function otherResource(base: ResourceBase): OtherResource {
  return { ...base, type: 'Other' };
}
