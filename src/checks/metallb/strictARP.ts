import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { DistributionConfigurationResource } from '../../manifests/resources/distribution.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { Fix } from '../findings/finding.ts';
import { inserting, replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';

export const strictARP: Check = {
  code: 'metallb/strict-arp',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, assembly }: CheckContext): Generator<Problem> {
    const layer2 =
      resourcesOf(cluster, 'L2Advertisement')[0] ??
      resourcesOf(cluster, 'MetalLBConfig').find(({ pools }) => pools.some(({ protocol }) => protocol === 'layer2'));
    if (layer2 === undefined) return;
    for (const config of resourcesOf(cluster, 'DistributionConfiguration')) {
      const { proxyMode, strictARP: strict } = config;
      if (proxyMode?.text !== 'ipvs' || strict === true) continue;
      const place = placeOf(config, ...(strict === undefined ? proxyMode.path : strictPath(config)));
      yield {
        place,
        message: message(
          'kube-proxy runs in ipvs mode without {0}, so that every node answers ARP for the addresses that MetalLB announces from one node by layer 2: clients reach the wrong node. Set {0}: true.',
          settingOf(config),
        ),
        related: [{ message: message('{0}', nameOf(layer2)), place: placeOf(layer2, 'metadata', 'name') }],
        fixes: fixesOf(config, place),
        doubt: assembly.doubt(place, placeOf(layer2)),
      };
    }
  },
};

/** What the setting is called where it is missing. */
function settingOf({ distribution }: DistributionConfigurationResource): string {
  return distribution === 'kube-proxy' ? 'strictARP' : 'ipvs-strict-arp (strictARP)';
}

function strictPath({ distribution, proxyMode }: DistributionConfigurationResource): readonly (string | number)[] {
  const around = proxyMode?.path.slice(0, -1) ?? [];
  return distribution === 'talos' ? [...around, 'extraArgs', 'ipvs-strict-arp'] : [...around, 'ipvs', 'strictARP'];
}

function fixesOf(config: DistributionConfigurationResource, place: Place): readonly Fix[] {
  const title = message('Set {0}: true', settingOf(config));
  // The text of a ConfigMap is not written into.
  if (config.embeddedText !== undefined) return [];
  if (config.strictARP === false && config.distribution === 'kube-proxy')
    return [replacing(title, true, { place, replaces: 'false', text: 'true' })];
  if (config.strictARP !== undefined) return [];
  return config.distribution === 'kube-proxy' ? [inserting(title, true, { place: placeOf(config, 'ipvs', 'strictARP'), value: true })] : [];
}
