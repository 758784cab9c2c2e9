import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import type { GoYamlNode } from './node.ts';
import { valueOf } from '../yaml/scalarTypes.ts';
import { goYamlNumber } from './number.ts';
import { integerOf } from './plainType.ts';

/** The values of a manifest, as Go holds them. */
export function goYamlOfNode(node: YamlNode): GoYamlNode {
  switch (node.type) {
    case 'scalar':
      return scalarOf(node);
    case 'list':
      return { type: 'list', items: node.items.map(goYamlOfNode), origins: node.origins };
    case 'map':
      return {
        type: 'map',
        entries: node.entries.map(({ key, keyOrigins, value }) => ({ key, keyOrigins, value: goYamlOfNode(value) })),
        origins: node.origins,
      };
  }
}

function scalarOf(node: YamlScalar): GoYamlNode {
  const { tag, text, origins } = node;
  switch (tag) {
    case '!!null':
      return { type: 'word', text: 'null', origins };
    case '!!bool':
      return { type: 'word', text: /^(?:y|on|t)/i.test(text) ? 'true' : 'false', origins };
    case '!!int': {
      const value = integerOf(text.replaceAll('_', ''));
      if (value !== undefined) return { type: 'word', text: value.toString(), origins };
      return numberOf(text, origins);
    }
    case '!!float':
      return numberOf(text, origins);
    case '!!timestamp':
      return { type: 'text', rope: [{ text: String(valueOf(node)), origins }] };
    case '!!str':
    case '!!binary':
    case '!!merge':
      return { type: 'text', rope: text === '' ? [] : [{ text, origins }] };
  }
}

function numberOf(text: string, origins: YamlScalar['origins']): GoYamlNode {
  return { type: 'word', text: goYamlNumber(Number(text.replaceAll('_', ''))), origins };
}
