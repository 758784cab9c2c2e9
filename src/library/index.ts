/** What programs import from the package: the service, as the editor and the command line ask it, and the engine alone. Everything else is private and may change. */
export { createService, type CreateServiceOptions } from './createService.ts';
export { readCluster, type ReadProblem } from './readCluster.ts';
export { allocate } from '../engine/allocate.ts';
export { english, languageOf, type Language } from '../base/message.ts';
export { formatAddress, formatCIDR, formatRange, parseAddress } from '../base/ip.ts';
export type { Allocation } from '../engine/allocation.ts';
export type { Cluster } from '../manifests/cluster.ts';
export type * from '../service/questions.ts';
export type * from '../service/service.ts';
export type { FolderEntry, SourceReader } from '../service/sourceReader.ts';
