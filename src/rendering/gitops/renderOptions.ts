import type { Bases } from '../kustomize/layer.ts';

export interface RenderOptions {
  /** Bases of kustomizations that are read and gathered already, kept for other renderings of the same sources. */
  readonly bases?: Bases;
  /** Of a kustomization: objects gathered and changes made, all together; the usual bound when absent. */
  readonly mostSteps?: number;
}
