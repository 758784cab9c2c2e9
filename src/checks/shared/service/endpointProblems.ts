import { contains, parseAddress, parseCIDR } from '../../../base/ip.ts';
import { list, message, sentences, term, type Message } from '../../../base/message.ts';
import { holdersAt } from '../../../engine/addresses/inventory.ts';
import { rangesOf } from '../../../engine/network.ts';
import { mayShareNamespace } from '../../../engine/references/podOwners.ts';
import { isUnfitAddress } from '../../../engine/unfitAddress.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../../manifests/place.ts';
import type { EndpointPort, EndpointSliceResource, EndpointsResource, ServiceResource } from '../../../manifests/resources/core.ts';
import type { Problem } from '../../findings/check.ts';
import type { Fix } from '../../findings/finding.ts';
import { inserting, replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { correcting } from '../refused/correcting.ts';
import { endpointsOf } from './writtenEndpoints.ts';
import { unappliedChanges } from '../unseen.ts';

/** What is wrong with the addresses and ports of written endpoints by themselves. */
export function endpointProblems(endpoints: Endpoints, context: CheckContext): readonly Problem[] {
  return [
    ...addressesOf(endpoints).flatMap((written) => [...addressProblems(endpoints, written, context)]),
    ...portsOf(endpoints).flatMap((written) => [...portProblems(endpoints, written)]),
  ];
}

/**
 * The one resource of endpoints in the namespace that belongs to no Service, beside a Service without selector and endpoints: it was written for that.
 * kubernetes pkg/controller/endpointslicemirroring, discovery.k8s.io/v1 LabelServiceName
 */
export function strayEndpoints(service: ServiceResource, { cluster, references, assembly }: CheckContext): readonly Problem[] {
  const { name, namespace } = service.metadata;
  if (namespace === undefined) return [];
  const [stray, ...others] = [...resourcesOf(cluster, 'Endpoints'), ...resourcesOf(cluster, 'EndpointSlice')].filter(
    (endpoints) =>
      endpoints.metadata.namespace === namespace &&
      endpoints.metadata.controller === undefined &&
      addressesOf(endpoints).length > 0 &&
      references.around.services.named(ownerNameOf(endpoints) ?? '', namespace).length === 0,
  );
  if (stray === undefined || others.length > 0) return [];
  const label = 'kubernetes.io/service-name';
  const written = ownerNameOf(stray);
  const place = stray.type === 'Endpoints' ? placeOf(stray, 'metadata', 'name') : placeOf(stray, 'metadata', 'labels', label);
  return [
    {
      place: written === undefined ? placeOf(stray, 'metadata', 'name') : place,
      severity: 'warning',
      message: sentences(
        written === undefined
          ? message('{0} lacks the label {1}, so that it belongs to no Service.', nameOf(stray), label)
          : message('{0} is for a Service {1} that there is not.', nameOf(stray), written),
        message('{0} has neither a selector nor endpoints: traffic to it goes nowhere.', nameOf(service)),
      ),
      related: [{ message: message('{0}', nameOf(service)), place: placeOf(service, 'metadata', 'name') }],
      fixes: [
        written === undefined
          ? inserting(message('Write {0}', `${label}: ${name}`), true, { place, value: name })
          : replacing(message('Write {0}', name), true, { place, replaces: written, text: name }),
      ],
      doubt: assembly.mixed ?? unappliedChanges(cluster, stray, service),
    },
  ];
}

/** The Service that endpoints say they are of. */
function ownerNameOf(endpoints: Endpoints): string | undefined {
  return endpoints.type === 'Endpoints' ? endpoints.metadata.name : endpoints.serviceName;
}

type Endpoints = EndpointsResource | EndpointSliceResource;

interface WrittenAddress {
  readonly text: string;
  readonly path: FieldPath;
}

interface WrittenPort {
  readonly port: EndpointPort;
  readonly path: FieldPath;
}

function addressesOf(endpoints: Endpoints): readonly WrittenAddress[] {
  if (endpoints.type === 'EndpointSlice') {
    return endpoints.addressType === 'FQDN'
      ? []
      : endpoints.endpoints.flatMap(({ addresses }, index) =>
          addresses.map((text, position) => ({ text, path: ['endpoints', index, 'addresses', position] })),
        );
  }
  return endpoints.subsets.flatMap((subset, index) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((field) =>
      subset[field].map(({ ip }, position) => ({ text: ip, path: ['subsets', index, field, position, 'ip'] })),
    ),
  );
}

function portsOf(endpoints: Endpoints): readonly WrittenPort[] {
  return endpoints.type === 'EndpointSlice'
    ? endpoints.ports.map((port, index) => ({ port, path: ['ports', index] }))
    : endpoints.subsets.flatMap(({ ports }, index) =>
        ports.map((port, position) => ({ port, path: ['subsets', index, 'ports', position] })),
      );
}

/** kubernetes pkg/apis/core/validation/validation.go ValidateEndpointIP, pkg/apis/discovery/validation/validation.go */
function* addressProblems(
  endpoints: Endpoints,
  { text, path }: WrittenAddress,
  { allocation, network, assembly }: CheckContext,
): Generator<Problem> {
  if (text === '') return;
  const place = placeOf(endpoints, ...path);
  const address = parseAddress(text);
  if (address === undefined) {
    const cidr = parseCIDR(text);
    yield {
      place,
      message: refused(
        endpoints,
        cidr === undefined
          ? message('"{0}" is not an IP address.', text)
          : message('"{0}" is a network; an endpoint is one address.', text),
      ),
    };
    return;
  }
  if (isUnfitAddress(address)) {
    yield {
      place,
      message: refused(
        endpoints,
        message('{0} may not be an endpoint: it is no address of a single machine, or means the machine itself.', text),
      ),
    };
    return;
  }
  if (endpoints.type === 'EndpointSlice' && endpoints.addressType !== `IPv${address.family}` && endpoints.addressType !== '') {
    yield {
      place,
      message: refused(
        endpoints,
        message('{0} is an IPv{1} address, and addressType is {2}.', text, address.family, endpoints.addressType),
      ),
    };
    return;
  }
  const service = holdersAt(allocation, address)
    .holders.map(({ owner }) => (owner.type === 'cluster-ip' ? owner.service : undefined))
    .find((found) => found !== undefined);
  const subnet = rangesOf(network, 'service-subnet').find(({ range }) => contains(range, address));
  // One that is given in order may be another tomorrow.
  const holder = service?.explanation.certainty === 'fixed' ? service.resource : undefined;
  if (holder === undefined && subnet === undefined) return;
  yield {
    place,
    message:
      holder !== undefined
        ? message(
            '{0} is the cluster IP of {1}, which kube-proxy cannot send traffic to: an endpoint is the address of a pod or a machine.',
            text,
            nameOf(holder),
          )
        : message(
            '{0} lies in the service subnet {1}, whose addresses kube-proxy cannot send traffic to: an endpoint is the address of a pod or a machine.',
            text,
            subnet?.text ?? '',
          ),
    related:
      holder !== undefined
        ? [{ message: message('{0}', nameOf(holder)), place: placeOf(holder, 'metadata', 'name') }]
        : subnet?.place === undefined
          ? []
          : [{ message: term('{0} {1}', subnet.label, subnet.text), place: subnet.place }],
    doubt: assembly.doubt(place, holder !== undefined ? placeOf(holder) : subnet?.place),
  };
}

const protocols = ['TCP', 'UDP', 'SCTP'];

function* portProblems(endpoints: Endpoints, { port: { port, protocol }, path }: WrittenPort): Generator<Problem> {
  if (port !== undefined && (port < 1 || port > 65535)) {
    yield {
      place: placeOf(endpoints, ...path, 'port'),
      message: refused(endpoints, message('{0} is not a port: the numbers are from 1 to 65535.', port)),
    };
  }
  if (protocol !== '' && !protocols.includes(protocol)) {
    const place = placeOf(endpoints, ...path, 'protocol');
    yield {
      place,
      message: refused(endpoints, message('"{0}" is not a protocol: TCP, UDP and SCTP are.', protocol)),
      fixes: correcting(place, protocol, protocols),
    };
  }
}

function refused(endpoints: Endpoints, fault: Message): Message {
  return sentences(message('The API server refuses {0}.', nameOf(endpoints)), fault);
}

/** Ports of a Service without selector that none of its endpoints has: kube-proxy joins them by name. kubernetes pkg/proxy/endpointslicecache.go */
export function portsWithoutEndpoints(service: ServiceResource, context: CheckContext): readonly Problem[] {
  return [...unjoinedPorts(service, context)];
}

function* unjoinedPorts(service: ServiceResource, { cluster, assembly }: CheckContext): Generator<Problem> {
  const { metadata } = service;
  const own = (endpointsOf(cluster, metadata.name) as readonly Endpoints[]).filter((endpoints) =>
    mayShareNamespace(endpoints.metadata.namespace, metadata.namespace),
  );
  const written = own.flatMap((endpoints) => portsOf(endpoints).map((port) => ({ endpoints, ...port })));
  // Endpoints without ports are of all of them.
  if (written.length === 0 || own.some((endpoints) => addressesOf(endpoints).length === 0 || portsOf(endpoints).length === 0)) return;
  for (const [index, port] of service.ports.entries()) {
    const name = port.name ?? '';
    const joined = written.filter((other) => (other.port.name ?? '') === name && other.port.protocol === port.protocol);
    if (joined.length > 0) {
      const problem = targetWithoutEffect(service, index, joined);
      if (problem !== undefined)
        yield { ...problem, doubt: assembly.doubt(problem.place, placeOf(joined[0]?.endpoints ?? service)) ?? unappliedChanges(cluster) };
      continue;
    }
    const sameName = written.find((other) => (other.port.name ?? '') === name);
    const unused = written.filter(({ port: other }) => !service.ports.some((each) => (each.name ?? '') === (other.name ?? '')));
    const candidates = sameName === undefined ? (unused.length > 0 ? unused : written) : [sameName];
    const [first] = candidates;
    if (first === undefined) continue;
    const place = placeOfPort(first.endpoints, first, sameName !== undefined);
    yield {
      place,
      message: textOf(
        service,
        port,
        first.endpoints,
        candidates.map((each) => each.port),
        sameName !== undefined,
      ),
      related: [
        { message: term('port of {0}', nameOf(service)), place: placeOf(service, 'spec', 'ports', index, name === '' ? 'port' : 'name') },
      ],
      fixes: sameName === undefined && unused.length === 1 ? naming(first, name) : [],
      doubt: assembly.doubt(place, placeOf(service)) ?? unappliedChanges(cluster),
    };
  }
}

/** Without a selector nobody looks at `targetPort`. kubernetes pkg/proxy/endpointslicecache.go */
function targetWithoutEffect(
  service: ServiceResource,
  index: number,
  joined: readonly (WrittenPort & { readonly endpoints: Endpoints })[],
): Problem | undefined {
  const target = service.ports[index]?.targetPort;
  const numbers = [...new Set(joined.flatMap((each) => each.port.port ?? []))];
  const [first] = joined;
  const [only, ...others] = numbers;
  if (typeof target !== 'number' || first === undefined || only === undefined || numbers.includes(target)) return undefined;
  const place = placeOf(service, 'spec', 'ports', index, 'targetPort');
  return {
    place,
    severity: 'information',
    message: message(
      '{0} has no selector, so that {1} says where its traffic goes: to port {2}. The targetPort {3} has no effect.',
      nameOf(service),
      nameOf(first.endpoints),
      list(numbers.map(String)),
      target,
    ),
    related: [{ message: term('port of {0}', nameOf(first.endpoints)), place: placeOf(first.endpoints, ...first.path, 'port') }],
    fixes:
      others.length > 0
        ? []
        : [replacing(message('Write {0}', String(only)), false, { place, replaces: String(target), text: String(only) })],
  };
}

function placeOfPort(endpoints: Endpoints, { port, path }: WrittenPort, isProtocol: boolean): FieldPlace {
  if (isProtocol) return placeOf(endpoints, ...path, 'protocol');
  return port.name === undefined || port.name === '' ? keyPlaceOf(endpoints, ...path, 'port') : placeOf(endpoints, ...path, 'name');
}

function textOf(
  service: ServiceResource,
  { name = '', port, protocol }: ServiceResource['ports'][number],
  endpoints: Endpoints,
  others: readonly EndpointPort[],
  isProtocol: boolean,
): Message {
  if (isProtocol) {
    return message(
      'Port {0} of {1} is {2}, that of {3} is {4}: kube-proxy finds no endpoint for it, and the Service answers nothing there.',
      name === '' ? port : name,
      nameOf(service),
      protocol,
      nameOf(endpoints),
      others[0]?.protocol ?? '',
    );
  }
  const names = others.map((other) => other.name ?? '').filter((text) => text !== '');
  const wanted =
    name === ''
      ? message('Port {0} of {1} has no name, so that its endpoints may have none either.', port, nameOf(service))
      : message('Port {0} of {1} is named {2}, and so must be the port of its endpoints.', port, nameOf(service), name);
  const actual =
    names.length === 0 ? message('Here the port has no name.') : message('Here the names are: {0}.', list([...new Set(names)]));
  return sentences(wanted, actual, message('kube-proxy joins them by name, so that the Service answers nothing there.'));
}

function naming({ endpoints, port, path }: WrittenPort & { readonly endpoints: Endpoints }, name: string): readonly Fix[] {
  const place = placeOf(endpoints, ...path, 'name');
  if (name === '') return [];
  return port.name === undefined || port.name === ''
    ? [inserting(message('Name the port {0}', name), true, { place, value: name })]
    : [replacing(message('Name the port {0}', name), true, { place, replaces: port.name, text: name })];
}
