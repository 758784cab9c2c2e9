import configuration from '../../../schemas/edge-network-configuration.schema.json' with { type: 'json' };
import edgeNetwork from '../../../schemas/edge-network.schema.json' with { type: 'json' };
import type { FieldPath } from '../../manifests/place.ts';
import type { Candidate, Offer } from './candidate.ts';

/** As much of JSON Schema as our own formats are described with. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly const?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly examples?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

export const edgeNetworkSchema: SchemaNode = edgeNetwork.definitions.EdgeNetwork;
export const configurationSchema: SchemaNode = configuration;

const checks: Readonly<Record<string, SchemaNode>> = configuration.properties.checks.properties;

/** Each refers to the levels; and the codes stand in the schema again, among the entries of `ignore`. Of both the build leaves nothing (`esbuild.mjs`). */
const settings: ReadonlySet<SchemaNode> = new Set(Object.values(checks));
const ignoredCodes: readonly string[] | undefined = configuration.properties.ignore.items.properties.codes.items.anyOf[0]?.enum;
const codes: readonly string[] = Object.keys(checks);

/** What describes the field at a path; undefined where there is no such field. */
export function schemaAt(root: SchemaNode, path: FieldPath): SchemaNode | undefined {
  let nodes: readonly SchemaNode[] = [root];
  for (const step of path) {
    nodes = nodes
      .flatMap(alternatives)
      .flatMap(({ properties, items }) =>
        typeof step === 'number'
          ? (items ?? [])
          : properties !== undefined && Object.hasOwn(properties, step)
            ? (properties[step] ?? [])
            : [],
      );
  }
  return nodes[0];
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  const shared = settings.has(node) ? [configuration.definitions.level] : [];
  return [node, ...shared, ...(node.oneOf ?? []), ...(node.anyOf ?? [])];
}

/** The fields of a format with what they mean, and the values of those that have a choice. */
export function offersOf(root: SchemaNode): { readonly keys: Offer; readonly values: Offer } {
  return {
    *keys({ path, otherKeysAt }) {
      const node = schemaAt(root, path);
      const written = otherKeysAt(...path);
      let rank = 1;
      for (const each of node === undefined ? [] : alternatives(node)) {
        for (const [key, field] of Object.entries(each.properties ?? {})) {
          if (written.has(key)) continue;
          yield { sort: 'key', label: key, ...documented(field), rank: rank++ };
        }
      }
    },
    *values({ path }) {
      const node = schemaAt(root, path);
      if (node === undefined) return;
      let rank = 1;
      for (const each of alternatives(node)) {
        if (each.const !== undefined) yield { sort: 'value', label: each.const, ...documented(each), rank };
        for (const [index, label] of (each.enum === ignoredCodes ? codes : (each.enum ?? [])).entries()) {
          const meaning = each.enumDescriptions?.[index];
          yield { sort: 'value', label, text: label, ...(meaning === undefined ? {} : { documentation: meaning }), rank: rank++ };
        }
        if (typeof each.default === 'string') yield { sort: 'value', label: each.default, ...documented(each), rank: rank++ };
      }
    },
  };
}

function documented({ description }: SchemaNode): Partial<Candidate> {
  return description === undefined ? {} : { documentation: description };
}
