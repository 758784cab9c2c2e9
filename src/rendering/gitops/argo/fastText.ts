import { slicedRope, indexedRope, type Rope, type RopePiece } from '../../rope.ts';
import type { YamlMap } from '../../yaml/node.ts';
import { valueAt } from '../../yaml/change.ts';

/** `{{ name }}` replaced by parameters, blanks around the name left out; what is not known stays as it is. argo-cd applicationset/utils/utils.go (replace) */
export function fastFilled(text: Rope, parameters: YamlMap): Rope {
  const indexed = indexedRope(text);
  if (!indexed.text.includes('{{')) return text;
  const pieces: RopePiece[] = [];
  let from = 0;
  for (let open = indexed.text.indexOf('{{'); open >= 0; open = indexed.text.indexOf('{{', from)) {
    const close = indexed.text.indexOf('}}', open + 2);
    if (close < 0) break;
    pieces.push(...slicedRope(indexed, from, open));
    const action = slicedRope(indexed, open, close + 2);
    const value = valueAt(parameters, indexed.text.slice(open + 2, close).trim());
    if (value?.type !== 'scalar') pieces.push(...action);
    else if (value.text !== '')
      pieces.push({ text: value.text, origins: [...value.origins, ...action.flatMap(({ origins }) => origins.slice(0, 1))] });
    from = close + 2;
  }
  return [...pieces, ...slicedRope(indexed, from, indexed.text.length)];
}
