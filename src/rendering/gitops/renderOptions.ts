import type { Bases } from '../kustomize/layer.ts';
import type { BuildMemory } from '../kustomize/memory.ts';

export interface RenderOptions {
  /** Bases of kustomizations that are read and gathered already, kept for other renderings of the same sources. */
  readonly bases?: Bases;
  /** What of earlier renderings of the same sources holds for later ones. */
  readonly memory?: BuildMemory;
  /** Of a kustomization: objects gathered and changes made, all together; the usual bound when absent. */
  readonly mostSteps?: number;
  /** Whether a kustomization may name files outside of its folder, where its tool asks: Argo CD's `kustomize.buildOptions`. */
  readonly loadsFromOutside?: boolean;
}
