import { expect } from 'chai';
import { languageOf } from '../../../src/base/message.ts';
import { readEventList } from '../../../src/engine/events/eventList.ts';
import { happen } from '../../../src/engine/events/happen.ts';
import { eventWords, readEventWords } from '../../../src/engine/events/words.ts';
import { clusterOf } from '../../support/cluster.ts';
import { begun, eventsOf } from '../../support/happenings.ts';
import { twoNodes, workload } from './eventManifests.ts';

const { say } = languageOf('en');
const problemOf = (text: string) => {
  const read = readEventWords(text);
  return 'problem' in read ? say(read.problem) : undefined;
};

describe('an event in words', () => {
  it('means what the same event in a list means', () => {
    const pairs: readonly (readonly [string, string])[] = [
      ['fail worker-1', '{ do: nodeFails, node: worker-1 }'],
      ['return worker-1', '{ do: nodeReturns, node: worker-1 }'],
      ['return worker-1 rebooted', '{ do: nodeReturns, node: worker-1, reboot: true }'],
      ['scale deployment/shop/web=4', '{ do: scale, workload: Deployment/shop/web, replicas: 4 }'],
      ['restart shop/web-0', '{ do: restartPod, pod: shop/web-0 }'],
      ['restart 10.0.0.1', '{ do: restartPod, podAt: 10.0.0.1 }'],
      ['restart sts/shop/db', '{ do: rollout, workload: StatefulSet/shop/db }'],
      ['rollout deploy/shop/web failing', '{ do: rollout, workload: Deployment/shop/web, becomesReady: false }'],
      ['drain worker-2', '{ do: drain, node: worker-2 }'],
      ['elapse 5m', '{ do: elapse, seconds: 300 }'],
      ['delete service/shop/web', '{ do: delete, ref: Service/shop/web }'],
      ['delete service shop/web', '{ do: delete, ref: svc/shop/web }'],
      ['taint a k=v:NoSchedule', '{ do: taint, node: a, taint: { key: k, value: v, effect: NoSchedule } }'],
      ['taint a k:NoSchedule-', '{ do: untaint, node: a, key: k, effect: NoSchedule }'],
      ['label a k=v', '{ do: label, node: a, labels: { k: v } }'],
      ['label a k-', '{ do: label, node: a, labels: { k: null } }'],
      ['force-delete shop/web-0', '{ do: forceDeletePod, pod: shop/web-0 }'],
      ['succeed shop/load', '{ do: podSucceeds, pod: shop/load }'],
      ['unready shop/web-0', '{ do: setReady, pod: shop/web-0, ready: false }'],
    ];
    for (const [words, entry] of pairs) expect(eventsOf(`[${JSON.stringify(words)}]`), words).to.deep.equal(eventsOf(`[${entry}]`));
  });

  it('has a form for each of its first words', () => {
    for (const { word } of eventWords) if (word !== 'apply') expect(problemOf(word), word).to.match(/is written/);
  });

  it('that is misspelt is told the word that comes near', () => {
    expect(problemOf('drian worker-1')).to.equal('"drian" is no event. Is "drain" meant?');
    expect(problemOf('explode worker-1')).to.match(/^"explode" is no event\. Events begin with restart, /);
    expect(problemOf('scale deployment/shop/web')).to.equal(
      '"scale" is written scale KIND/NAMESPACE/NAME=REPLICAS, not "scale deployment/shop/web".',
    );
  });
});

describe('a list of events', () => {
  const first = (text: string) => {
    const read = readEventList(text);
    if ('problem' in read) return say(read.problem);
    const [reading] = read;
    return reading !== undefined && 'problem' in reading ? say(reading.problem) : undefined;
  };

  it('says which key an event lacks, and which word was meant', () => {
    expect(first('- { do: nodeFails }')).to.equal('"nodeFails" needs the key "node".');
    expect(first('- { do: nodeFail, node: a }')).to.equal('"nodeFail" is no event. Is "nodeFails" meant?');
    expect(first('- { node: a }')).to.equal('An event needs the key "do".');
    expect(first('a text')).to.match(/^A list of events is expected/);
  });

  it('never fails on nonsense', () => {
    for (const text of [
      '',
      '{',
      '- - -',
      'null',
      '- 1',
      '- { do: 1 }',
      '- { do: scale, workload: x, replicas: -1 }',
      '- { do: apply, object: 1 }',
      '- { do: taint, node: a, taint: x }',
    ])
      expect(() => readEventList(text), text).not.to.throw();
  });
});

describe('an event about something that is not there', () => {
  const state = begun(clusterOf(twoNodes + workload('StatefulSet', 'web', 'replicas: 2')));
  const told = (words: string) => {
    const [event] = eventsOf(`[${JSON.stringify(words)}]`);
    const outcome = event === undefined ? undefined : happen(state, event);
    return outcome !== undefined && 'problem' in outcome ? say(outcome.problem) : undefined;
  };

  it('is told the name that comes near, or what there is', () => {
    expect(told('fail alpah')).to.equal('There is no node alpah. Is alpha meant?');
    expect(told('fail worker')).to.equal('There is no node worker. There are alpha, bravo.');
    expect(told('restart shop/web-9')).to.equal('There is no pod shop/web-9. Is shop/web-0 meant?');
    expect(told('scale statefulset/shop/wbe=3')).to.equal('There is no workload StatefulSet/shop/wbe. Is StatefulSet/shop/web meant?');
    expect(told('delete service/shop/web')).to.match(/^There is no Service\/shop\/web\./);
  });
});
