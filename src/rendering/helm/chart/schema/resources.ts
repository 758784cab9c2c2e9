import { heldSchemas, type Draft } from './draft.ts';
import { isList, isObject, member, type Json, type JsonObject } from './json.ts';

/** Where a reference leads: a schema of the file with the address that references in it start from; `remote`: elsewhere; `missing`: nowhere. */
export type Target = { readonly schema: Json; readonly base: string } | 'remote' | 'missing' | 'anything';

export const rootAddress = 'file:///values.schema.json';

/** All that can be referred to in a schema, by address. */
export class Resources {
  readonly #roots = new Map<string, Json>();
  readonly #anchors = new Map<string, { readonly schema: Json; readonly base: string }>();
  readonly #bases = new Map<Json, string>();

  constructor(root: Json, draft: Draft) {
    this.#roots.set(rootAddress, root);
    this.#collect(root, rootAddress, draft, 0);
  }

  /** The address from which references in a schema start, given that of the schema around it. */
  baseOf(schema: Json, around: string): string {
    return this.#bases.get(schema) ?? around;
  }

  resolve(reference: string, base: string): Target {
    const [address = '', fragment = ''] = split(absolute(reference, base));
    const root = this.#roots.get(address);
    if (root === undefined) return /^https?:/.test(address) ? 'remote' : address.startsWith('urn:') ? 'anything' : 'missing';
    if (fragment === '') return { schema: root, base: this.baseOf(root, address) };
    if (!fragment.startsWith('/')) return this.#anchors.get(`${address}#${fragment}`) ?? 'missing';
    return this.#pointed(root, fragment, this.baseOf(root, address));
  }

  #pointed(root: Json, pointer: string, address: string): Target {
    let schema: Json | undefined = root;
    let base = address;
    for (const part of pointer.slice(1).split('/')) {
      const key = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
      schema = isObject(schema) ? member(schema, key) : isList(schema) ? schema[Number(key)] : undefined;
      if (schema === undefined) return 'missing';
      base = this.baseOf(schema, base);
    }
    return { schema, base };
  }

  #collect(schema: Json, around: string, draft: Draft, depth: number): void {
    if (!isObject(schema) || depth > mostDepth) return;
    const base = this.#entered(schema, around, draft);
    for (const held of heldSchemas(schema, draft)) this.#collect(held.schema, base, draft, depth + 1);
  }

  #entered(schema: JsonObject, around: string, draft: Draft): string {
    const id = member(schema, draft === 4 ? 'id' : '$id');
    const beside = draft < 2019 && member(schema, '$ref') !== undefined;
    let base = around;
    if (typeof id === 'string' && !beside) {
      const [address = '', fragment = ''] = split(absolute(id, around));
      if (id.startsWith('#')) this.#anchors.set(`${around}#${fragment}`, { schema, base: around });
      else {
        base = address;
        this.#roots.set(base, schema);
        this.#bases.set(schema, base);
      }
    }
    if (draft >= 2019)
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const anchor = member(schema, keyword);
        if (typeof anchor === 'string') this.#anchors.set(`${base}#${anchor}`, { schema, base });
      }
    return base;
  }
}

export const mostDepth = 200;

function absolute(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

function split(address: string): readonly string[] {
  const hash = address.indexOf('#');
  return hash < 0 ? [address, ''] : [address.slice(0, hash), decoded(address.slice(hash + 1))];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
