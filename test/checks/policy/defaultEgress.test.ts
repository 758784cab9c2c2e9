import { check } from '../../support/marks.ts';
import { deployment, policy, service } from '../../support/policyManifests.ts';

const shop = deployment('web') + service('web');
const text = (spec: string) => policy('web', `  podSelector: { matchLabels: { app: web } }\n${spec}`) + shop;
const rule = '  egress: [{ ports: [{ port: 53, protocol: UDP }] }]';

describe('policy/default-egress', () => {
  it('finds an empty egress that isolates nothing', () => {
    check(
      text(
        '  egress: []\n# ^^^^^^ warning policy/default-egress: NetworkPolicy shop/web isolates no egress: without policyTypes an empty egress counts for nothing. Write the policyTypes that are meant.',
      ),
    );
  });

  it('finds rules for egress alone that shut the ingress of what a Service leads to', () => {
    check(
      text(
        `${rule}\n# ^^^^^^ warning policy/default-egress: NetworkPolicy shop/web has rules for egress alone, and shuts the ingress of Deployment shop/web as well: without policyTypes a policy is always for Ingress. Write policyTypes: [Egress], or Ingress as well where that is meant.`,
      ),
    );
  });

  it('is silent where the types are written, where ingress is, where nothing leads there, and where another policy isolates it', () => {
    check(text('  policyTypes: [Egress]\n  egress: []'));
    check(text(`  policyTypes: [Egress]\n${rule}`));
    check(text(`  ingress: []\n${rule}`));
    check(text('  ingress: [{}]'));
    check(policy('web', `  podSelector: { matchLabels: { app: web } }\n${rule}`) + deployment('web'));
    check(`${text(rule)}---\n${policy('all', '  podSelector: {}\n  policyTypes: [Ingress]')}`);
  });
});
