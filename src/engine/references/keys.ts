import type { StringMap } from '../../manifests/metadata.ts';
import type { LabelTerm } from './podOwners.ts';
import type { Target } from './reference.ts';

/** What has labels that selectors ask for. */
export type Labelled = 'pods' | 'service' | 'node' | 'load-balancer-pool' | 'object';

/** A thing by its kind and name. */
export function nameKey(kind: Target['kind'], name: string): string {
  return `${kind} ${name}`;
}

/** A port of a Service by the Service's name: numbers and names of ports are too common to find anything by. */
export function portOfKey(service: string): string {
  return `service-port ${service}`;
}

/** A container's port by its name, for mentions from a namespace: names like `http` are too common to find anything by alone. An unknown namespace is any. */
export function containerPortKeys(name: string, namespace: string | undefined): readonly string[] {
  return [nameKey('container-port', name), containerPortKey(name, namespace)];
}

function containerPortKey(name: string, namespace = ''): string {
  return `container-port ${name} ${namespace}`;
}

/** A label pair of some kind of thing; without a value the label whatever its value. */
export function labelKey(what: Labelled, key: string, value?: string): string {
  return value === undefined ? `${what}\0${key}` : `${what}\0${key}\0${value}`;
}

/** Whether a key is of a label, with its value or without. */
export function isLabelKey(key: string): boolean {
  return key.includes('\0') && !key.endsWith('\0');
}

/** What a selector may select that no label tells: one that only excludes, or that asks for labels which controllers set. */
export function anyLabelKey(what: Labelled): string {
  return `${what}\0`;
}

/** The keys of a selector, by what everything that it selects must have. */
export function* selectorKeys(
  what: Labelled,
  terms: readonly LabelTerm[],
  isWritten: (key: string) => boolean = () => true,
): Generator<string> {
  let told = false;
  for (const { key, values } of terms) {
    told ||= isWritten(key);
    if (values === undefined) yield labelKey(what, key);
    else for (const value of values) yield labelKey(what, key, value);
  }
  if (!told) yield anyLabelKey(what);
}

/** Every key under which a mention that leads to the target may be found. */
export function* keysOf(target: Target): Generator<string> {
  switch (target.kind) {
    case 'pods':
      yield nameKey('pods', target.name);
      yield* labelKeys('pods', target.owner.labels);
      return;
    case 'service':
      yield nameKey('service', target.name.toLowerCase());
      if (target.resource !== undefined) yield* labelKeys('service', target.resource.metadata.labels);
      return;
    case 'service-port':
      yield portOfKey(target.service.name.toLowerCase());
      return;
    case 'node':
      yield nameKey('node', target.name);
      yield* labelKeys('node', target.node.labels);
      return;
    case 'ip-pool':
      yield nameKey('ip-pool', target.name);
      yield nameKey('ip-pool', '');
      return;
    case 'load-balancer-pool':
      yield nameKey('load-balancer-pool', target.name);
      if (target.resource !== undefined) yield* labelKeys('load-balancer-pool', target.resource.metadata.labels);
      return;
    case 'object':
      yield nameKey('object', target.name);
      yield* labelKeys('object', target.resource.metadata.labels);
      if (target.resource.type === 'Namespace') yield labelKey('object', NAMESPACE_NAME, target.name);
      return;
    case 'container-port': {
      const { namespace } = target.declared.owner.resource.metadata;
      if (namespace === undefined) yield nameKey('container-port', target.name);
      else yield* [containerPortKey(target.name, namespace), containerPortKey(target.name)];
    }
  }
}

/** A label that the API server puts on every namespace. kubernetes pkg/apis/core/v1/defaults.go */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

function* labelKeys(what: Labelled, labels: StringMap): Generator<string> {
  yield anyLabelKey(what);
  for (const [key, value] of Object.entries(labels)) {
    yield labelKey(what, key);
    yield labelKey(what, key, value);
  }
}
