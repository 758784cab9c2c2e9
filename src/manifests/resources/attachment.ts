import type { ResourceBase } from '../metadata.ts';

/** k8s.cni.cncf.io/v1: a network that pods may have beside their own. */
export interface NetworkAttachmentDefinitionResource extends ResourceBase {
  readonly type: 'NetworkAttachmentDefinition';
  /** `spec.config` as written: a CNI configuration in JSON; empty where it stands on the nodes. */
  readonly config: string;
}
