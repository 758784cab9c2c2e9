import { message, sentences } from '../../base/message.ts';
import { dnsServerOf, placeOfProblem } from '../../engine/coredns/server.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const corefileRefused: Check = {
  code: 'dns/corefile',
  scope: 'cluster',
  severity: 'error',
  *run({ allocation }: CheckContext): Generator<Problem> {
    const server = dnsServerOf(allocation);
    if (placeholder.test(server.resource?.data['Corefile'] ?? '')) return;
    for (const problem of server.problems.filter(({ kind }) => kind === 'refused').slice(0, mostTold)) {
      const place = placeOfProblem(server, problem);
      if (place !== undefined)
        yield {
          place,
          message: sentences(message('CoreDNS does not start with this Corefile, so that no name resolves.'), problem.message),
        };
    }
  },
};

/** CoreDNS itself gives up at the first. */
const mostTold = 100;

/** What installers of CoreDNS put their values in the place of: `__PILLAR__DNS__DOMAIN__`, `}STUBDOMAINS`. coredns/deployment kubernetes/coredns.yaml.sed */
const placeholder = /__[A-Z]+__|STUBDOMAINS|UPSTREAMNAMESERVER|CLUSTER_DOMAIN|REVERSE_CIDRS/;
