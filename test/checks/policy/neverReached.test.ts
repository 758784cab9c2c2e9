import { check } from '../../support/marks.ts';
import { deployment, policy } from '../../support/policyManifests.ts';

const shop = deployment('web');
const calico = (name: string, spec: string, kind = 'NetworkPolicy') => `---
apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: { name: ${name}${kind === 'NetworkPolicy' ? ', namespace: shop' : ''} }
spec:
${spec}
`;
const allow = '{ action: Allow, protocol: TCP, destination: { ports: [8080] } }';

describe('policy/never-reached', () => {
  it('finds a rule behind one that is for everything', () => {
    check(
      calico(
        'web',
        `  selector: app == 'web'
  ingress:
  - { action: Deny }
  - ${allow}
#   ${'^'.repeat(allow.length)} warning policy/never-reached: This rule of NetworkPolicy shop/web is never reached: the one before it is for everything. The first rule that fits decides: put what is special first.`,
      ) + shop,
    );
  });

  it('finds policies behind one of their tier that decides about everything, those of Kubernetes too', () => {
    const first = calico('all', '  order: 10\n  types: [Ingress]\n  ingress: [{ action: Allow }]', 'GlobalNetworkPolicy');
    check(
      `${policy('web', '  podSelector: { matchLabels: { app: web } }').replace(
        'metadata: { name: web, namespace: shop }\n',
        'metadata: { name: web, namespace: shop }\n#           ^^^^ warning policy/never-reached: NetworkPolicy shop/web never counts: before it GlobalNetworkPolicy all decides about everything in tier default. Give it a smaller order, or narrow the rule before it.\n',
      )}${first}${shop}`,
    );
  });

  it('is silent about narrower rules, other directions, other tiers and what comes first', () => {
    check(calico('web', `  selector: app == 'web'\n  ingress:\n  - ${allow}\n  - { action: Deny }`) + shop);
    check(
      calico('web', `  selector: app == 'web'\n  ingress:\n  - { action: Log }\n  - { action: Deny, protocol: TCP }\n  - ${allow}`) + shop,
    );
    const all = (more: string) =>
      calico('all', `  order: 10\n${more}`, 'GlobalNetworkPolicy') +
      policy('web', '  podSelector: { matchLabels: { app: web } }').replace(/^/, '---\n') +
      shop;
    check(all('  types: [Egress]\n  egress: [{ action: Allow }]'));
    check(all("  selector: app == 'web'\n  types: [Ingress]\n  ingress: [{ action: Deny }]"));
    check(all('  types: [Ingress]\n  ingress: [{ action: Allow, protocol: TCP }]'));
    check(all('  types: [Ingress]\n  ingress: [{ action: Allow }]').replace('order: 10', 'order: 2000'));
  });

  const tier = (more = '') => `---
apiVersion: projectcalico.org/v3
kind: Tier
metadata: { name: audit }
spec: { order: 100${more} }
`;
  const log = (spec: string) => calico('audit.watch', `  tier: audit\n${spec}`, 'GlobalNetworkPolicy');

  it('finds rules that only log, where the end of the tier then denies', () => {
    check(
      log(`  types: [Ingress]
  ingress: [{ action: Log }]
# ^^^^^^^ warning policy/never-reached: The rules of GlobalNetworkPolicy audit.watch only log, and what no rule decides about is denied at the end of tier audit: nobody reaches these pods. Where they are to watch alone, let a rule with action Pass follow.`) +
        tier() +
        shop,
    );
    check(
      calico(
        'web',
        `  selector: app == 'web'
  types: [Egress]
  egress: [{ action: Log, protocol: TCP }, { action: Log }]
# ^^^^^^ warning policy/never-reached: The rules of NetworkPolicy shop/web only log, and what no rule decides about is denied at the end of tier default: these pods reach nobody. Where they are to watch alone, let a rule with action Pass follow.`,
      ) + shop,
    );
  });

  it('is silent about logging where something decides, where the tier passes, and where to cut off is all that is written', () => {
    check(log('  types: [Ingress]\n  ingress: [{ action: Log }, { action: Pass }]') + tier() + shop);
    check(log('  types: [Ingress]\n  ingress: [{ action: Log }]') + tier(', defaultAction: Pass') + shop);
    check(log('  types: [Ingress]\n  ingress: []') + tier() + shop);
    check(log('  types: [Egress]\n  ingress: [{ action: Log }]\n  egress: [{ action: Allow }]') + tier() + shop);
    check(log('  types: [Ingress]\n  ingress: [{ action: Log }]') + shop);
    const other = calico('audit.zone', '  tier: audit\n  types: [Ingress]\n  ingress: [{ action: Allow }]', 'GlobalNetworkPolicy');
    check(log('  types: [Ingress]\n  ingress: [{ action: Log }]') + other + tier() + shop);
  });

  it('is silent about what Calico refuses as a whole', () => {
    check(
      calico(
        'web',
        `  selector: app == 'web'
  types: [Ingress, Egress]
  ingress: [{ action: log }]
#                     ^^^ error policy/refused: Calico refuses NetworkPolicy shop/web. "log" is not an action: Allow, Deny, Log and Pass are.
  egress: [{ action: Log }]`,
      ) + shop,
    );
  });
});
