import { kindsNamed } from '../../manifests/resources/kinds.ts';
import { isClusterWide } from '../kustomize/clusterWide.ts';
import type { Origins } from '../origin.ts';
import type { RenderedManifest } from '../rendered.ts';
import { mapNode, nodeAt, textAt, textNode, valueAt, withValue } from '../yaml/change.ts';
import type { YamlMap } from '../yaml/node.ts';

/** The manifests with a namespace put on each object that has none and may have one. What is known to live outside of namespaces stays, also by definitions among the manifests. */
export function withNamespace(manifests: readonly RenderedManifest[], namespace: string, origins: Origins): readonly RenderedManifest[] {
  const wide = clusterWideKinds(manifests);
  return manifests.map((manifest) => {
    const { root } = manifest;
    const metadata = valueAt(root, 'metadata');
    if ((textAt(metadata, 'namespace') ?? '') !== '' || isOutsideOfNamespaces(root, wide)) return manifest;
    const before = metadata?.type === 'map' ? metadata : mapNode([], origins);
    return {
      ...manifest,
      root: withValue(root, 'metadata', withValue(before, 'namespace', textNode(namespace, origins), origins), origins),
    };
  });
}

/** `Kind.group` of the definitions that say so. */
function clusterWideKinds(manifests: readonly RenderedManifest[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { root } of manifests) {
    if (textAt(root, 'kind') !== 'CustomResourceDefinition') continue;
    const spec = valueAt(root, 'spec');
    if (textAt(spec, 'scope') === 'Cluster') found.add(`${textAt(nodeAt(spec, 'names'), 'kind') ?? ''}.${textAt(spec, 'group') ?? ''}`);
  }
  return found;
}

/** Whether an object is of a kind that surely lives outside of namespaces; `wide`: more such kinds. */
export function isOutsideOfNamespaces(root: YamlMap, wide: ReadonlySet<string> = new Set()): boolean {
  const apiVersion = textAt(root, 'apiVersion') ?? '';
  const kind = textAt(root, 'kind') ?? '';
  if (kind === '' || kind.endsWith('List')) return true;
  if (isClusterWide(apiVersion, kind) || wide.has(`${kind}.${apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0))}`)) return true;
  const [known] = kindsNamed(apiVersion, kind);
  return known !== undefined && known.scope !== 'namespaced';
}

/** What a test of a chart would make is not there: nobody runs it unless asked to. */
export function withoutTests(manifests: readonly RenderedManifest[]): readonly RenderedManifest[] {
  return manifests.filter(({ root }) => {
    const hook = textAt(nodeAt(root, 'metadata', 'annotations'), 'helm.sh/hook');
    return hook === undefined || !hook.split(',').every((word) => word.trim().startsWith('test'));
  });
}
