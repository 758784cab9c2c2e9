import type { Applied } from '../../manifests/appliedOrder.ts';
import { releaseNameOf } from '../gitops/fleet/releaseName.ts';
import { isTrue, specOf } from '../gitops/reading.ts';
import { unitKey, type DeliveryUnit, type Unit } from './unit.ts';

/** Of the units of a cluster those that GitOps objects apply; none where there are fewer than two, for there is nothing to order. */
export function appliedIn(units: readonly Unit[]): readonly Applied[] {
  const applied = units.flatMap((unit) => (unit.kind === 'delivery' ? [appliedBy(unit)] : []));
  return applied.length < 2 ? [] : applied;
}

function appliedBy(unit: DeliveryUnit): Applied {
  const { delivery, lineage } = unit;
  const { by, after, applied, key } = delivery;
  return {
    unit: unitKey(unit),
    lineage,
    names: applied.type === 'bundle' ? [`Bundle.fleet.cattle.io/${by.namespace}/${bundleName(by.name, by.kind, key)}`] : [],
    after,
    waits: isTrue(specOf(by, 'wait')),
  };
}

/** fleet internal/cmd/cli/apply/apply.go: of a GitRepo its name and the folder; one that nobody is seen to apply is called as its own file says. */
function bundleName(name: string, kind: string, key: string): string {
  return kind === 'GitRepo' ? releaseNameOf(`${name}-${key.replace(/#.*/s, '')}`) : name;
}
