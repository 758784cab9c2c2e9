import type { Cluster } from '../../src/manifests/cluster.ts';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { readDocument, type DocumentFacts } from '../../src/manifests/read.ts';
import type { Resource, ResourceOf, ResourceType } from '../../src/manifests/resource.ts';

/** What a file of YAML text says. */
export function factsOf(text: string, file = 'test.yaml'): readonly DocumentFacts[] {
  return splitDocuments(file, text).documents.map(readDocument);
}

/** All of the texts' manifests as one cluster, in order, each text a file of its own. Fails on text that cannot be read, since then the test is wrong. */
export function clusterOf(...texts: readonly string[]): Cluster {
  const facts = texts.flatMap((text, index) => factsOf(text, `${String.fromCharCode(97 + index)}.yaml`));
  const problem = facts.flatMap(({ problems }) => problems)[0];
  if (problem !== undefined)
    throw new Error(`The test's own YAML has a problem: ${problem.message.key} ${JSON.stringify(problem.message.args)}`);
  return { name: 'test', root: '', resources: facts.flatMap(({ resources }) => resources), unknowns: [] };
}

/** The single manifest of a text, of the type that the test needs. */
export function resourceOf<T extends ResourceType>(type: T, text: string): ResourceOf<T> {
  const [resource] = clusterOf(text).resources.filter((candidate: Resource): candidate is ResourceOf<T> => candidate.type === type);
  if (resource === undefined) throw new Error(`The test's own YAML holds no ${type}.`);
  return resource;
}
