import type { GoYamlNode, GoYamlText } from '../../goYaml/node.ts';
import { goFloatText, goYamlNumber } from '../../goYaml/number.ts';
import { bytesOf } from '../goText.ts';
import { typeOf, unknownOf, type GoValue, type CallContext } from '../value.ts';
import { costOfNode } from './cost.ts';
import { base64 } from './encoding.ts';
import { bytesText } from './stringValue.ts';
import { spendOn } from './text.ts';
import { timeText } from './timeValue.ts';
import { versionText, type Version } from './version.ts';
import { exportedFields, jsonFields } from '../exportedFields.ts';

interface Conversion {
  readonly context: CallContext;
  /** By way of JSON floats may become integers, and bytes and objects become texts. */
  readonly throughJson: boolean;
}

/** Go gives up on what holds itself; so deep nothing else is. */
const deepest = 2000;

type Converted = GoYamlNode | { readonly error: string };

/** The value as goyaml prints it after sigs.k8s.io/yaml made JSON of it; the reason where it has none. */
export function yamlNodeThroughJson(context: CallContext, value: GoValue): Converted {
  return converted({ context, throughJson: true }, value, 0);
}

/** The value as go-yaml v3 prints it by itself. */
export function yamlNode(context: CallContext, value: GoValue): Converted {
  return converted({ context, throughJson: false }, value, 0);
}

function converted(conversion: Conversion, given: GoValue, depth: number, within?: GoValue): Converted {
  conversion.context.spend(costOfNode);
  const value = within?.unknown ? unknownOf(given) : given;
  const source = { origins: value.origins, ...(value.unknown && { unknown: true as const }) };
  const word = (text: string): GoYamlNode => ({ type: 'word', text, ...source });
  const text = (content: string): GoYamlText => ({ type: 'text', rope: content === '' ? [] : [{ text: content, ...source }] });
  const { throughJson } = conversion;
  if (depth > deepest) return { error: 'json: unsupported value: encountered a cycle' };
  switch (value.kind) {
    case 'invalid':
    case 'nil':
      return word('null');
    case 'bool':
      return word(String(value.value));
    case 'int':
      return word(value.value.toString());
    case 'float':
      if (!throughJson) return word(specialFloats.get(value.value) ?? (Number.isNaN(value.value) ? '.nan' : goFloatText(value.value)));
      if (!Number.isFinite(value.value)) return { error: `json: unsupported value: ${goFloatText(value.value)}` };
      return word(goYamlNumber(value.value));
    case 'string':
      spendOn(conversion.context, [value]);
      return { type: 'text', rope: value.rope };
    case 'list': {
      if (value.isNil) return throughJson ? word('null') : { type: 'list', items: [], ...source };
      if (throughJson && value.type === '[]uint8') return text(base64(bytesOf(bytesText(value))));
      const items: GoYamlNode[] = [];
      for (const item of value.items) {
        const node = converted(conversion, item, depth + 1, value);
        if ('error' in node) return node;
        items.push(node);
      }
      return { type: 'list', items, ...source };
    }
    case 'map':
      if (value.isNil) return throughJson ? word('null') : { type: 'map', entries: [], ...source };
      return mapOf(
        conversion,
        [...value.entries].map(([key, entry]) => [key, entry.keyOrigins, entry.value] as const),
        value,
        depth,
      );
    case 'object': {
      if (value.type.endsWith('semver.Version')) return text(versionText(value.held as Version));
      if (value.type.endsWith('time.Time')) return throughJson ? text(timeText(value)) : word(timeText(value));
      const fields = throughJson ? jsonFields(value) : exportedFields(value);
      return mapOf(
        conversion,
        // go-yaml names fields in lower case.
        fields.map(([name, field]) => [throughJson ? name : name.toLowerCase(), [], field] as const),
        value,
        depth,
      );
    }
    case 'complex':
    case 'function':
      return { error: `json: unsupported type: ${typeOf(value)}` };
  }
}

const specialFloats: ReadonlyMap<number, string> = new Map([
  [Number.POSITIVE_INFINITY, '.inf'],
  [Number.NEGATIVE_INFINITY, '-.inf'],
]);

function mapOf(
  conversion: Conversion,
  entries: readonly (readonly [key: string, keyOrigins: GoValue['origins'], value: GoValue])[],
  of: GoValue,
  depth: number,
): Converted {
  const all = [];
  for (const [key, keyOrigins, value] of entries) {
    const node = converted(conversion, value, depth + 1, of);
    if ('error' in node) return node;
    all.push({ key, keyOrigins, value: node });
  }
  return { type: 'map', entries: all, origins: of.origins, ...(of.unknown && { unknown: true }) };
}
