import type { Rope } from '../rope.ts';
import type { YamlMap } from '../yaml/node.ts';
import { emit } from './emit.ts';
import { goYaml2, goYaml3 } from './form.ts';
import { goYamlOfNode } from './fromNode.ts';
import type { GoYamlNode } from './node.ts';
import { withoutLastLineEnd } from './output.ts';
import { throughJson } from './throughJson.ts';

/**
 * A manifest as `kubectl kustomize` and `kubectl get -o yaml` print it, with a line end behind: keys in natural order, long texts folded.
 * The empty text where the tool would fail.
 */
export function manifestText(root: YamlMap): Rope {
  const read = throughJson(goYamlOfNode(root));
  return read === undefined ? [] : emit(read, goYaml2);
}

/** A value as Helm's `toYaml` gives it, without a last line end; undefined where the library fails. */
export function yamlText(node: GoYamlNode): Rope | undefined {
  const read = throughJson(node);
  return read && withoutLastLineEnd(emit(read, goYaml2));
}

/** A value as Helm's `toYamlPretty` gives it: not by way of JSON, lists indented, nothing folded. */
export function prettyYamlText(node: GoYamlNode): Rope {
  return withoutLastLineEnd(emit(node, goYaml3));
}
