import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const quiet = { severities: { 'ingress/unknown-service': 'off', 'gateway/backend': 'off' } } as const;
const ingress = (secret: string, annotations = '', namespace = 'shop') =>
  `---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web, namespace: ${namespace}${annotations} }\nspec:\n  tls:\n  - hosts: [web.example.com]\n    secretName: ${secret}\n  rules:\n  - host: web.example.com\n    http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }\n`;
const certificate = (namespace = 'shop', more = '') =>
  `---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: web, namespace: ${namespace}${more} }\nspec: { secretName: web-tls, dnsNames: [web.example.com], issuerRef: { name: internal } }\n`;
const secret = '---\napiVersion: v1\nkind: Secret\nmetadata: { name: web-tls, namespace: shop }\ntype: kubernetes.io/tls\n';

describe('ingress/certificate', () => {
  it('finds a slip of a Secret that a Certificate makes, or that is written', () => {
    for (const made of [certificate(), secret]) {
      const text = made + ingress('web-tsl');
      check(
        text.replace(
          'secretName: web-tsl\n',
          'secretName: web-tsl\n#               ^^^^^^^ warning ingress/certificate: Ingress shop/web has its certificate from Secret web-tsl, which there is not in namespace shop, so that browsers are shown one of the controller, which they refuse. Nearest is web-tls.\n',
        ),
        quiet,
      );
      assert.equal(fixed(text, undefined, quiet), text.replace('web-tsl', 'web-tls'));
    }
  });

  it('finds it in the routes of Traefik', () => {
    check(
      `${certificate()}---\napiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: { name: web, namespace: shop }\nspec:\n  routes: []\n  tls:\n    secretName: web-tsl\n#               ^^^^^^^ warning ingress/certificate\n`,
      quiet,
    );
  });

  it('says that a Secret of another namespace is not seen, where nothing copies it', () => {
    check(
      `${certificate('cert-manager')}${ingress('web-tls\n#               ^^^^^^^ information ingress/certificate: Ingress shop/web takes Secret web-tls from its own namespace, shop, and the one that Certificate cert-manager/web makes is in cert-manager: unless something copies it, browsers are shown a certificate of the controller, which they refuse.')}`,
      quiet,
    );
    check(
      certificate('cert-manager', ', annotations: { reflector.v1.k8s.emberstack.com/reflection-allowed: "true" }') + ingress('web-tls'),
      quiet,
    );
    check(
      `${certificate('cert-manager')}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: reflector, namespace: kube-system }\nspec:\n  selector: { matchLabels: { app: reflector } }\n  template:\n    metadata: { labels: { app: reflector } }\n    spec: { containers: [{ name: a, image: a }] }\n${ingress('web-tls')}`,
      quiet,
    );
  });

  it('is silent about Secrets that are nowhere, are words apart, are filled in, or are made by cert-manager for the Ingress', () => {
    check(ingress('web-tls'), quiet);
    check(certificate() + ingress('web-tls'), quiet);
    check(certificate() + ingress('shop-wildcard'), quiet);
    check(certificate().replaceAll('web-tls', 'web-1-tls') + ingress('web-2-tls'), quiet);
    check(certificate() + ingress('web-tsl', ', annotations: { cert-manager.io/cluster-issuer: le }'), quiet);
    check(certificate() + ingress('$(SECRET)'), quiet);
  });

  it('is silent where a resource of an operator, or a script, names the Secret that is not there', () => {
    for (const maker of [
      'apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata: { name: web, namespace: shop }\nspec: { destination: { name: web-tsl, create: true } }\n',
      'apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: { name: web, namespace: shop }\nspec: { provider: azure, secretObjects: [{ secretName: web-tsl, type: kubernetes.io/tls }] }\n',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: shop }\ndata: { make.sh: kubectl create secret tls web-tsl }\n',
    ])
      check(`${certificate()}${ingress('web-tsl')}---\n${maker}`, quiet);
  });

  it('is not sure of a slip where something else has the Secret', () => {
    check(
      `${certificate()}${ingress('web-tls')}${ingress('web-tsl\n#               ^^^^^^^ information ingress/certificate').replace('name: web,', 'name: api,').replaceAll('web.example', 'api.example')}`,
      quiet,
    );
  });
});
