import type { Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';

/** What MetalLB does not accept in its configuration, and where it stands. */
export interface ConfigurationFault {
  readonly message: Message;
  readonly because: readonly Place[];
}
