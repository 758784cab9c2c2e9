import type { Delivery } from './delivery.ts';

/** Classes of problems that are of a GitOps object itself, and not of what it has built. */
const ofObjects: ReadonlySet<string> = new Set([
  'elsewhere',
  'missing-path',
  'substitution',
  'cluster-scoped',
  'generator',
  'template',
  'dependency-cycle',
  'not-a-manifest',
  'not-permitted',
  'refused',
  'absent-object',
  'unknown-object',
]);

/** What only Helm says. */
const ofHelm: ReadonlySet<string> = new Set([
  'arg-count',
  'cannot-range',
  'chart-invalid',
  'function',
  'incompatible-types',
  'kube-version',
  'library',
  'missing-dependencies',
  'nil',
  'nil-pointer',
  'no-field',
  'no-template',
  'non-comparable',
  'not-function',
  'parse',
  'recursion',
  'release-name',
  'schema',
  'undefined-variable',
  'user',
  'values-invalid',
  'values-type',
  'wrong-type',
  'yaml',
]);

/** What is said of files that a tool takes as they stand, by whoever takes them. */
const ofFiles: ReadonlySet<string> = new Set(['malformed-yaml', 'missing-file', 'not-representable', 'too-large', 'unsupported', 'limit']);

/** In whose words a problem is: `built` is what rendered the unit, or the delivery that did. */
export function toolOfProblem(built: 'kustomization' | 'chart' | Delivery, errorClass: string): 'kustomize' | 'helm' | 'gitops' {
  if (built === 'chart') return 'helm';
  if (built === 'kustomization') return ofHelm.has(errorClass) ? 'helm' : 'kustomize';
  if (ofObjects.has(errorClass)) return 'gitops';
  if (ofHelm.has(errorClass)) return 'helm';
  switch (built.applied.type) {
    case 'kustomization':
      return errorClass === 'limit' ? 'gitops' : 'kustomize';
    case 'release':
    case 'packed-chart':
      return 'helm';
    case 'application':
    case 'bundle':
      // They build whatever stands in their folders.
      return ofFiles.has(errorClass) ? 'gitops' : 'kustomize';
  }
}
