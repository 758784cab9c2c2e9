import type { Rope } from '../rope.ts';
import type { Form } from './form.ts';
import type { GoYamlEntry, GoYamlNode } from './node.ts';
import { indentTo, newOutput, separate, writeClosing, writeSign, type Output, type Source } from './output.ts';
import { writeScalar } from './scalar.ts';
import { lineEnd } from './scalarStyle.ts';

/** The text of a document, with the line end that closes it. */
export function emit(root: GoYamlNode, form: Form): Rope {
  const output = newOutput();
  writeNode(output, root, form, { indent: undefined, under: 'nothing', around: { origins: [] } });
  indentTo(output, 0, { origins: root.type === 'text' ? [] : root.origins });
  return output.pieces;
}

interface Place {
  /** Of what it stands in; undefined at the root. */
  readonly indent: number | undefined;
  readonly under: 'nothing' | 'item' | 'entry';
  readonly around: Source;
}

/** Two spaces a level; a document begins at none. */
const step = 2;

function writeNode(output: Output, node: GoYamlNode, form: Form, place: Place): void {
  switch (node.type) {
    case 'text':
      writeScalar(output, node.rope, form, { indent: (place.indent ?? 0) + step, mayFold: true, around: place.around });
      return;
    case 'word':
      separate(output, place.around);
      writeClosing(output, node.text, node);
      return;
    case 'list': {
      if (node.items.length === 0) return writeSign(output, '[]', node);
      const staysAtKey = place.under === 'entry' && !output.indented && !form.indentsLists;
      const indent = place.indent === undefined ? 0 : place.indent + (staysAtKey ? 0 : step);
      for (const item of node.items) {
        indentTo(output, indent, node);
        writeSign(output, '-', node, 'separates');
        writeNode(output, item, form, { indent, under: 'item', around: node });
      }
      return;
    }
    case 'map': {
      if (node.entries.length === 0) return writeSign(output, '{}', node);
      const indent = place.indent === undefined ? 0 : place.indent + step;
      for (const entry of node.entries.toSorted((a, b) => form.order(a.key, b.key))) {
        indentTo(output, indent, node);
        writeKey(output, entry, form, indent, node);
        writeNode(output, entry.value, form, { indent, under: 'entry', around: node });
      }
    }
  }
}

/** Bytes of a key that stands on one line with its value. */
const longestKey = 128;
const encoder = new TextEncoder();

function writeKey(output: Output, { key, keyOrigins }: GoYamlEntry, form: Form, indent: number, map: Source): void {
  const rope: Rope = [{ text: key, origins: keyOrigins }];
  // No character takes more than three bytes a unit.
  const isShort = (3 * key.length <= longestKey || encoder.encode(key).length <= longestKey) && !lineEnd.test(key);
  const place = { indent: indent + step, mayFold: !isShort, around: map };
  if (isShort) {
    writeScalar(output, rope, form, place);
    writeClosing(output, ':', map);
    return;
  }
  writeSign(output, '?', map, 'separates');
  writeScalar(output, rope, form, place);
  indentTo(output, indent, map);
  writeSign(output, ':', map, 'separates');
}
