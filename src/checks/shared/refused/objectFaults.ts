import { list, message, term } from '../../../base/message.ts';
import { editDistance } from '../../../base/nearest.ts';
import { kindsOfProtocol } from '../../../engine/paths/listenerKinds.ts';
import type { PodOwner } from '../../../engine/references/podOwners.ts';
import { isDNSLabel, isHostPattern } from '../../../engine/serviceAllocator/dnsNames.ts';
import { groupOf } from '../../../manifests/metadata.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { FieldPath } from '../../../manifests/place.ts';
import type { Refusal } from '../../../manifests/refusal.ts';
import type { GatewayListener, GatewayResource, RouteResource } from '../../../manifests/resources/gateway.ts';
import type { BGPPeerResource } from '../../../manifests/resources/metallb.ts';
import type { AutoscalerResource, DisruptionBudgetResource } from '../../../manifests/resources/selecting.ts';
import { isFilledIn } from './filledIn.ts';
import { shareFaults } from './shareFaults.ts';

/** kubernetes pkg/apis/core/validation/validation.go validateContainers */
export function containerNameFaults({ resource, spec, specPath }: PodOwner): readonly Refusal[] {
  const faults: Refusal[] = [];
  const known = new Set<string>();
  for (const key of ['containers', 'initContainers'] as const) {
    for (const [index, { name, ports }] of spec[key].entries()) {
      const path = [...specPath, key, index];
      // One that is being typed has nothing else yet.
      if (name === '' && ports.length > 0)
        faults.push({ path: [...path, 'ports'], atKey: true, text: message('The container has no name.') });
      if (name !== '' && !isDNSLabel(name) && !isFilledIn(resource, name))
        faults.push({
          path: [...path, 'name'],
          text: message('"{0}" is not a name for a container: small letters, digits and hyphens are, at most 63.', name),
        });
      if (name !== '' && known.has(name))
        faults.push({ path: [...path, 'name'], text: message('Another container of this pod is called {0}, too.', name) });
      known.add(name);
    }
  }
  return faults;
}

/** kubernetes pkg/apis/autoscaling/validation/validation.go; kedacore apis/keda/v1alpha1/scaledobject_types.go CheckReplicaCountBoundsAreValid */
export function autoscalerFaults(autoscaler: AutoscalerResource): readonly Refusal[] {
  return [...countFaults(autoscaler), ...(autoscaler.kind === 'HorizontalPodAutoscaler' ? groupFaults(autoscaler) : [])];
}

function countFaults({ kind, least, most, mostPath }: AutoscalerResource): readonly Refusal[] {
  if (most === undefined) return [];
  if (kind === 'HorizontalPodAutoscaler' && most < 1) return [{ path: mostPath, text: message('The most replicas must be at least 1.') }];
  return least === undefined || most >= least
    ? []
    : [{ path: mostPath, text: message('The most replicas ({0}) are fewer than the least ({1}).', most, least) }];
}

/** The controller asks for the kind in the group that is written, of whatever version. kubernetes pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler */
function groupFaults({ target: { apiVersion = '', kind }, namePath }: AutoscalerResource): readonly Refusal[] {
  const own = { Deployment: 'apps/v1', StatefulSet: 'apps/v1', ReplicaSet: 'apps/v1', ReplicationController: 'v1' }[kind];
  const group = groupOf(apiVersion);
  if (own === undefined || group === groupOf(own) || holdsPlaceholder(apiVersion)) return [];
  // A group that somebody defines may have such a kind, too.
  if (group !== '' && group !== 'extensions' && group !== 'autoscaling' && editDistance(group, groupOf(own), 1) > 1) return [];
  const path = [...namePath.slice(0, -1), 'apiVersion'];
  const text = message(
    'The autoscaler looks for {0} in {1}, where there is none, and scales nothing (FailedGetScale). Its apiVersion is {2}.',
    kind,
    groupOf(apiVersion) === '' ? term('the core group') : term('{0}', groupOf(apiVersion)),
    own,
  );
  return apiVersion === ''
    ? [{ path: [...namePath.slice(0, -1), 'kind'], by: 'nobody', severity: 'warning', text, missing: { path, value: own } }]
    : [{ path, by: 'nobody', severity: 'warning', text, meant: { written: apiVersion, text: own } }];
}

/** kubernetes pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec */
export function budgetFaults(budget: DisruptionBudgetResource): readonly Refusal[] {
  const both = budget.minAvailable !== undefined && budget.maxUnavailable !== undefined;
  return [
    ...(both ? [{ path: ['spec', 'maxUnavailable'], text: message('Of minAvailable and maxUnavailable one alone may be written.') }] : []),
    ...(['minAvailable', 'maxUnavailable'] as const).flatMap((field) => shareFaults(budget, ['spec', field])),
  ];
}

/** metallb api/v1beta2/bgppeer_types.go: bounds of the definition. */
export function peerFaults(peer: BGPPeerResource): readonly Refusal[] {
  return peerBounds.flatMap(([field, least, most]) => {
    const value = peer[field];
    return value === undefined || (value >= least && value <= most)
      ? []
      : [{ path: ['spec', field], text: message('{0} {1} is not between {2} and {3}.', field, value, least, most) }];
  });
}

const mostASN = 4_294_967_295;
const peerBounds = [
  ['peerPort', 1, 16_384],
  ['myASN', 0, mostASN],
  ['peerASN', 0, mostASN],
  ['localASN', 1, mostASN],
] as const;

