import { message, sentences, type Message } from '../../../base/message.ts';
import { nearestOf } from '../../../base/nearest.ts';
import { resourcesWhere } from '../../../manifests/cluster.ts';
import { nodeAt, scalarAt } from '../../../manifests/locate.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { parseYaml } from '../../../manifests/parseYaml.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { Refusal } from '../../../manifests/refusal.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { CheckContext } from '../context.ts';
import { isFilledIn } from './filledIn.ts';

const charts = resourcesWhere(({ kind }) => kind === 'HelmChart');

/**
 * Charts that K3s and RKE2 bring, in kube-system, are changed by a HelmChartConfig of their name beside them.
 * k3s-io/helm-controller pkg/controllers/chart/chart.go; k3s-io/k3s manifests/traefik.yaml; rancher/rke2 charts/chart_versions.yaml
 */
export function chartConfigFaults(resource: Resource, context: CheckContext): readonly Refusal[] {
  if (resource.kind === 'HelmChart') return nodeAt(placeOf(resource, 'spec', 'chartContent')) === undefined ? valuesFaults(resource) : [];
  return [...targetFaults(resource, context), ...valuesFaults(resource)];
}

function targetFaults(config: Resource, { cluster }: CheckContext): readonly Refusal[] {
  const { name, namespace } = config.metadata;
  if (charts(cluster).some(({ metadata }) => metadata.name === name && (metadata.namespace ?? namespace) === namespace)) return [];
  if (brought.includes(name))
    return namespace === undefined || namespace === 'kube-system' || isFilledIn(config, namespace)
      ? []
      : [
          {
            path: ['metadata', 'namespace'],
            by: 'nobody',
            severity: 'warning',
            text: message(
              '{0} changes nothing: it is for the HelmChart of its own name and namespace, and {1} is in kube-system. Write kube-system here.',
              nameOf(config),
              name,
            ),
            meant: { written: namespace, text: 'kube-system' },
          },
        ];
  const meant = meantChart(name);
  // A second one beside it has a number.
  return meant === undefined || isFilledIn(config, name) || /\d$/.test(name)
    ? []
    : [
        {
          path: ['metadata', 'name'],
          by: 'nobody',
          severity: 'warning',
          text: message(
            '{0} changes nothing: it is for the HelmChart of its own name, and there is none called {1}. Nearest is {2}.',
            nameOf(config),
            name,
            meant,
          ),
          meant: { written: name, text: meant },
        },
      ];
}

const brought = [
  ...['traefik', 'traefik-crd'],
  ...[
    ...['calico', 'calico-crd', 'canal', 'cilium', 'coredns', 'flannel', 'ingress-nginx', 'metrics-server', 'multus', 'runtimeclasses'],
    ...['snapshot-controller', 'snapshot-controller-crd', 'snapshot-validation-webhook', 'traefik', 'traefik-crd'],
  ].map((name) => `rke2-${name}`),
];

/** One a slip away, or one of the same words in another order. Others bring charts of other names. */
function meantChart(name: string): string | undefined {
  const wordsOf = (text: string) => text.split('-').sort().join('-');
  if (name.startsWith('rke2-')) return brought.find((each) => wordsOf(each) === wordsOf(name)) ?? nearestOf(name, brought);
  return nearestOf(name, ['traefik']);
}

/** Helm reads the text as it reads a file of values: a map, whose keys are the names of single values. */
function valuesFaults(resource: Resource): readonly Refusal[] {
  const path = ['spec', 'valuesContent'];
  const field = scalarAt(placeOf(resource, ...path));
  if (field === undefined) return [];
  const { text } = field;
  if (text.trim() === '') return outsideFaults(resource);
  // K3s, Flux, Jinja, Terraform, sed and others fill in what stands between these before Helm reads it.
  if (/\{\{|\{%|%\{|\$\{|\[\[|<%|@[A-Z]\w*@|%[A-Z]\w*%/.test(text)) return [];
  const { root, problems } = parseYaml(text);
  const [broken] = problems.filter(({ code }) => code === 'yaml/syntax');
  if (broken !== undefined)
    return [{ path, span: broken, by: 'nobody', text: sentences(unread(resource), message('It is not YAML ({0}).', broken.text)) }];
  if (root !== undefined && root.type !== 'map')
    return [
      {
        path,
        span: root,
        by: 'nobody',
        text: sentences(unread(resource), message('Values are a map of names and values, not a list or a text.')),
      },
    ];
  // Charts of others may have such names.
  if (resource.kind !== 'HelmChartConfig' || !brought.includes(resource.metadata.name)) return [];
  return (root?.entries ?? [])
    .filter(({ key }) => /^[a-z]\w*(\.\w+)+$/i.test(key) && !/\.(ya?ml|json|toml|ini|conf)$/.test(key))
    .map(({ key, keyRange }) => ({
      path,
      span: keyRange,
      by: 'nobody',
      severity: 'warning',
      text: message(
        'The chart has no value {0}, and {1} changes nothing by it: dots lead on only for helm --set. Here each name has a line of its own, with the next one below it.',
        key,
        nameOf(resource),
      ),
    }));
}

function unread(resource: Resource): Message {
  return message('Helm cannot read the values of {0}, so that its chart is not installed.', nameOf(resource));
}

const specFields = ['valuesContent', 'valuesSecrets', 'values', 'failurePolicy'];

/** Lines that stand as far left as `valuesContent` do not belong to its text. */
function outsideFaults(resource: Resource): readonly Refusal[] {
  const spec = nodeAt(placeOf(resource, 'spec'));
  if (resource.kind !== 'HelmChartConfig' || spec?.type !== 'map') return [];
  const [outside] = spec.entries.filter(({ key }) => !specFields.includes(key));
  return outside === undefined
    ? []
    : [
        {
          path: ['spec', outside.key],
          atKey: true,
          by: 'nobody',
          severity: 'warning',
          text: message(
            'The text of valuesContent is empty, and {0} stands beside it, where it is not read: indent it further than valuesContent.',
            outside.key,
          ),
        },
      ];
}
