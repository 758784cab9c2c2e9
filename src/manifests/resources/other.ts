import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import { namingTexts, type NamingText } from '../namingTexts.ts';

/** A kind we know by name only: never an error, but it may own pods or services that we cannot see. */
export interface OtherResource extends ResourceBase {
  readonly type: 'Other';
  /** What of its `spec` may hold a whole name for the cluster's DNS: values of a chart, the address of a store or a source of data. */
  readonly texts: readonly NamingText[];
}

export function readOther(fields: Fields, base: ResourceBase): OtherResource {
  const texts: NamingText[] = [];
  if (!describing.has(base.kind)) gather(fields, 'spec', texts);
  return { ...base, type: 'Other', texts: texts.length === 0 ? none : texts };
}

/** Kinds whose texts are for people, or define other kinds. */
const describing: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'PrometheusRule', 'GrafanaDashboard']);
const describingField = /description|documentation|comment|note|summary|reason|example/i;
const none: readonly never[] = [];

/** So many are kept of one resource. */
const most = 200;

function gather(fields: Fields, key: string, found: NamingText[]): void {
  const field = fields.at(key);
  const { node } = field;
  if (node === undefined || found.length >= most || describingField.test(key)) return;
  if (node.type === 'map') for (const entry of node.entries) gather(field, entry.key, found);
  else if (node.type === 'sequence') for (const item of fields.list(key)) gatherItem(item, key, found);
  else gatherText(field, key, found);
}

function gatherItem(item: Fields, key: string, found: NamingText[]): void {
  if (item.node?.type === 'map') for (const entry of item.node.entries) gather(item, entry.key, found);
  else gatherText(item, key, found);
}

function gatherText(field: Fields, key: string, found: NamingText[]): void {
  if (field.node?.type !== 'scalar' || !field.node.text.includes('.svc')) return;
  for (const text of namingTexts(field, key)) if (text.text.includes('.svc')) found.push(text);
}
