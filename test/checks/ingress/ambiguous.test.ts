import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const quiet = { severities: { 'ingress/unknown-service': 'off', 'ingress/unknown-port': 'off' } } as const;
const ingress = (name: string, rules: string, more = '', metadata = '') =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: ${name}, namespace: shop${metadata} }\nspec:\n  ingressClassName: nginx\n${more}  rules:\n${rules}`;
const rule = (host: string, ...paths: readonly string[]) => `  - host: ${host}\n    http:\n      paths:\n${paths.join('')}`;
const path = (text: string, service: string, mark = '', type = 'Prefix') =>
  `      - path: ${text}\n${mark}        pathType: ${type}\n        backend: { service: { name: ${service}, port: { number: 80 } } }\n`;

describe('ingress/ambiguous', () => {
  it('finds a path of a host that stands twice in an Ingress, and says whose requests never come', () => {
    const mark =
      '#             ^ warning ingress/ambiguous: The path / of shop.example stands twice in Ingress shop/web. Only one of them answers, of ingress-nginx the first: requests go to a:80, and none of them to b:80.\n';
    check(ingress('web', rule('shop.example', path('/', 'a'), path('/', 'b', mark))), quiet);
    check(ingress('web', rule('shop.example', path('/', 'a')) + rule('shop.example', path('/', 'b', mark))), quiet);
  });

  it('is silent where they lead to one Service, are of different types or hosts, or are told apart by an annotation', () => {
    check(ingress('web', rule('shop.example', path('/', 'a'), path('/', 'a'))), quiet);
    check(ingress('web', rule('shop.example', path('/', 'a'), path('/', 'b', '', 'Exact'), path('/b', 'b'))), quiet);
    check(ingress('web', rule('shop.example', path('/', 'a')) + rule('b.example', path('/', 'b'))), quiet);
    const canary = ', annotations: { nginx.ingress.kubernetes.io/canary: "true" }';
    check(
      `${ingress('web', rule('shop.example', path('/', 'a')))}---\n${ingress('next', rule('shop.example', path('/', 'b')), '', canary)}`,
      quiet,
    );
  });

  it('finds one that two Ingresses of a class have, once for the two', () => {
    const mark =
      '#             ^^ warning ingress/ambiguous: Ingress shop/web has the path /a of shop.example, too. Only one of them answers, of ingress-nginx the one that was made first; its webhook refuses the other, where it runs.\n';
    const one = ingress('web', rule('shop.example', path('/a', 'a'), path('/c', 'c')));
    check(`${one}---\n${ingress('other', rule('shop.example', path('/a', 'b', mark)))}`, quiet);
    check(`${one}---\n${ingress('other', rule('shop.example', path('/a', 'b', mark), path('/c', 'c')))}`, quiet);
    check(`${one}---\n${ingress('other', rule('shop.example', path('/b', 'b')))}`, quiet);
    check(`${one}---\n${ingress('other', rule('shop.example', path('/a', 'b'))).replace('nginx', 'internal')}`, quiet);
  });

  it('is silent where each Ingress has an entrance of its own, and where a host is filled in', () => {
    const every = (name: string, of: string) => ingress(name, `  - http:\n      paths:\n${path('/', name)}`).replace('nginx', of);
    check(`${every('a', 'tailscale')}---\n${every('b', 'tailscale')}`, quiet);
    check(
      `${every('a', 'traefik')}---\n${every('b', 'traefik')}`.replace(
        /path: \/\n(?=[^-]*$)/,
        'path: /\n#             ^ warning ingress/ambiguous: Ingress shop/a has the path / of every host, too. Only one of them answers, of ingress-nginx the one that was made first; its webhook refuses the other, where it runs.\n',
      ),
      quiet,
    );
    const filled = (name: string) => ingress(name, rule('REPLACED', path('/', name)));
    check(`${filled('a')}---\n${filled('b')}`, { severities: { ...quiet.severities, 'ingress/refused': 'off' } });
  });

  it('finds a host of a certificate that is a slip of that of a rule, and writes it', () => {
    const tls = (host: string) => `  tls:\n  - secretName: web\n    hosts:\n    - ${host}\n`;
    const text = ingress('web', rule('shop.example.com', path('/', 'a')), tls('shop.exmaple.com'));
    check(
      text.replace(
        '- shop.exmaple.com\n',
        '- shop.exmaple.com\n#     ^^^^^^^^^^^^^^^^ warning ingress/ambiguous: The certificate of Ingress shop/web is for shop.exmaple.com, which none of its rules has. shop.example.com has no TLS here. Did you mean shop.example.com?\n',
      ),
      quiet,
    );
    assert.equal(fixed(text), text.replace('exmaple', 'example'));
    const label = `${tls('sohp.example.com')}#     ^^^^^^^^^^^^^^^^ warning ingress/ambiguous\n`;
    check(ingress('web', rule('shop.example.com', path('/', 'a')), label), quiet);
    check(
      ingress('web', rule('shop.example.com', path('/', 'a')), `${tls('other.test')}#     ^^^^^^^^^^ information ingress/ambiguous\n`),
      quiet,
    );
    for (const good of ['"*.example.com"', 'shop.example.com', '"{{ host }}"'])
      check(ingress('web', rule('shop.example.com', path('/', 'a')), tls(good)), {
        severities: { ...quiet.severities, 'yaml/unreadable': 'off' },
      });
    check(ingress('web', rule('shop.example.com', path('/', 'a')), `${tls('shop.example.com')}    - www.example.com\n`), quiet);
  });

  it('finds two classes that are the default', () => {
    const named = (name: string, value = 'true') =>
      `apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata:\n  name: ${name}\n  annotations:\n    ingressclass.kubernetes.io/is-default-class: "${value}"\n`;
    check(
      `${named('nginx')}---\n${named('traefik')}#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning ingress/ambiguous: IngressClass nginx is the default, too. An Ingress without ingressClassName gets the newer of them, and older versions of Kubernetes refuse it. Take the annotation from one of them.\n`,
    );
    check(`${named('nginx')}---\n${named('traefik', 'false')}`);
  });
});
