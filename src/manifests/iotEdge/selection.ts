import { baseName, folderOf } from '../../base/path.ts';
import type { EdgeModule, IoTEdgeDeploymentResource } from '../resources/iotEdge.ts';
import { objectName } from './names.ts';

/** What runs on a device, going by the manifests that may be meant for it. */
export interface SelectedModules {
  /** The system's first, then in the order of files. Of equal names the last, as a layer replaces what is below it. */
  readonly modules: readonly EdgeModule[];
  /** The manifests that they are of. */
  readonly deployments: readonly IoTEdgeDeploymentResource[];
  /** The first of them; whichever it is, it stands for what the device has without a manifest. Undefined: there are none. */
  readonly main: IoTEdgeDeploymentResource | undefined;
}

/**
 * A device applies one standard manifest and every layer that is meant for it. Template, debug template and generated manifests of a solution are the same
 * deployment: of all standard ones the one counts that stands nearest to the root, a template before what is generated from it, a debug template last.
 */
export function selectModules(deployments: readonly IoTEdgeDeploymentResource[]): SelectedModules {
  const [standard] = deployments
    .filter(({ form }) => form === 'standard')
    .map((deployment) => ({ deployment, rank: rankOf(deployment.document.file) }))
    .sort((one, other) => compareRanks(one.rank, other.rank))
    .map(({ deployment }) => deployment);
  const chosen = [...(standard === undefined ? [] : [standard]), ...layersOf(deployments, standard)];
  const modules = new Map<string, EdgeModule>();
  for (const { modules: own } of chosen)
    for (const module of own) {
      const key = module.isSystem ? `$${module.name.text}` : module.name.text;
      modules.set(key, module);
    }
  return { modules: inOrder([...modules.values()]), deployments: chosen, main: chosen[0] };
}

/** Those of other solutions' folders may be for other devices, but nothing says so. A debug layer stands beside the layer itself. */
function layersOf(
  deployments: readonly IoTEdgeDeploymentResource[],
  standard: IoTEdgeDeploymentResource | undefined,
): readonly IoTEdgeDeploymentResource[] {
  const layers = deployments.filter(({ form }) => form === 'layered');
  const known = new Map<string, IoTEdgeDeploymentResource>();
  for (const layer of layers.toSorted((one, other) => compareRanks(rankOf(one.document.file), rankOf(other.document.file)))) {
    const key = `${solutionOf(layer.document.file)}/${plainName(layer.document.file)}`;
    if (!known.has(key)) known.set(key, layer);
  }
  const kept = new Set(known.values());
  return layers.filter((layer) => layer !== standard && kept.has(layer));
}

interface Rank {
  readonly debug: boolean;
  readonly depth: number;
  readonly folder: string;
  readonly generated: boolean;
  readonly path: string;
}

function rankOf(path: string): Rank {
  const name = baseName(path);
  const folder = solutionOf(path);
  return {
    debug: /(^|\.)debug\./i.test(name),
    depth: folder === '' ? 0 : folder.split('/').length,
    folder,
    generated: !/\.template\.json$/i.test(name),
    path,
  };
}

function compareRanks(one: Rank, other: Rank): number {
  return (
    Number(one.debug) - Number(other.debug) ||
    one.depth - other.depth ||
    compare(one.folder, other.folder) ||
    Number(one.generated) - Number(other.generated) ||
    compare(one.path, other.path)
  );
}

/** What is generated stands in `config` below the solution. */
function solutionOf(path: string): string {
  const folder = folderOf(path);
  return baseName(folder) === 'config' ? folderOf(folder) : folder;
}

function plainName(path: string): string {
  return baseName(path)
    .replace(/\.json$/i, '')
    .split('.')
    .filter((part) => !/^(debug|template|amd64|arm32v7|arm64v8|windows-amd64)$/i.test(part))
    .join('.');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The hub is there before any module is. */
function inOrder(modules: readonly EdgeModule[]): readonly EdgeModule[] {
  const isHub = ({ isSystem, name }: EdgeModule): boolean => isSystem && objectName(name.text) === 'edgehub';
  return [
    ...modules.filter(isHub),
    ...modules.filter((module) => module.isSystem && !isHub(module)),
    ...modules.filter((module) => !module.isSystem),
  ];
}
