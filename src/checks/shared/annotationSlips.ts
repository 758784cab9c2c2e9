import { message } from '../../base/message.ts';
import { editDistance } from '../../base/nearest.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { IngressResource } from '../../manifests/resources/networking.ts';
import type { Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';

interface Reader {
  readonly program: string;
  readonly type: 'Service' | 'Ingress';
  readonly prefix: string;
  readonly names: readonly string[];
}

/**
 * What reads annotations of a prefix, and which there are.
 * kubernetes/ingress-nginx docs/user-guide/nginx-configuration/annotations.md; kube-vip pkg/kubevip/config_constants.go; cilium pkg/annotation/k8s.go
 */
const readers: readonly Reader[] = [
  {
    program: 'ingress-nginx',
    type: 'Ingress',
    prefix: 'nginx.ingress.kubernetes.io/',
    names:
      'affinity affinity-canary-behavior affinity-mode app-root auth-always-set-cookie auth-cache-duration auth-cache-key auth-keepalive auth-keepalive-requests auth-keepalive-share-vars auth-keepalive-timeout auth-method auth-proxy-set-headers auth-realm auth-request-redirect auth-response-headers auth-secret auth-secret-type auth-signin auth-signin-redirect-param auth-snippet auth-tls-error-page auth-tls-match-cn auth-tls-pass-certificate-to-upstream auth-tls-secret auth-tls-verify-client auth-tls-verify-depth auth-type auth-url backend-protocol canary canary-by-cookie canary-by-header canary-by-header-pattern canary-by-header-value canary-weight canary-weight-total client-body-buffer-size configuration-snippet connection-proxy-header cors-allow-credentials cors-allow-headers cors-allow-methods cors-allow-origin cors-expose-headers cors-max-age custom-headers custom-http-errors default-backend denylist-source-range enable-access-log enable-cors enable-global-auth enable-modsecurity enable-opentelemetry enable-owasp-core-rules enable-rewrite-log force-ssl-redirect from-to-www-redirect http2-push-preload limit-allowlist limit-burst-multiplier limit-connections limit-rate limit-rate-after limit-rpm limit-rps limit-whitelist load-balance mirror-host mirror-request-body mirror-target modsecurity-snippet modsecurity-transaction-id opentelemetry-trust-incoming-span permanent-redirect permanent-redirect-code preserve-trailing-slash proxy-body-size proxy-buffer-size proxy-buffering proxy-buffers-number proxy-busy-buffers-size proxy-connect-timeout proxy-cookie-domain proxy-cookie-path proxy-http-version proxy-max-temp-file-size proxy-next-upstream proxy-next-upstream-timeout proxy-next-upstream-tries proxy-read-timeout proxy-redirect-from proxy-redirect-to proxy-request-buffering proxy-send-timeout proxy-ssl-ciphers proxy-ssl-name proxy-ssl-protocols proxy-ssl-secret proxy-ssl-server-name proxy-ssl-verify proxy-ssl-verify-depth relative-redirects rewrite-target satisfy server-alias server-snippet service-upstream session-cookie-change-on-failure session-cookie-conditional-samesite-none session-cookie-domain session-cookie-expires session-cookie-max-age session-cookie-name session-cookie-path session-cookie-samesite session-cookie-secure ssl-ciphers ssl-passthrough ssl-prefer-server-ciphers ssl-redirect stream-snippet temporal-redirect temporal-redirect-code upstream-hash-by upstream-hash-by-subset upstream-hash-by-subset-size upstream-vhost use-regex whitelist-source-range allowlist-source-range x-forwarded-prefix'.split(
        ' ',
      ),
  },
  {
    program: 'kube-vip',
    type: 'Service',
    prefix: 'kube-vip.io/',
    names:
      'active-endpoint active-endpoint-ipv6 allow-reconcile-without-endpoints ddns dhcp-broadcast egress egress-allowed-networks egress-denied-networks egress-destination-ports egress-detect-api-server egress-internal egress-ipv6 egress-nftables-table egress-no-internal-traffic egress-source-ports flush-conntrack forcePerServiceElection forwardUPNP has-ip hwaddr ignore ignore-service-security kube-vip-class leaseName loadbalancerHostname loadbalancerIPs macvlanName requestedIP serviceInterface serviceVLAN upnp-lease-duration vipHost'.split(
        ' ',
      ),
  },
  {
    program: 'Cilium',
    type: 'Service',
    prefix: 'lbipam.cilium.io/',
    names: ['ips', 'sharing-key', 'sharing-cross-namespace', 'sharing-permit-different-pods'],
  },
  {
    program: 'Cilium',
    type: 'Service',
    prefix: 'io.cilium/',
    names: ['lb-ipam-ips', 'lb-ipam-sharing-key', 'lb-ipam-sharing-cross-namespace'],
  },
];

/** Keys that are a slip of one that is read; and the prefix that ingress-nginx had before 0.9, which others read still. */
export function* misspeltAnnotations(resource: ServiceResource | IngressResource): Generator<Problem> {
  const { annotations } = resource.metadata;
  for (const key of Object.keys(annotations)) {
    for (const reader of readers) {
      if (reader.type !== resource.type) continue;
      const meant = meantKey(key, reader, resource);
      if (meant === undefined || Object.hasOwn(annotations, meant)) continue;
      const place = keyPlaceOf(resource, 'metadata', 'annotations', key);
      yield {
        place,
        message: message('{0} does not know the annotation {1} of {2}. Did you mean {3}?', reader.program, key, nameOf(resource), meant),
        fixes: [replacing(message('Write {0}', meant), true, { place, replaces: key, text: meant })],
      };
      break;
    }
  }
}

function meantKey(key: string, { prefix, names, program }: Reader, resource: ServiceResource | IngressResource): string | undefined {
  if (program === 'ingress-nginx' && key.startsWith('ingress.kubernetes.io/')) {
    const name = key.slice(key.indexOf('/') + 1);
    const isNginx = resource.type === 'Ingress' && resource.ingressClassName === 'nginx';
    return isNginx && names.includes(name) ? prefix + name : undefined;
  }
  if (!key.startsWith(prefix)) return undefined;
  const name = key.slice(prefix.length);
  if (names.includes(name)) return undefined;
  const plain = plainOf(name);
  const near =
    names.find((known) => plainOf(known) === plain) ??
    (name.length < 4 ? undefined : names.find((known) => known.length > 4 && editDistance(plain, plainOf(known), 1) === 1));
  return near === undefined ? undefined : prefix + near;
}

function plainOf(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '');
}
