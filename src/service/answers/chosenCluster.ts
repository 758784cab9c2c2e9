import { clustersAmong, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import { message, type Language, type Message } from '../../base/message.ts';
import type { AllocatedPod } from '../../engine/allocation.ts';
import type { Refusal } from '../questions.ts';

export function refusal(text: Message, { say }: Language): Refusal {
  return { type: 'refused', text: say(text) };
}

/** The cluster that a question is asked of, or why none was chosen. */
export function chosenCluster({ clusters: all }: Snapshot, wanted: string | undefined, language: Language): AnalysedCluster | Refusal {
  const real = clustersAmong(all);
  const isMeant = ({ cluster }: AnalysedCluster): boolean => cluster.name === wanted || cluster.root === wanted;
  // What nobody applies is asked for by its name.
  const clusters = real.length === 0 || (wanted !== undefined && !real.some(isMeant)) ? all : real;
  const names = clusters.map(({ cluster }) => cluster.name).join(', ');
  if (clusters.length === 0) return refusal(message('No manifests make a cluster here.'), language);
  const matching = wanted === undefined ? clusters : clusters.filter(isMeant);
  const [first, second] = matching;
  if (first === undefined) return refusal(message('There is no cluster "{0}" here, but {1}.', wanted ?? '', names), language);
  return second === undefined ? first : refusal(message('There are several clusters ({0}): choose one with --cluster.', names), language);
}

/** The pod `namespace/name`, or that it is not there, with the names that come near. */
export function chosenPod({ allocation }: AnalysedCluster, wanted: string, language: Language): AllocatedPod | Refusal {
  const pod = allocation.pods.find(({ namespace, name }) => `${namespace}/${name}` === wanted);
  if (pod !== undefined) return pod;
  const [namespace = '', name = ''] = wanted.split('/');
  const near = allocation.pods
    .filter((other) => other.namespace === namespace && other.name.startsWith(name.slice(0, 3)))
    .slice(0, 5)
    .map((other) => `${other.namespace}/${other.name}`);
  return refusal(
    near.length === 0 ? message('There is no pod {0}.', wanted) : message('There is no pod {0}; there are {1}.', wanted, near.join(', ')),
    language,
  );
}

export function isRefusal(value: object): value is Refusal {
  return 'type' in value && value.type === 'refused';
}
