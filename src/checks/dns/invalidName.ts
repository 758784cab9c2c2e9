import { message, plural, sentences, type Message } from '../../base/message.ts';
import { parseAddress } from '../../base/ip.ts';
import { isDNSLabel, isDNSSubdomain } from '../../engine/serviceAllocator/dnsNames.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { each, eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { replacing } from '../findings/fixes.ts';
import { ownerOf, type PodOwner } from '../../engine/references/podOwners.ts';
import { doubtOf, placeIn, relatedTo, writing } from '../shared/dns/namingPlaces.ts';
import type { Naming } from '../../engine/references/names/naming.ts';
import { labelOfService } from '../../engine/references/names/serviceNames.ts';

export const invalidName: ResourceCheck = {
  code: 'dns/invalid-name',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['Workload', 'Pod'], (resource) => podNames(ownerOf(resource))),
    each(['Workload'], (workload) => (workload.controller === 'StatefulSet' ? memberNames(workload) : [])),
    domains,
    each(['Service'], addressAsName),
    eachMention('service-name', function* ({ naming }, context) {
      const problem = writtenName(context, naming);
      if (problem !== undefined) yield problem;
    }),
  ],
};

/** kubernetes pkg/apis/core/validation/validation.go ValidatePodSpec */
function* podNames({ resource, spec, specPath }: PodOwner): Generator<Problem> {
  for (const key of ['hostname', 'subdomain'] as const) {
    const text = spec[key];
    if (text === undefined || text === '' || isDNSLabel(text)) continue;
    const place = placeOf(resource, ...specPath, key);
    const corrected = correctedLabel(text);
    yield {
      place,
      message: message(
        '"{0}" is no {1} for a pod: small letters, digits and hyphens are, at most 63. {2} is refused.',
        text,
        key,
        nameOf(resource),
      ),
      fixes: corrected === undefined ? [] : [replacing(message('Write {0}', corrected), false, { place, replaces: text, text: corrected })],
    };
  }
}

/**
 * Pods of a StatefulSet have their name as hostname and as a label, and the name of their revision (that of the set, and a hash of up to ten digits) as another label.
 * kubernetes pkg/controller/statefulset/stateful_set_utils.go, pkg/controller/history/controller_history.go
 */
function* memberNames(set: WorkloadResource): Generator<Problem> {
  const { name } = set.metadata;
  const pod = `${name}-${Math.max(0, set.ordinalsStart + (set.replicas ?? 1) - 1)}`;
  if (name === '' || set.replicas === 0) return;
  const place = placeOf(set, 'metadata', 'name');
  if (pod.length > 63) {
    yield {
      place,
      message: plural(
        pod.length,
        'The pods of {1} are refused: the name {2} has {0} character, and 63 fit, since it is the hostname of the pod and the value of a label.',
        'The pods of {1} are refused: the name {2} has {0} characters, and 63 fit, since it is the hostname of the pod and the value of a label.',
        nameOf(set),
        pod,
      ),
    };
  } else if (!isDNSLabel(pod)) {
    yield {
      place,
      message: message(
        'The pods of {0} are refused: the name {1} is the hostname of the pod too, for which small letters, digits and hyphens are.',
        nameOf(set),
        pod,
      ),
    };
  } else if (name.length > longestSetName) {
    yield {
      place,
      severity: 'warning',
      message: message(
        'The pods of {0} are refused: their label controller-revision-hash is its name and a hash, which may be longer than 63 characters. Names of StatefulSets have {1} at most; this one has {2}.',
        nameOf(set),
        longestSetName,
        name.length,
      ),
    };
  }
}

/** 63, without a hyphen and ten digits. */
const longestSetName = 52;

function* domains({ network, cluster }: CheckContext): Generator<Problem> {
  const written = resourcesOf(cluster, 'DistributionConfiguration').flatMap((config) =>
    config.dnsDomain === undefined ? [] : [{ text: config.dnsDomain.text, place: placeOf(config, ...config.dnsDomain.path) }],
  );
  if (network.edgeNetwork?.dnsDomain !== undefined)
    written.push({ text: network.edgeNetwork.dnsDomain, place: placeOf(network.edgeNetwork, 'spec', 'dnsDomain') });
  for (const { text, place } of written) {
    if (isDNSSubdomain(text.replace(/\.$/, '')) && parseAddress(text) === undefined) continue;
    yield {
      place,
      message: message(
        '"{0}" is no domain for the names of a cluster: small letters, digits and hyphens with dots between them are.',
        text,
      ),
    };
  }
}

/** What is no name at all the API server refuses; an address looks like one to it. */
function* addressAsName(service: ServiceResource): Generator<Problem> {
  const { serviceType, externalName } = service;
  if (serviceType !== 'ExternalName' || externalName === undefined || parseAddress(externalName)?.family !== 4) return;
  yield {
    place: placeOf(service, 'spec', 'externalName'),
    severity: 'warning',
    message: message(
      'The field externalName takes a name, and {0} is an address: {1} resolves to nothing (NXDOMAIN). Write a Service without a selector, and an EndpointSlice with the address.',
      externalName,
      nameOf(service),
    ),
  };
}

function writtenName(context: CheckContext, naming: Naming): Problem | undefined {
  const { services } = context.references.around;
  const {
    name: { service, rest },
    namespace,
    qualified,
    reference: { host, port, scheme },
    text,
  } = naming;
  const labels = [...rest, service];
  const wrong = labels.find((label) => fault(label.text) !== undefined);
  const why = wrong === undefined ? undefined : fault(wrong.text);
  if (wrong === undefined || why === undefined || text.alias) return undefined;
  const corrected = wrong === service ? correctedLabel(service.text) : undefined;
  // `SERVICE_NAME.SERVICE_NAMESPACE.svc`, as projects write what is to be filled in.
  if (host.split('.').some((label) => /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(label))) return undefined;
  const meant =
    corrected === undefined
      ? undefined
      : services
          .named(corrected, namespace)
          .find(({ ports, external }) => external || port === undefined || ports.some((own) => own.port === port.number));
  // A short name with an underscore may be one that another program knows.
  if (meant === undefined ? !qualified : !qualified && scheme === undefined && port === undefined) return undefined;
  return {
    place: placeIn(naming, wrong),
    severity: 'warning',
    message: sentences(
      message('{0} does not resolve.', host),
      why,
      meant === undefined ? undefined : message('{0} may be meant.', labelOfService(meant)),
    ),
    related: meant === undefined ? [] : relatedTo(meant),
    fixes: meant === undefined ? [] : [writing(naming, service, meant.name, true)],
    doubt: meant === undefined || qualified ? undefined : doubtOf(context, naming, meant),
  };
}

/** Names of ports and protocols begin with an underscore. */
function fault(label: string): Message | undefined {
  if (label === '') return message('Between two dots of a name something must stand.');
  if (label.length > 63) return message('A part of a name between dots has at most 63 characters.');
  return label.includes('_') && !label.startsWith('_') ? message('The name of a Service has no underscores.') : undefined;
}

/** The text with what differs only in writing put right. */
function correctedLabel(text: string): string | undefined {
  const corrected = text.toLowerCase().replaceAll('_', '-');
  return corrected !== text && isDNSLabel(corrected) ? corrected : undefined;
}
