import { encloses, parseCIDR, rangeOfCIDR } from '../../base/ip.ts';
import { message, sentences } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { rulesOf } from '../shared/policy/peers.ts';
import { unappliedChanges } from '../shared/unseen.ts';

/** Addresses of pods are only theirs until they start again. kubernetes staging/src/k8s.io/api/networking/v1/types.go IPBlock */
export const policyPodRange: ResourceCheck = {
  code: 'policy/pod-range',
  scope: 'cluster',
  severity: 'information',
  parts: [
    each(['NetworkPolicy'], function* (policy, { allocation, cluster, assembly }) {
      for (const { rule, path, side } of rulesOf(policy))
        for (const [position, { ipBlock }] of rule.peers.entries()) {
          const cidr = ipBlock?.cidr === undefined ? undefined : parseCIDR(ipBlock.cidr);
          if (cidr === undefined) continue;
          const range = rangeOfCIDR(cidr);
          // The whole of a pool stays what it is.
          const pool = allocation.ipPools.find(
            ({ cidr: own, disabled }) => !disabled && encloses(rangeOfCIDR(own), range) && own.prefix < cidr.prefix,
          );
          if (pool === undefined) continue;
          const place = placeOf(policy, ...path, side, position, 'ipBlock', 'cidr');
          yield {
            place,
            message: sentences(
              message(
                '{0} lies in the pod addresses of IPPool {1}: {2} is about whichever pods have these addresses today, and about others after a restart.',
                ipBlock?.cidr ?? '',
                pool.name,
                nameOf(policy),
              ),
              message('Select the pods by their labels.'),
            ),
            related: pool.place === undefined ? [] : [{ message: message('IPPool {0}', pool.name), place: pool.place }],
            doubt: (pool.place === undefined ? undefined : assembly.doubt(place, pool.place)) ?? unappliedChanges(cluster, policy),
          };
        }
    }),
  ],
};
