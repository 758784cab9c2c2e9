import type { Snapshot } from '../../analysis/snapshot.ts';
import type { Language } from '../../base/message.ts';
import type { ComparableWorkspace } from '../comparison.ts';
import { writeTopologyJson } from '../json/topologyJson.ts';
import { comparableOfExport, exportedTopology } from '../exportedTopology.ts';

/** What of a workspace can be held against an export: what an export of it would tell, and no word more. */
export function comparableAsExported(snapshot: Snapshot, language: Language): ComparableWorkspace {
  const exported = exportedTopology(writeTopologyJson(snapshot));
  if (exported === undefined) throw new Error('What is exported here is not read here.');
  return comparableOfExport(exported, language);
}
