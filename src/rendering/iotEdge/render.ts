import { splitDocuments, type ManifestFile } from '../../manifests/documents.ts';
import { locate } from '../../manifests/locate.ts';
import type { FieldPlace } from '../../manifests/place.ts';
import { readDocument } from '../../manifests/read.ts';
import { noOptions } from '../../manifests/resources/createOptions.ts';
import type { EdgeModule, IoTEdgeDeploymentResource } from '../../manifests/resources/iotEdge.ts';
import { lookedAt } from '../lookedAt.ts';
import type { Origins } from '../origin.ts';
import type { Rendered, RenderedManifest } from '../rendered.ts';
import type { Sources } from '../sources.ts';
import { objectName } from '../../manifests/iotEdge/names.ts';
import { selectModules } from '../../manifests/iotEdge/selection.ts';
import { translateModule } from './translate.ts';

/** What the agent of a device makes of the deployment manifests in some files: the hub first. */
export function renderModules(given: Sources, files: readonly string[]): Rendered {
  const { sources, looked } = lookedAt(given);
  const read = files.map((path) => splitDocuments(path, sources.text(path) ?? ''));
  const byPath = new Map(read.map((file) => [file.path, file]));
  const { modules, main } = selectModules(read.flatMap(deploymentsIn));
  const originsOf = (place: FieldPlace): Origins => originsIn(byPath.get(place.document.file), place);
  const names = new Set<string>();
  // Of equal names the agent takes none; the first stands for what is meant.
  const distinct = modules.filter(({ name }) => {
    const isNew = !names.has(objectName(name.text));
    names.add(objectName(name.text));
    return isNew;
  });
  const manifests = distinct.flatMap((module) => translateModule(module, module.name.place.document.file, originsOf));
  const needsHub = main !== undefined && main.form === 'layered' && !modules.some(isHub);
  return { manifests: needsHub ? [...impliedHub(main), ...manifests] : manifests, problems: [], looked };
}

function deploymentsIn({ documents }: ManifestFile): readonly IoTEdgeDeploymentResource[] {
  return documents.flatMap((document) => readDocument(document).resources).filter((resource) => resource.type === 'IoTEdgeDeployment');
}

function originsIn(file: ManifestFile | undefined, place: FieldPlace): Origins {
  const index = file?.documents.indexOf(place.document) ?? -1;
  const offset = file?.offsets[index];
  if (file === undefined || offset === undefined) return [];
  const { start, end } = locate(place);
  return [{ file: file.path, start: offset + start, end: offset + end }];
}

function isHub({ isSystem, name }: EdgeModule): boolean {
  return isSystem && objectName(name.text) === 'edgehub';
}

/** A layer lies over a standard deployment that is not here: that has a hub with its usual ports. MicrosoftDocs azure-docs azure-stack-edge-gpu-connect-powershell-interface */
function impliedHub({ document }: IoTEdgeDeploymentResource): readonly RenderedManifest[] {
  const place: FieldPlace = { document, path: [], part: 'value', span: undefined };
  const hub: EdgeModule = {
    name: { text: 'edgeHub', place },
    isSystem: true,
    status: undefined,
    image: undefined,
    env: [],
    misplaced: [],
    options: {
      ...noOptions,
      portBindings: { place, ports: ['443', '5671', '8883'].map((text) => ({ container: { text, place }, hosts: [{ text, place }] })) },
    },
  };
  return translateModule(hub, document.file, () => [{ file: document.file, start: 0, end: 0 }]);
}
