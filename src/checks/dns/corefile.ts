import { message } from '../../base/message.ts';
import { dnsServerOf, placeOfProblem } from '../../engine/coredns/server.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const corefileRefused: Check = {
  code: 'dns/corefile',
  severity: 'error',
  documentation: {
    title: 'Corefile that CoreDNS refuses',
    what: "A line of the cluster's Corefile that CoreDNS does not accept: a brace that is not closed, a value that an option of kubernetes, hosts, rewrite, forward, acl or template does not take, a zone that two server blocks serve. Plugins and options that are not known here are not reported, nor a Corefile with placeholders that an installer fills in.",
    why: 'CoreDNS does not start with it, and no name resolves in the cluster. A server that runs already goes on with the Corefile that it has, until it is restarted.',
    wrong: `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    .:53 {
        kubernetes cluster.local in-addr.arpa ip6.arpa {
           pods all
        }
        forward . /etc/resolv.conf
    }`,
    right: `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    .:53 {
        kubernetes cluster.local in-addr.arpa ip6.arpa {
           pods insecure
        }
        forward . /etc/resolv.conf
    }`,
    fix: 'The message says what CoreDNS does not accept.',
    source: 'coredns `caddyfile/parse.go`, `setup.go` of each plugin, `core/dnsserver/register.go`',
  },
  *run({ allocation }: CheckContext): Generator<Problem> {
    const server = dnsServerOf(allocation);
    if (placeholder.test(server.resource?.data['Corefile'] ?? '')) return;
    for (const problem of server.problems) {
      const place = problem.kind === 'refused' ? placeOfProblem(server, problem) : undefined;
      if (place !== undefined)
        yield { place, message: message('CoreDNS does not start with this Corefile, so that no name resolves: {0}.', problem.message) };
    }
  },
};

/** What installers of CoreDNS put their values in the place of: `__PILLAR__DNS__DOMAIN__`, `}STUBDOMAINS`. coredns/deployment kubernetes/coredns.yaml.sed */
const placeholder = /__[A-Z]+__|STUBDOMAINS|UPSTREAMNAMESERVER|CLUSTER_DOMAIN|REVERSE_CIDRS/;
