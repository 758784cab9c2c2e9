import { goFunction } from '../function.ts';
import { bool, int, list, map, string, strings, type GoValue, type MapEntry, type MapValue, type ObjectValue } from '../value.ts';
import { defaultApiVersions } from './apiVersions.ts';
import type { Chart } from './chart.ts';
import type { KubeVersion } from './kubeVersion.ts';

/** `.Release`. helm/pkg/chart/common/util/values.go */
export function releaseObject(name: string, namespace: string): MapValue {
  return map([
    ['Name', string(name)],
    ['Namespace', string(namespace)],
    ['IsUpgrade', bool(false)],
    ['IsInstall', bool(true)],
    ['Revision', int(1)],
    ['Service', string('Helm')],
  ]);
}

/** `.Chart`: the fields of Go's struct by their names there. helm/pkg/chart/common.go (structToMap) */
export function chartObject({ metadata }: Chart, isRoot: boolean): MapValue {
  const text = (value: string, field: string): GoValue => {
    const at = metadata.places.get(field);
    return string(value, at === undefined ? [] : [at]);
  };
  const texts = (values: readonly string[]): GoValue => list(values.map((value) => string(value)));
  return map([
    ['Name', text(metadata.name, 'name')],
    ['Home', text(metadata.home, 'home')],
    ['Sources', texts(metadata.sources)],
    ['Version', text(metadata.version, 'version')],
    ['Description', text(metadata.description, 'description')],
    ['Keywords', texts(metadata.keywords)],
    [
      'Maintainers',
      list(
        metadata.maintainers.map(({ name, email, url }) =>
          map([
            ['Name', string(name)],
            ['Email', string(email)],
            ['URL', string(url)],
          ]),
        ),
      ),
    ],
    ['Icon', text(metadata.icon, 'icon')],
    ['APIVersion', text(metadata.apiVersion, 'apiVersion')],
    ['Condition', text(metadata.condition, 'condition')],
    ['Tags', text(metadata.tags, 'tags')],
    ['AppVersion', text(metadata.appVersion, 'appVersion')],
    ['Deprecated', bool(metadata.deprecated)],
    ['Annotations', annotationsObject(metadata.annotations)],
    ['KubeVersion', text(metadata.kubeVersion, 'kubeVersion')],
    [
      'Dependencies',
      list(
        (metadata.dependencies ?? []).map((dependency) =>
          map([
            ['Name', string(dependency.name)],
            ['Version', string(dependency.version)],
            ['Repository', string(dependency.repository)],
            ['Condition', string(dependency.condition)],
            ['Tags', texts(dependency.tags)],
            ['Enabled', bool(dependency.enabled)],
            ['ImportValues', list(dependency.importValues)],
            ['Alias', string(dependency.alias)],
          ]),
        ),
      ),
    ],
    ['Type', text(metadata.type, 'type')],
    ['IsRoot', bool(isRoot)],
  ]);
}

function annotationsObject(annotations: ReadonlyMap<string, string>): MapValue {
  const entries = new Map<string, MapEntry>([...annotations].map(([key, value]) => [key, { value: string(value), keyOrigins: [] }]));
  return {
    kind: 'map',
    type: 'map[string]string',
    element: 'string',
    entries,
    origins: [],
    ...(annotations.size === 0 && { isNil: true as const }),
  };
}

/** `.Capabilities`. helm/pkg/chart/common/capabilities.go */
export function capabilitiesObject(kube: KubeVersion, added: readonly string[]): ObjectValue {
  const kubeVersion: ObjectValue = {
    kind: 'object',
    type: 'common.KubeVersion',
    fields: new Map([
      ['Version', string(kube.version)],
      ['normalizedVersion', string(kube.normalized)],
      ['Major', string(kube.major)],
      ['Minor', string(kube.minor)],
    ]),
    methods: new Map([
      ['String', goFunction([], () => string(kube.normalized))],
      ['GitVersion', goFunction([], () => string(kube.version))],
    ]),
    methodsOfPointer: true,
    origins: [],
  };
  const versions = [...defaultApiVersions, ...added];
  const known = new Set(versions);
  const capabilities: ObjectValue = {
    kind: 'object',
    type: '*common.Capabilities',
    fields: new Map<string, GoValue>([
      ['KubeVersion', kubeVersion],
      [
        'APIVersions',
        {
          ...strings(versions.map((version) => string(version))),
          type: 'common.VersionSet',
          methods: new Map([['Has', goFunction(['string'], (_, { text }) => bool(known.has(text)))]]),
        },
      ],
      [
        'HelmVersion',
        {
          kind: 'object',
          type: 'version.BuildInfo',
          fields: new Map([
            ['Version', string('v4.1.4')],
            ['GitCommit', string('05fa37973dc9e42b76e1d2883494c87174b6074f')],
            ['GitTreeState', string('clean')],
            ['GoVersion', string('go1.25.9')],
            ['KubeClientVersion', string('v1.35')],
          ]),
          jsonNames: new Map([
            ['Version', 'version'],
            ['GitCommit', 'git_commit'],
            ['GitTreeState', 'git_tree_state'],
            ['GoVersion', 'go_version'],
            ['KubeClientVersion', 'kube_client_version'],
          ]),
          origins: [],
        },
      ],
    ]),
    methods: new Map([['Copy', goFunction([], () => capabilities)]]),
    origins: [],
  };
  return capabilities;
}
