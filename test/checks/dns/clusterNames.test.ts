import { check } from '../../support/marks.ts';

const corefile = (block: string, more = '') => `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    .:53 {
        kubernetes cluster.local
${block}
    }
---
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: kubeadm }
${more}`;

describe('dns/cluster-names', () => {
  it('finds a Corefile that forwards to the cluster DNS itself, or to loopback', () => {
    check(
      corefile(`        forward . 10.96.0.10
#       ^^^^^^^^^^^^^^^^^^^^ error dns/cluster-names: CoreDNS forwards to 10.96.0.10, which is the address of the cluster DNS, its own: a question goes round in a circle, and the plugin loop ends the server. Forward to a server outside of the cluster.`),
    );
    check(
      corefile(`        forward . 127.0.0.1
#       ^^^^^^^^^^^^^^^^^^^ error dns/cluster-names: CoreDNS forwards to 127.0.0.1, which in its pod is CoreDNS itself…`),
    );
    check(
      corefile(`        forward example.net dns://10.96.0.10:53
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error dns/cluster-names: CoreDNS forwards to 10.96.0.10…`),
    );
  });

  it('finds a hosts block without fallthrough, wherever it stands', () => {
    check(
      corefile(`        hosts {
#       ^^^^^^^ error dns/cluster-names: This hosts block has no fallthrough, so that it denies every name that it does not list, and comes before the plugin kubernetes: no name in cluster.local. resolves. Write fallthrough as its last line.
          192.168.40.70 erp.example.net
        }`),
    );
    check(
      corefile(`        hosts {
#       ^^^^^^^ error dns/cluster-names: This hosts block…
          192.168.40.70 erp.example.net
          fallthrough example.net
        }`),
    );
  });

  it('says softly that a domain in the place of the file limits nothing', () => {
    check(
      corefile(`        hosts example.net {
#       ^^^^^^^^^^^^^^^^^^^ information dns/cluster-names: The first argument of hosts is the name of a file: example.net limits nothing…
          192.168.40.70 erp.example.net
        }`),
    );
  });

  it('finds a Corefile without the plugin kubernetes', () => {
    check(
      corefile('        forward . 192.168.40.1')
        .replace('        kubernetes cluster.local\n', '')
        .replace(
          '.:53 {\n',
          '.:53 {\n#   ^^^^^^ error dns/cluster-names: No server block of this Corefile has the plugin kubernetes, so that no name of a Service resolves.\n',
        ),
    );
  });

  it('finds it where no service subnet is known, too', () => {
    check(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: coredns, namespace: kube-system }\ndata:\n  Corefile: |\n    .:53 {\n#   ^^^^^^ error dns/cluster-names: No server block of this Corefile has the plugin kubernetes, so that no name of a Service resolves.\n        forward . 10.0.0.1\n    }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: orders, namespace: shop }\nspec: { selector: { app: orders }, ports: [{ port: 80 }] }\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: orders, namespace: shop, labels: { app: orders } }\nspec: { containers: [{ name: a, image: a }] }\n',
    );
  });

  it('is silent about Corefiles that keep the names', () => {
    check(corefile('        forward . /etc/resolv.conf'));
    check(corefile('        forward . 127.0.0.1:5353'));
    check(corefile('        forward . 192.168.40.1 10.96.0.11'));
    check(corefile('        hosts {\n          192.168.40.70 erp.example.net\n          fallthrough\n        }'));
    check(corefile('        hosts /etc/coredns/site example.net'));
  });

  it('finds a cache on the nodes that does not ask CoreDNS for names of the cluster', () => {
    const cache = (domain: string, bind: string, mark = '') => `apiVersion: v1
kind: Service
metadata: { name: kube-dns, namespace: kube-system }
spec: { clusterIP: 10.96.0.10, selector: { k8s-app: kube-dns }, ports: [{ port: 53, protocol: UDP }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: coredns, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: kube-dns } }
  template:
    metadata: { labels: { k8s-app: kube-dns } }
    spec: { containers: [{ name: coredns, image: coredns }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: node-local-dns, namespace: kube-system }
data:
  Corefile: |
    ${domain}:53 {
        bind ${bind}
        forward . __PILLAR__CLUSTER__DNS__
    }
    .:53 {
${mark}        bind ${bind}
        forward . __PILLAR__UPSTREAM__SERVERS__
    }
---
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: kubeadm }
`;
    const both = '169.254.20.10 10.96.0.10';
    check(
      cache(
        'plant.local',
        both,
        '#   ^^^^^^ error dns/cluster-names: The cache on the nodes has no server block for cluster.local, the domain of the cluster: it asks __PILLAR__UPSTREAM__SERVERS__ for its names instead of CoreDNS, and no name of a Service resolves.\n',
      ),
    );
    check(cache('cluster.local', both));
    check(cache('__PILLAR__DNS__DOMAIN__', both));
    // Nobody asks it.
    check(cache('plant.local', '169.254.20.10'));
  });
});
