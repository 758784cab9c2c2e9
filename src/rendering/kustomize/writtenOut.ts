import { withItems, withValues } from '../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';

/**
 * What is left of an object when kustomize writes it as YAML and reads that again, which it does before it prints: an empty value between brackets becomes an empty text, a time there
 * the text that it is written as, and folded text gets line ends that it had not. go.yaml.in/yaml/v3 emitterc.go (yaml_emitter_process_scalar, yaml_emitter_write_folded_scalar)
 */
export function writtenOut(root: YamlMap): YamlMap {
  return changed(root) as YamlMap;
}

function changed(node: YamlNode): YamlNode {
  switch (node.type) {
    case 'scalar':
      return changedScalar(node);
    case 'list':
      return withItems(node, changed);
    case 'map':
      return withValues(node, changed);
  }
}

function changedScalar(node: YamlScalar): YamlScalar {
  if (node.inBrackets === true && (node.tag === '!!timestamp' || (node.tag === '!!null' && node.text === '')))
    return { ...node, tag: '!!str' };
  if (node.style !== 'folded' || node.tag !== '!!str' || !isWrittenFolded(node.text)) return node;
  const text = foldedAgain(node.text);
  return text === node.text ? node : { ...node, text };
}

/** Everything else is written in quotes. */
function isWrittenFolded(text: string): boolean {
  return text.includes('\n') && !/ (?:\n|$)/.test(text) && !/[^\t\n\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text);
}

/** Behind a line the writer puts one line end more, so that the reader does not take it for a blank; but also where a line follows of which the reader takes all as they are, and never in a text that begins with blanks. */
function foldedAgain(text: string): string {
  const [leading = ''] = /^\n*/.exec(text) ?? [];
  const adds = !isBlank(text[leading.length]);
  let result = leading;
  for (let at = leading.length; at < text.length;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return result + text.slice(at);
    let next = end;
    while (text[next] === '\n') next++;
    const isIndented = isBlank(text[at]);
    const breaks = next - end + (adds && !isIndented ? 1 : 0);
    result += text.slice(at, end);
    if (next === text.length) return result + (next - end === 1 ? '\n' : '\n'.repeat(breaks));
    result += isIndented || isBlank(text[next]) ? '\n'.repeat(breaks) : breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
    at = next;
  }
  return result;
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || character === ' ' || character === '\t';
}
