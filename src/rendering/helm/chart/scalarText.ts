import { goFloatText } from '../../goYaml/number.ts';
import type { YamlScalar } from '../../yaml/node.ts';
import { valueOf } from '../../yaml/scalarTypes.ts';

/** The text that a scalar gives where Go wants a string: `1.10` is `1.1`, null is empty. sigs.k8s.io/yaml yaml.go (convertToJSONableObject) */
export function scalarText(node: YamlScalar): string {
  const value = valueOf(node);
  if (value === null) return '';
  return typeof value === 'number' && node.tag === '!!float' ? goFloatText(value) : String(value);
}
