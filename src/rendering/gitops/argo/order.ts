import { installOrder } from '../../helm/output/installOrder.ts';
import { identityOf } from '../../kustomize/identity.ts';
import type { RenderedManifest } from '../../rendered.ts';
import { waveOf } from './directory.ts';

/** What Helm has put into its order since Argo CD took it over. gitops-engine pkg/sync/sync_tasks.go (kindOrder) */
const later: ReadonlySet<string> = new Set([
  'PriorityClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

const kinds = installOrder.filter((kind) => !later.has(kind));

const ranks: ReadonlyMap<string, number> = new Map(kinds.map((kind, index) => [kind, index]));

/** In the order in which Argo CD creates them: by wave, then kind, then name; kinds that it does not know last. */
export function inOrderOfArgo(manifests: readonly RenderedManifest[]): readonly RenderedManifest[] {
  const keyed = manifests.map((manifest) => {
    const { kind, name } = identityOf(manifest.root);
    return { manifest, wave: waveOf(manifest.root), rank: ranks.get(kind) ?? kinds.length, name };
  });
  keyed.sort(
    (one, other) => one.wave - other.wave || one.rank - other.rank || (one.name < other.name ? -1 : one.name > other.name ? 1 : 0),
  );
  return keyed.map(({ manifest }) => manifest);
}
