import type { ClusterName } from './clusterName.ts';
import type { HostReference } from './hostReferences.ts';
import type { ReferringText } from './referringTexts.ts';
import type { NamedService } from './serviceNames.ts';

/** A host of a text that is meant for the cluster's DNS, and what is under that name. */
export interface Naming {
  readonly text: ReferringText;
  readonly reference: HostReference;
  readonly name: ClusterName;
  /** Whether it ends with `svc` or with the cluster's domain behind it: then it can mean nothing else. */
  readonly qualified: boolean;
  /** The namespace it means; absent: not known. */
  readonly namespace: string | undefined;
  /** Services that it means, whether or not the endpoint is one of theirs. Empty: none. */
  readonly services: readonly NamedService[];
}
