import { message } from '../../../base/message.ts';
import { withoutTrailing } from '../../../base/withoutTrailing.ts';
import { textAt, valueAt, withValue } from '../../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { valueOf } from '../../yaml/scalarTypes.ts';
import { splitPath } from '../fieldSpec.ts';
import { failure, placeOf } from '../problem.ts';
import type { Selecting } from '../select.ts';
import { settling } from '../sharing.ts';
import { withNamespace } from './namespace.ts';
import type { Transforming } from './transforming.ts';
import { written } from './written.ts';

/** Writes a text at a path of all selected objects, or puts it into a path that stands there. api/internal/builtins/ValueAddTransformer.go */
export function addValue(
  value: YamlScalar,
  target: YamlMap,
  select: (selector: YamlMap) => Selecting | undefined,
  transforming: Transforming,
): void {
  const path = textAt(target, 'fieldPath') ?? '';
  if (path === '') {
    transforming.report(
      failure('invalid-kustomization', message('The fieldPath of a target may not be empty.'), placeOf(target, transforming.at)),
    );
    return;
  }
  const selector = valueAt(target, 'selector');
  const selects = selector?.type === 'map' ? select(selector) : () => true;
  if (selects === undefined) return;
  const positionNode = valueAt(target, 'filePathPosition');
  const position = positionNode?.type === 'scalar' ? Number(valueOf(positionNode)) : 0;
  const parts = splitPath(path, '/');
  transforming.list.map((resource) => {
    if (!selects(resource)) return resource;
    const root =
      path === 'metadata/namespace'
        ? withNamespace(resource.root, { namespace: value, specs: [], unsetOnly: false, subjects: 'defaultOnly' }, transforming)
        : settling(() =>
            set(resource.root, parts, (before) => {
              const text = position > 0 ? inserted(before?.type === 'scalar' ? before.text : '', position - 1, value.text) : value.text;
              return written(before, text, undefined, value.origins);
            }),
          );
    return root === resource.root ? resource : { ...resource, root };
  });
}

function set(map: YamlMap, [part, ...rest]: readonly string[], change: (before: YamlNode | undefined) => YamlNode): YamlMap {
  if (part === undefined) return map;
  const before = valueAt(map, part);
  if (rest.length === 0) return before !== undefined && before.type !== 'scalar' ? map : withValue(map, part, change(before));
  const inside = before ?? { type: 'map', entries: [], origins: map.origins };
  return withValue(map, part, inside.type === 'map' ? set(inside, rest, change) : inside);
}

/** kyaml/filesys/util.go (InsertPathPart) */
function inserted(path: string, position: number, part: string): string {
  const parts = path === '' ? [] : path.split('/');
  const isAbsolute = parts[0] === '';
  const at = Math.min(position, parts.length);
  parts.splice(isAbsolute && at < parts.length ? at + 1 : at, 0, part);
  return withoutTrailing(parts.join('/'), '/');
}
