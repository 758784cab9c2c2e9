import { expect } from 'chai';
import { languageOf } from '../../../src/base/message.ts';
import { changesBetween } from '../../../src/engine/events/changes.ts';
import { happen } from '../../../src/engine/events/happen.ts';
import { clusterOf } from '../../support/cluster.ts';
import { begun, eventsOf } from '../../support/happenings.ts';
import { likes, node, pool, service, twoNodes, workload } from './eventManifests.ts';

const { say } = languageOf('en');

/** `pod-address Pod shop/web-0: 10.20.0.0 → 10.20.0.1 (predicted)` of the last event. */
function changesOf(manifests: string, events: string): readonly string[] {
  let state = begun(clusterOf(manifests));
  let lines: readonly string[] = [];
  for (const event of eventsOf(events)) {
    const outcome = happen(state, event);
    if ('problem' in outcome) throw new Error(say(outcome.problem));
    lines = changesBetween(state, outcome).map(
      ({ kind, object, before, after, certainty }) =>
        `${kind} ${object}: ${before === undefined ? '-' : say(before)} → ${after === undefined ? '-' : say(after)} (${certainty})`,
    );
    ({ state } = outcome);
  }
  return lines;
}

describe('the changes of an event', () => {
  it('are those of the pod, of the endpoints and of the names that follow it', () => {
    const manifests =
      node('alpha') + pool('p', '10.20.0.0/28') + workload('StatefulSet', 'web', 'replicas: 2') + service('web', 'clusterIP: None');
    expect(changesOf(manifests, '[restart shop/web-0]')).to.deep.equal([
      'pod-address Pod shop/web-0: 10.20.0.0 → 10.20.0.2 (predicted)',
      'endpoints Service shop/web: 10.20.0.0, 10.20.0.1 → 10.20.0.1, 10.20.0.2 (predicted)',
      'dns web.shop.svc.cluster.local.: 10.20.0.0, 10.20.0.1 → 10.20.0.1, 10.20.0.2 (predicted)',
      'dns web-0.web.shop.svc.cluster.local.: 10.20.0.0 → 10.20.0.2 (predicted)',
    ]);
  });

  it('are possible alone where a choice is open: not for a state, nor for pods that are alike', () => {
    const web = workload('Deployment', 'web', 'replicas: 2', likes('alpha')) + service('web');
    const noticed = changesOf(twoNodes + web, '[fail alpha, elapse 60]');
    expect(noticed.filter((line) => line.endsWith('(possible)'))).to.deep.equal([]);
    const scaled = changesOf(twoNodes + web, '[scale deploy/shop/web=1]');
    expect(scaled.filter((line) => line.startsWith('pod ')).map((line) => line.slice(-10))).to.deep.equal(['(possible)']);
  });

  it('name what is held for a pod that has gone, until it is collected', () => {
    const db = workload('StatefulSet', 'db', '', likes('alpha'));
    expect(changesOf(twoNodes + db, '[fail alpha, elapse 400, force-delete shop/db-0]')).to.include(
      'held-address 10.20.0.0: - → set aside for shop/db-0, which has gone (predicted)',
    );
    expect(changesOf(twoNodes + db, '[fail alpha, elapse 400, force-delete shop/db-0, elapse 900]')).to.deep.equal([
      'held-address 10.20.0.0: set aside for shop/db-0, which has gone → - (predicted)',
    ]);
  });
});
