import { message } from '../../../base/message.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { valueOf } from '../../yaml/scalarTypes.ts';
import { isSelectedBy, WrongShape, type FieldSpec } from '../fieldSpec.ts';
import { failure, lostNothing, placeOf, reaching } from '../problem.ts';
import { anyIdentities, type Resource } from '../resource.ts';
import { changeEach } from './changeEach.ts';
import { changeBySpecs, type Transforming } from './transforming.ts';
import { written } from './written.ts';

/** `{name, count}`: sets the count of each object that has or had the name. api/internal/builtins/ReplicaCountTransformer.go */
export function setReplicas(entry: YamlMap, specs: readonly FieldSpec[], transforming: Transforming): void {
  const { list } = transforming;
  const name = textAt(entry, 'name') ?? '';
  const count = valueAt(entry, 'count');
  const text = count?.type === 'scalar' ? String(valueOf(count)) : '0';
  const origins = count?.origins ?? entry.origins;
  const set = (before: YamlNode | undefined): YamlNode => {
    if (before !== undefined && before.type !== 'scalar') throw new WrongShape(before);
    return written(before?.tag === '!!null' ? undefined : before, text, '!!int', origins);
  };
  const matching = (resource: Resource) =>
    specs.filter((spec) => anyIdentities(resource).some((identity) => identity.name === name && isSelectedBy(spec, identity)));
  const found = list.all.some((resource) => matching(resource).length > 0);
  changeEach(transforming, (resource) => {
    const root = changeBySpecs(resource.root, matching(resource), set, { end: 'scalar', origins }, transforming);
    return root === resource.root ? resource : { ...resource, root };
  });
  if (found) return;
  const at = placeOf(valueAt(entry, 'name') ?? entry, transforming.at);
  transforming.report(
    reaching(failure('replicas-no-match', message('Nothing that has replicas is called "{0}" here.', name), at), lostNothing),
  );
}
