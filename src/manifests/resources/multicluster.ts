import type { ResourceBase } from '../metadata.ts';

/** `multicluster.x-k8s.io` ServiceImport: a service of several clusters, as one of them sees it. */
export interface ServiceImportResource extends ResourceBase {
  readonly type: 'ServiceImport';
  /** `spec.type` is Headless: no address of its own. */
  readonly headless: boolean;
  /** As written. */
  readonly ips: readonly string[];
  readonly ports: readonly { readonly name: string | undefined; readonly protocol: string; readonly port: number }[];
}
