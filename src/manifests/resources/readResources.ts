import { message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { Metadata, ResourceBase } from '../metadata.ts';
import type { SyntaxNode } from '../syntax.ts';
import { kindsNamed, unnamedKinds, type Resource } from './kinds.ts';
import { meantKind } from './misnamed.ts';
import { readOther } from './other.ts';
import { hasPodTemplate, readWorkload } from './readWorkloads.ts';
import { refusalsOf } from './refusals.ts';
import { reportServerSlips, reportTalosSlips, reportUnknownFields, slipOf } from './unknownFieldNames.ts';

/** What the items of a typed list are, who say nothing of it themselves: as the API server answers, and what is made of its answer. */
interface ListedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The resource that a document or an item of a `List` says; of a `List`, one for each item; none where nothing says what it is. */
export function readResources(fields: Fields, listed?: ListedKind): readonly Resource[] {
  const name =
    plain(fields.at('kind').node) ??
    listed?.kind ??
    slipOf(fields, 'kind', (text) => kindsNamed(plain(fields.at('apiVersion').node) ?? '-', text).length > 0);
  if (name === undefined) {
    const found = unnamedKinds.find(({ unnamed }) => unnamed.isIt(fields));
    if (found?.kind === 'ServerConfiguration') reportServerSlips(fields);
    if (found?.kind === 'MachineConfig') reportTalosSlips(fields);
    return found === undefined ? [] : [found.read(fields, baseOf(fields, found.apiVersions[0] ?? '', found.kind))];
  }
  const items = fields.at('items');
  if (name.endsWith('List') && items.node?.type === 'sequence') {
    const each = listedKind(plain(fields.at('apiVersion').node) ?? '', name);
    return fields.list('items').flatMap((item) => readResources(item, each));
  }
  const apiVersion =
    plain(fields.at('apiVersion').node) ??
    listed?.apiVersion ??
    slipOf(fields, 'apiVersion', (text) => kindsNamed(text, name).length > 0) ??
    '';
  const base = baseOf(fields, apiVersion, name);
  // Surely another kind, or none of this version: nothing comes of it, since the API server refuses it.
  if (meantKind(apiVersion, name) !== undefined) return [readOther(fields, base)];
  const found = kindsNamed(apiVersion, name).find(({ when }) => when === undefined || when(fields, base));
  if (found !== undefined) {
    const resource = found.read(fields, base);
    reportUnknownFields(fields, resource);
    if (found.scope !== 'local') reportNamelessness(fields);
    const refusals = refusalsOf(fields, resource);
    return [refusals === undefined ? resource : { ...resource, refusals }];
  }
  // Any further kind with a pod template makes pods of it, in some way.
  return [hasPodTemplate(fields) ? readWorkload(fields, base, 'Other') : readOther(fields, base)];
}

/** A name is wanted once more is written than what the manifest is; one that is being typed is not missing. */
function reportNamelessness(fields: Fields): void {
  const metadata = fields.at('metadata');
  if (metadata.node?.type !== 'map' || metadata.node.entries.length === 0 || metadata.at('name').node !== undefined) return;
  if (metadata.at('generateName').exists || !fields.at('spec').exists) return;
  fields.context.report({
    code: 'resource/wrong-type',
    message: message('The API server refuses this manifest: it has no name.'),
    place: metadata.place,
  });
}

/** `PodList` of `v1` holds pods of `v1`. */
function listedKind(apiVersion: string, list: string): ListedKind | undefined {
  const kind = list.slice(0, -'List'.length);
  return kindsNamed(apiVersion, kind).length > 0 ? { apiVersion, kind } : undefined;
}

function plain(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.value !== null ? node.text : undefined;
}

function baseOf(fields: Fields, apiVersion: string, kind: string): ResourceBase {
  const metadata = fields.at('metadata');
  // calicoctl reads into Go's types, which makes texts of what is none; kubectl does not. sigs.k8s.io/yaml yaml.go (convertToJSONableObject)
  fields.context.makesTexts = apiVersion.startsWith('projectcalico.org/');
  return { apiVersion, kind, metadata: readMetadata(metadata), document: fields.context.document, root: fields.path };
}

function readMetadata(fields: Fields): Metadata {
  return {
    name: fields.string('name') ?? '',
    namespace: fields.knownString('namespace'),
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
