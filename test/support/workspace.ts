import type { Cluster } from '../../src/manifests/cluster.ts';
import type { FileFacts, WorkspaceFolder } from '../../src/rendering/clusters/clusters.ts';
import { RenderedWorkspace } from './renderedWorkspace.ts';
import { factsOf } from './cluster.ts';

/** Files of a workspace by path, read. */
export function filesOf(texts: Readonly<Record<string, string>>): readonly FileFacts[] {
  return Object.entries(texts).map(([path, text]) => ({ path, documents: factsOf(text, path) }));
}

export function clustersIn(
  texts: Readonly<Record<string, string>>,
  folders: readonly WorkspaceFolder[] = [{ name: 'workspace', path: '' }],
): readonly Cluster[] {
  return new RenderedWorkspace(texts, folders).refreshed().clusters.map(({ cluster }) => cluster);
}

/** Each cluster as its name and the names of its resources, in order. */
export function outlineOf(clusters: readonly Cluster[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    clusters.map(({ name, resources }) => [
      name,
      resources.map(({ kind, metadata }) => (kind === 'Service' ? metadata.name : `${kind} ${metadata.name}`)),
    ]),
  );
}

/** A Service manifest with a name. */
export const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`;

export const edgeNetwork = (name: string, manifests: readonly string[] = []) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: ${name} }\nspec: { manifests: ${JSON.stringify(manifests)} }\n`;
