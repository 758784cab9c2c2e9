import type { Fields } from '../fields.ts';
import { selector, words, type Names } from './fieldNames.ts';
import type { Resource } from './kinds.ts';
import type { Level } from './misplacedFields.ts';

/** How slips in the names of a map, and words that are none of a list, are told. */
export interface Reporting {
  readonly near: (fields: Fields, known: Names, level?: Level) => void;
  readonly oneOf: (fields: Fields, key: string, values: Names) => void;
  readonly listed: (fields: Fields, key: string) => readonly Fields[];
}

/** `reportUnknownFields` of kinds that most clusters have few of. kubernetes-sigs/gateway-api apis/v1, metallb api/v1beta2/bgppeer_types.go, prometheus-operator pkg/apis/monitoring/v1 */
export function reportRarerFields(fields: Fields, resource: Resource, { near, oneOf, listed }: Reporting): void {
  const spec = fields.at('spec');
  switch (resource.type) {
    case 'CalicoNetworkPolicy':
      near(
        spec,
        words(
          'order tier selector types ingress egress serviceAccountSelector namespaceSelector doNotTrack preDNAT applyOnForward performanceHints stagedAction',
        ),
        'calicoPolicy',
      );
      for (const rule of [...listed(spec, 'ingress'), ...listed(spec, 'egress')]) {
        near(rule, words('action protocol notProtocol ipVersion icmp notICMP source destination http metadata'), 'calicoRule');
        for (const side of ['source', 'destination'])
          near(
            rule.at(side),
            words('nets notNets selector notSelector namespaceSelector ports notPorts serviceAccounts services domains'),
            'calicoPeer',
          );
      }
      return;
    case 'Monitor':
      near(spec, words('selector namespaceSelector endpoints podMetricsEndpoints jobLabel targetLabels'));
      near(spec.at('selector'), selector, 'selector');
      return;
    case 'BGPPeer':
      near(
        spec,
        words(
          'myASN peerASN dynamicASN localASN peerAddress interface sourceAddress peerPort holdTime keepaliveTime connectTime routerID nodeSelectors password passwordSecret bfdProfile enableGracefulRestart ebgpMultiHop vrf disableMP dualStackAddressFamily',
        ),
        'metallbPeer',
      );
      return;
    case 'Gateway':
    case 'ListenerSet':
      near(spec, words('gatewayClassName listeners addresses infrastructure parentRef allowedListeners'));
      for (const listener of listed(spec, 'listeners')) near(listener, words('name port protocol hostname tls allowedRoutes'));
      return;
    case 'Route':
      if (resource.kind.startsWith('Ingress')) return;
      near(spec, words('parentRefs hostnames rules'));
      for (const rule of listed(spec, 'rules')) {
        near(rule, words('name matches filters backendRefs timeouts retry sessionPersistence'));
        for (const match of listed(rule, 'matches')) {
          if (resource.kind !== 'HTTPRoute') continue;
          near(match, words('path method headers queryParams'));
          oneOf(match.at('path'), 'type', words('PathPrefix Exact RegularExpression'));
          oneOf(match, 'method', words('GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH'));
        }
      }
      return;
    case 'EndpointSlice':
      oneOf(fields, 'addressType', words('IPv4 IPv6 FQDN'));
      return;
    default:
  }
}
