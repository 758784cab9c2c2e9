import type { RenderRequest } from '../../service/rendering.ts';
import type { CommandForm } from './form.ts';
import { oneOf, WrongUsage } from './options.ts';

const formats = ['yaml', 'json', 'text'] as const;

export interface RenderCommand {
  readonly name: 'render';
  readonly format: (typeof formats)[number];
  /** Folders or files, each a unit; at least one. */
  readonly paths: readonly string[];
  /** How a chart is installed: the options of `helm template`. */
  readonly chart: RenderRequest['chart'];
  /** What each template made, in JSON. */
  readonly texts: boolean;
  /** Where each field comes from, in JSON. */
  readonly origins: boolean;
}

const chartSettings = ['set', 'set-string', 'set-json', 'set-file', 'set-literal'] as const;

export const renderForm: CommandForm<RenderCommand> = {
  name: 'render',
  takes: 'PATH…',
  does: 'make manifests as kustomize and helm do',
  formats,
  options: [
    { name: 'texts', says: 'in JSON: what each template made' },
    { name: 'origins', says: 'in JSON: where each field comes from' },
    { name: 'values', value: 'FILE', says: 'of a chart, also -f, as all that follows, like `helm template`' },
    { name: 'set', value: 'KEY=VALUE', says: 'a value' },
    { name: 'set-string', value: 'KEY=VALUE', says: 'a value that is text' },
    { name: 'set-json', value: 'KEY=JSON', says: 'a value in JSON' },
    { name: 'set-file', value: 'KEY=FILE', says: 'a value that is the text of a file' },
    { name: 'set-literal', value: 'KEY=TEXT', says: 'a value that is the text as it is' },
    { name: 'namespace', value: 'NAME', says: 'the namespace of the release' },
    { name: 'release-name', value: 'NAME', says: 'its name' },
    { name: 'kube-version', value: 'VERSION', says: 'what .Capabilities.KubeVersion says' },
    { name: 'api-versions', value: 'VERSION', says: 'what .Capabilities.APIVersions has besides' },
    { name: 'include-crds', says: 'the CRDs of the chart as well' },
    { name: 'show-only', value: 'TEMPLATE', says: 'only what this template makes' },
  ],
  onManifests: false,
  notes: [
    '--format text prints to the letter what `kustomize build` or `helm template` prints.',
    'Exit code: 0, 1 where the real tool fails for one of the paths, 2 for a path that is not there.',
  ],
  examples: [
    { words: 'render sites/store-42', says: 'a kustomization' },
    { words: 'render charts/web -f values-west.yaml --set replicas=3', says: 'a chart' },
    { words: 'render sites/store-42 --format json --origins', says: 'with the places that wrote each field' },
  ],
  parse: (paths, values) => {
    if (paths.length === 0) throw new WrongUsage('"render" needs a path: a kustomization, a chart or plain manifests.');
    const format = oneOf('--format', formats, values.format ?? 'yaml');
    if (format !== 'json' && (values.texts ?? values.origins) !== undefined)
      throw new WrongUsage('--texts and --origins go with --format json.');
    return {
      name: 'render',
      format,
      paths,
      chart: {
        values: values.values?.flatMap(commaList) ?? [],
        set: chartSettings.flatMap((setting) => (values[setting] ?? []).map((text) => ({ setting, text }))),
        namespace: values.namespace,
        releaseName: values['release-name'],
        kubeVersion: values['kube-version'],
        apiVersions: values['api-versions']?.flatMap(commaList) ?? [],
        includeCrds: values['include-crds'] ?? false,
        showOnly: values['show-only'] ?? [],
      },
      texts: values.texts ?? false,
      origins: values.origins ?? false,
    };
  },
};

/** An option that may be given several times takes several values at once as well. */
function commaList(text: string): readonly string[] {
  return text.split(',');
}