/** kubernetes-sigs/gateway-api apis/v1 gateway_types.go: what the definition says of the list of listeners. */
export function listenerFaults(gateway: GatewayResource): readonly Refusal[] {
  return gateway.listeners.flatMap((listener, index): readonly Refusal[] => {
    const { name, port, protocol, hostname } = listener;
    const earlier = gateway.listeners.slice(0, index);
    const path = ['spec', 'listeners', index];
    if (name !== '' && earlier.some((other) => other.name === name))
      return [{ path: [...path, 'name'], text: message('Another listener is called {0}, too.', name) }];
    const same = earlier.find((other) => other.port === port && other.protocol === protocol && (other.hostname ?? '') === (hostname ?? ''));
    return same === undefined || port === 0
      ? [...protocolFaults(listener, path), ...tlsFaults(gateway, listener, path)]
      : [{ path: [...path, 'port'], text: message('Listener {0} has the same port, protocol and hostname.', same.name) }];
  });
}

/** What the definition lets through and no implementation serves: UnsupportedProtocol, InvalidRouteKinds. Those of implementations have their domain in front, or are none of these words. */
function protocolFaults({ name, protocol, allowedKinds }: GatewayListener, path: FieldPath): readonly Refusal[] {
  const protocols = Object.keys(kindsOfProtocol);
  const kinds = kindsOfProtocol[protocol];
  if (kinds === undefined) {
    // Others may serve protocols of their own, of which some are a letter away.
    const meant = /^[a-z]+$/i.test(protocol)
      ? protocols.find((each) => each.length === protocol.length && editDistance(each, protocol.toUpperCase(), 1) <= 1)
      : undefined;
    return meant === undefined
      ? []
      : [
          {
            path: [...path, 'protocol'],
            by: 'nobody',
            severity: 'warning',
            text: message(
              'Listener {0} is never served: {1} is not a protocol of the Gateway API, which has {2}.',
              name,
              protocol,
              list(protocols),
            ),
            meant: { written: protocol, text: meant },
          },
        ];
  }
  return allowedKinds.flatMap((kind, index): readonly Refusal[] =>
    kind === '' || kind.includes('/') || kinds.includes(kind) || holdsPlaceholder(kind)
      ? []
      : [
          {
            path: [...path, 'allowedRoutes', 'kinds', index, 'kind'],
            by: 'nobody',
            severity: 'warning',
            text: message('A listener of protocol {0} takes {1}, and no {2} is ever attached to it.', protocol, list(kinds), kind),
            written: kind,
            words: kinds,
          },
        ],
  );
}

/** Those of an HTTPS listener without tls are let through, and the specification asks implementations not to serve it; those of clouds have certificates of their own. */
function tlsFaults(
  { gatewayClassName = '', metadata }: GatewayResource,
  { name, protocol, hostname = '', tls }: GatewayListener,
  path: FieldPath,
): readonly Refusal[] {
  if (['HTTP', 'TCP', 'UDP'].includes(protocol) && tls !== undefined)
    return [{ path: [...path, 'tls'], atKey: true, text: message('A listener of protocol {0} has no tls; HTTPS and TLS have.', protocol) }];
  if (['TCP', 'UDP'].includes(protocol) && hostname !== '')
    return [{ path: [...path, 'hostname'], atKey: true, text: message('A listener of protocol {0} has no hostname.', protocol) }];
  if (protocol !== 'HTTPS' && protocol !== 'TLS') return [];
  if (tls === undefined)
    return /gke|aws|amazon/.test(gatewayClassName) || Object.keys(metadata.annotations).some((key) => /cert(?!-manager)/.test(key))
      ? []
      : [
          {
            path: [...path, 'protocol'],
            by: 'nobody',
            severity: 'warning',
            text: message(
              'Listener {0} is {1} without tls, so that there is no certificate to answer with, and nothing is served on it. Name the Secret below tls.certificateRefs.',
              name,
              protocol,
            ),
          },
        ];
  if (tls.mode === 'Terminate' && !tls.withCertificate)
    return [
      {
        path: [...path, 'tls'],
        atKey: true,
        text: message('A listener that ends TLS needs its certificate: certificateRefs, or options.'),
      },
    ];
  return protocol === 'HTTPS' && tls.mode === 'Passthrough'
    ? [{ path: [...path, 'tls', 'mode'], text: message('HTTPS ends at the listener: Passthrough is for protocol TLS.') }]
    : [];
}

/** kubernetes-sigs/gateway-api apis/v1 `Hostname`: what the definitions of these kinds let through. */
export function hostFaults(resource: GatewayResource | RouteResource): readonly Refusal[] {
  const hosts =
    resource.type === 'Route'
      ? resource.hostnames.map((host, index) => ({ host, path: ['spec', 'hostnames', index] }))
      : resource.listeners.map(({ hostname = '' }, index) => ({ host: hostname, path: ['spec', 'listeners', index, 'hostname'] }));
  return hosts.flatMap(({ host, path }) =>
    host === '' || isHostPattern(host) || isFilledIn(resource, host)
      ? []
      : [{ path, text: message('"{0}" is not a host: a DNS name in small letters is, without scheme, port and path.', host) }],
  );
}

/** kubernetes-sigs/gateway-api apis/v1/httproute_types.go `HTTPPathMatch`: rules of the definition. */
export function pathFaults(route: RouteResource): readonly Refusal[] {
  return route.rules.flatMap(({ matches }, index) =>
    matches.flatMap(({ path }, position): readonly Refusal[] => {
      if (path === undefined || !['Exact', 'PathPrefix'].includes(path.type)) return [];
      const { value } = path;
      return value === '' || value.startsWith('/') || isFilledIn(route, value)
        ? []
        : [
            {
              path: ['spec', 'rules', index, 'matches', position, 'path', 'value'],
              text: message('A path begins with /, and "{0}" does not.', value),
              meant: { written: value, text: `/${value}` },
            },
          ];
    }),
  );
}
