import type { Delivery } from './delivery.ts';

/** Classes of problems that are of a GitOps object itself, and not of what it has built. */
export const gitOpsClasses: ReadonlySet<string> = new Set([
  'elsewhere',
  'missing-path',
  'substitution',
  'cluster-scoped',
  'generator',
  'template',
  'dependency-cycle',
  'not-a-manifest',
  'not-permitted',
]);

/** Whose words all other problems are in. */
export function builderOf({ applied }: Delivery): 'kustomize' | 'helm' | 'gitops' {
  switch (applied.type) {
    case 'kustomization':
      return 'kustomize';
    case 'release':
    case 'packed-chart':
      return 'helm';
    default:
      return 'gitops';
  }
}
