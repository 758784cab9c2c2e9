import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { textOfBytes } from '../helm/goText.ts';
import { valueAt } from '../yaml/change.ts';
import type { YamlScalar } from '../yaml/node.ts';
import { valueOf } from '../yaml/scalarTypes.ts';
import { kindKey, type ClusterObject } from './delivery.ts';
import { kinds } from './object.ts';

/** What a ConfigMap or a Secret holds under one name. */
export type Datum =
  | {
      readonly text: string;
      /** Where it is written. In a Secret the text may be another than the one that is written. */
      readonly scalar: YamlScalar;
    }
  /** Encrypted, or filled in by somebody else. */
  | 'unknown';

/** The data of a ConfigMap or a Secret by their names. */
export function dataOf(object: ClusterObject): ReadonlyMap<string, Datum> {
  const isSecret = kindKey(object) === kinds.secret;
  const data = new Map<string, Datum>();
  for (const field of isSecret ? ['data', 'stringData'] : ['data']) {
    const map = valueAt(object.root, field);
    if (map?.type !== 'map') continue;
    for (const { key, value } of map.entries)
      if (value.type === 'scalar') data.set(key, field === 'data' && isSecret ? decoded(value) : plain(value, isSecret));
  }
  return data;
}

function plain(scalar: YamlScalar, isSecret: boolean): Datum {
  const value = valueOf(scalar);
  const text = value === null ? '' : scalar.tag === '!!str' ? scalar.text : String(value);
  return isEncrypted(text) || (isSecret && holdsPlaceholder(text)) ? 'unknown' : { text, scalar };
}

function decoded(scalar: YamlScalar): Datum {
  if (isEncrypted(scalar.text) || holdsPlaceholder(scalar.text)) return 'unknown';
  try {
    const bytes = Uint8Array.from(atob(scalar.text.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
    const text = textOfBytes(bytes);
    return holdsPlaceholder(text) ? 'unknown' : { text, scalar };
  } catch {
    return 'unknown';
  }
}

function isEncrypted(text: string): boolean {
  return text.startsWith('ENC[');
}
