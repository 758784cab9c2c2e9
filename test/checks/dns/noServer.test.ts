import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const pod = (dns: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop }\nspec:\n${dns}  containers: [{ name: a, image: a }]\n`;
const said =
  'error dns/no-server: With dnsPolicy: None a pod asks only the servers in dnsConfig.nameservers, and there are none: the API server refuses its pods. Write at least one, or dnsPolicy: ClusterFirst.';

describe('dns/no-server', () => {
  it('finds a pod that asks nobody, and takes it back to the DNS of the cluster', () => {
    check(pod(`  dnsPolicy: None\n#            ^^^^ ${said}\n`));
    assert.equal(fixed(pod('  dnsPolicy: None\n')), pod('  dnsPolicy: ClusterFirst\n'));
  });

  it('finds one that names domains, or a list that is empty', () => {
    check(pod('  dnsPolicy: None\n#            ^^^^ error dns/no-server\n  dnsConfig: { searches: [shop] }\n'));
    check(pod('  dnsPolicy: None\n#            ^^^^ error dns/no-server\n  dnsConfig: { nameservers: [] }\n'));
  });

  it('finds it in the template of a workload', () => {
    check(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a, namespace: shop }\nspec:\n  selector: { matchLabels: { app: a } }\n  template:\n    metadata: { labels: { app: a } }\n    spec:\n      dnsPolicy: None\n#                ^^^^ error dns/no-server\n      containers: [{ name: a, image: a }]\n',
    );
  });

  it('is silent where a server is named, and about other policies', () => {
    check(pod('  dnsPolicy: None\n  dnsConfig: { nameservers: [10.0.0.2] }\n'));
    check(pod('  dnsPolicy: Default\n'));
    check(pod('  dnsConfig: { searches: [shop] }\n'));
    check(pod(''));
  });

  it('is silent where what is filled in may name one', () => {
    check(pod('  dnsPolicy: None\n  dnsConfig: { nameservers: ["${DNS_SERVER}"] }\n'), { reading: false });
  });

  it('finds more servers than a pod may have, at the first that is too many', () => {
    check(
      pod(
        '  dnsConfig:\n    nameservers:\n    - 10.0.0.1\n    - 10.0.0.2\n    - 10.0.0.3\n    - 10.0.0.4\n#     ^^^^^^^^ error dns/no-server: A pod has at most 3 name servers: the API server refuses its pods. Here are 4.\n',
      ),
    );
    check(pod('  dnsConfig: { nameservers: [10.0.0.1, 10.0.0.2, 10.0.0.3] }\n'));
  });
});
