import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const kubelet = (domain: string) => `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDomain: ${domain}
`;
const kubeadm = (domain: string) => `---
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking:
  dnsDomain: ${domain}
`;
const corefile = (zones: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    .:53 {
        kubernetes ${zones} in-addr.arpa
        forward . /etc/resolv.conf
    }
`;

describe('dns/domain-disagrees', () => {
  it('finds a domain that the Corefile does not serve, and writes the one that it does', () => {
    const text = kubelet('cluster.local') + corefile('plant.local');
    check(
      text.replace(
        'cluster.local\n',
        'cluster.local\n#              ^^^^^^^^^^^^^ warning dns/domain-disagrees: The domain of the cluster is cluster.local here, but CoreDNS serves plant.local (ConfigMap kube-system/coredns): pods search for names that it does not have, so that no short name of a Service resolves.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('cluster.local', 'plant.local'));
  });

  it('finds two files of the installation that disagree', () => {
    check(
      `${kubelet(`cluster.local
#              ^^^^^^^^^^^^^ warning dns/domain-disagrees: The domain of the cluster is cluster.local here, but plant.local in test.yaml: pods search for names that CoreDNS does not have. Only one can be right.`)}${kubeadm('plant.local')}`.replace(
        /^([\s\S]*?)---\n([\s\S]*)$/,
        (_, first: string, second: string) => `${second}---\n${first}`,
      ),
    );
  });

  it('is silent where they agree, where the Corefile serves more, and where an installer fills it in', () => {
    check(kubelet('plant.local.') + kubeadm('plant.local') + corefile('plant.local'));
    check(kubelet('cluster.local') + corefile('plant.local cluster.local'));
    check(kubelet('cluster.local') + corefile('__PILLAR__DNS__DOMAIN__'));
    check(kubelet('plant.local'));
  });

  it('finds a zone of the Corefile one letter off the usual domain, where nobody names another', () => {
    const text = corefile('cluster.locl');
    check(
      text.replace(
        'in-addr.arpa\n',
        `in-addr.arpa
#                  ^^^^^^^^^^^^ warning dns/domain-disagrees: CoreDNS serves cluster.locl here. The domain of a cluster is cluster.local where nobody says otherwise, and pods search for names in that: no short name of a Service resolves.
`,
      ),
    );
    check(
      corefile('clustr.local').replace('in-addr.arpa\n', `in-addr.arpa\n#                  ^^^^^^^^^^^^ warning dns/domain-disagrees: …\n`),
    );
  });

  it('takes another domain at its word, and concludes nothing from what an installer fills in', () => {
    check(corefile('plant.local'));
    check(corefile('cluster2.local'));
    check(corefile('cluster.local cluster.locl'));
    check(corefile('${CLUSTER_DOMAIN}'));
    check(corefile('cluster.locl') + kubelet('cluster.locl').replace(/^/, '---\n'));
  });
});
