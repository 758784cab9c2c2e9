import { message, type Message } from '../../base/message.ts';
import { parseLabelSelectorText, type LabelRequirement } from '../labelSelectorText.ts';
import type { Directive, DirectiveLine } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { fallthroughZones } from './fallthrough.ts';
import { isReverseName, zonesOfText } from './names.ts';
import type { KubernetesPlugin } from './plugins.ts';

/**
 * The options of a `kubernetes` line. Absent when CoreDNS could serve nothing by it: no zone that is not a reverse zone.
 * An option that CoreDNS refuses is a problem and is left at its default. coredns plugin/kubernetes/setup.go
 */
export function readKubernetes(
  { args, lines, line }: Directive,
  serverZones: readonly string[],
  problems: CorefileProblem[],
): KubernetesPlugin | undefined {
  const zones = args.length > 0 ? args.flatMap(zonesOfText) : serverZones;
  const primaryZone = zones.find((zone) => !isReverseName(zone));
  if (primaryZone === undefined) {
    problems.push({ line, message: message('The kubernetes plugin needs a zone that is not a reverse zone.'), kind: 'refused' });
    return undefined;
  }
  const options: Options = {
    multiclusterZones: [],
    pods: 'disabled',
    endpointPodNames: false,
    namespaces: [],
    labels: undefined,
    namespaceLabels: undefined,
    ttl: 5,
    ignoreEmptyServices: false,
    noEndpoints: false,
    zonal: false,
    fallthrough: [],
  };
  for (const option of lines) {
    const fault = readOption(option, options);
    if (fault !== undefined) problems.push({ line: option.line, message: fault, kind: 'refused' });
    // Versions of CoreDNS differ in what they know.
    else if (!KNOWN.has(option.words[0] ?? ''))
      problems.push({ line: option.line, message: message('{0} is not known to CoreDNS.', option.words[0] ?? ''), kind: 'unknown' });
  }
  if (options.namespaces.length > 0 && options.namespaceLabels !== undefined) {
    problems.push({ line, message: message('The options namespaces and namespace_labels cannot both be set.'), kind: 'refused' });
  }
  return { name: 'kubernetes', zones, primaryZone, ...options };
}

type Options = { -readonly [Name in Exclude<keyof KubernetesPlugin, 'name' | 'zones' | 'primaryZone'>]: KubernetesPlugin[Name] };

const KNOWN = new Set([
  'pods',
  'endpoint_pod_names',
  'namespaces',
  'labels',
  'namespace_labels',
  'ttl',
  'ignore',
  'noendpoints',
  'zonal',
  'multicluster',
  'fallthrough',
  // Options that concern the connection to the API server, not the answers.
  'endpoint',
  'tls',
  'kubeconfig',
  'apiserver_qps',
  'apiserver_burst',
  'apiserver_max_inflight',
  'startup_timeout',
  'resyncperiod',
  'upstream',
  'transfer',
]);

function readOption({ words: [name = '', ...args] }: DirectiveLine, options: Options): Message | undefined {
  const [first] = args;
  switch (name) {
    case 'pods':
      if (args.length !== 1 || (first !== 'disabled' && first !== 'insecure' && first !== 'verified'))
        return message('The option pods must be disabled, insecure or verified.');
      options.pods = first;
      return undefined;
    case 'endpoint_pod_names':
      if (first !== undefined) return message('{0} takes no value.', name);
      options.endpointPodNames = true;
      return undefined;
    case 'namespaces':
      if (first === undefined) return message('{0} needs a value.', name);
      options.namespaces = [...options.namespaces, ...args];
      return undefined;
    case 'labels':
    case 'namespace_labels': {
      if (first === undefined) return message('{0} needs a value.', name);
      const selector = parseSelector(args.join(' '));
      if (!('requirements' in selector)) return selector.fault;
      if (name === 'labels') options.labels = selector.requirements;
      else options.namespaceLabels = selector.requirements;
      return undefined;
    }
    case 'ttl':
      if (first === undefined || !/^[0-9]+$/.test(first) || Number(first) > 3600)
        return message('The option ttl of kubernetes must be a number from 0 to 3600.');
      options.ttl = Number(first);
      return undefined;
    case 'ignore':
      if (first !== 'empty_service') return message('{0} is not known to CoreDNS.', `ignore ${first ?? ''}`);
      options.ignoreEmptyServices = true;
      return undefined;
    case 'noendpoints':
      if (first !== undefined) return message('{0} takes no value.', name);
      options.noEndpoints = true;
      return undefined;
    case 'zonal':
      options.zonal = true;
      return undefined;
    case 'multicluster':
      options.multiclusterZones = args.flatMap(zonesOfText);
      return undefined;
    case 'fallthrough':
      options.fallthrough = fallthroughZones(args);
      return undefined;
    default:
      return undefined;
  }
}

/** apimachinery meta/v1 ParseToLabelSelector: it has no `!=`, `>` or `<`. */
function parseSelector(text: string): { readonly requirements: readonly LabelRequirement[] } | { readonly fault: Message } {
  const selector = parseLabelSelectorText(text);
  if (!selector.ok) return { fault: selector.message };
  const foreign = selector.requirements.find(({ operator }) => operator === '!=' || operator === '>' || operator === '<');
  return foreign === undefined
    ? { requirements: selector.requirements }
    : { fault: message('{0} cannot be used in this label selector.', foreign.operator) };
}
