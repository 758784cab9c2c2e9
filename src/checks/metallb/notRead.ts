import { message, sentences } from '../../base/message.ts';
import { programsNamed, flagOf } from '../../engine/programs.ts';
import { resourcesBy, resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { groupOf, nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';

export const metallbNotRead: Check = {
  code: 'metallb/not-read',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    yield* addressPools(context);
    yield* legacyConfigurations(context);
    yield* otherConfigMaps(context);
  },
};

const oldPools = resourcesWhere(
  ({ type, kind, apiVersion }) => type === 'Other' && kind === 'AddressPool' && groupOf(apiVersion) === 'metallb.io',
);

/** metallb release notes 0.13.0 (deprecated), 0.14.0 (removed) */
function* addressPools({ cluster }: CheckContext): Generator<Problem> {
  const version = versionOf(cluster);
  if (version !== undefined && version < 14) return;
  for (const pool of oldPools(cluster)) {
    yield {
      place: placeOf(pool, 'kind'),
      message: message(
        'MetalLB reads no {0} any more (since 0.14), so that {1} gives no address. Write an IPAddressPool with these addresses, without protocol, and an L2Advertisement or BGPAdvertisement for it.',
        'AddressPool',
        nameOf(pool),
      ),
    };
  }
}

/** A ConfigMap that this version leaves alone: custom resources stand beside it, or the program says how old it is. */
function* legacyConfigurations({ cluster, assembly }: CheckContext): Generator<Problem> {
  const version = versionOf(cluster);
  const beside = [
    ...resourcesOf(cluster, 'IPAddressPool'),
    ...resourcesOf(cluster, 'L2Advertisement'),
    ...resourcesOf(cluster, 'BGPAdvertisement'),
  ][0];
  for (const config of resourcesOf(cluster, 'MetalLBConfig')) {
    if (!(version === undefined ? beside !== undefined : version >= 13)) continue;
    const place = placeOf(config, 'metadata', 'name');
    yield {
      place,
      message: sentences(
        message('MetalLB reads its pools from no ConfigMap any more (since 0.13), so that those of {0} give no address.', nameOf(config)),
        message('Write them as IPAddressPool and L2Advertisement or BGPAdvertisement.'),
      ),
      related: beside === undefined ? [] : [{ message: message('{0}', nameOf(beside)), place: placeOf(beside, 'metadata', 'name') }],
      doubt: assembly.doubt(place, beside === undefined ? undefined : placeOf(beside)),
    };
  }
}

const withPools = resourcesBy(({ type, document, metadata }) =>
  type === 'ConfigMap' && metadata.name !== 'config' && document.text.includes('address-pools:') && document.text.includes('addresses:')
    ? [true]
    : [],
);

/** metallb v0.12 controller/main.go: `--config` names the ConfigMap, and is `config` unless it is given. */
function* otherConfigMaps({ cluster }: CheckContext): Generator<Problem> {
  const programs = [...programsNamed(cluster, 'metallb-controller'), ...programsNamed(cluster, 'metallb-speaker')];
  const named = programs.map(({ program }) => flagOf(program, 'config')).find((text) => text !== undefined && text !== '');
  for (const map of withPools(cluster, true)) {
    const { name } = map.metadata;
    if (name === '' || name === named) continue;
    const place = placeOf(map, 'metadata', 'name');
    yield {
      place,
      severity: 'information',
      message: message(
        'MetalLB reads its pools from a ConfigMap named {0} (until 0.12, unless --config says otherwise), so that it passes over {1}. Since 0.13 it reads IPAddressPools alone.',
        named ?? 'config',
        name,
      ),
      fixes: [replacing(message('Write {0}', named ?? 'config'), false, { place, replaces: name, text: named ?? 'config' })],
    };
  }
}

/** The number behind `0.` of the program's version; absent when no manifest tells. */
function versionOf(cluster: Cluster): number | undefined {
  for (const { program } of [...programsNamed(cluster, 'metallb-controller'), ...programsNamed(cluster, 'metallb-speaker')]) {
    const minor = /^v?0\.([0-9]{1,3})(\.|$)/.exec(program.version ?? '')?.[1];
    if (minor !== undefined) return Number(minor);
  }
  return undefined;
}
