import { message, sentences } from '../../base/message.ts';
import type { CorefileProblem } from '../../engine/coredns/corefileTokens.ts';
import {
  dnsServerOf,
  impliedCorefile,
  linesOf,
  placeOfProblem,
  problemsOfCorefile,
  spanOfProblem,
  systemConfigMap,
} from '../../engine/coredns/server.ts';
import { nearestOf } from '../../base/nearest.ts';
import { configMapsNamed, resourcesWhere } from '../../manifests/cluster.ts';
import { isCorefile } from '../../manifests/fileNames.ts';
import { keyPlaceOf, partOf, placeOf, type Place } from '../../manifests/place.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { Check, Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { leftPlaceholders } from '../shared/dns/leftPlaceholders.ts';
import { neverAsked, placeOfImported } from '../shared/dns/neverAsked.ts';
import { hidden, isTemplate } from './clusterNames.ts';

/** A key in other letters: the Deployment of CoreDNS mounts `Corefile` alone. coredns/deployment kubernetes/coredns.yaml.sed, k3s-io/k3s manifests/coredns.yaml */
function* misspeltKey({ cluster }: CheckContext): Generator<Problem> {
  const map = systemConfigMap(cluster, 'coredns');
  if (map === undefined || map.data['Corefile'] !== undefined) return;
  const [key, ...others] = map.misspeltCorefile;
  if (key === undefined || others.length > 0) return;
  const place = keyPlaceOf(map, 'data', key);
  yield {
    place,
    message: message(
      'CoreDNS mounts the key Corefile of this ConfigMap, and there is only {0}: its pods do not start, so that no name resolves.',
      key,
    ),
    fixes: [replacing(message('Write {0}', 'Corefile'), true, { place, replaces: key, text: 'Corefile' })],
  };
}

/** Of other namespaces nothing is mounted. k3s-io/k3s manifests/coredns.yaml, Azure/AKS coredns-custom */
function* elsewhere({ cluster }: CheckContext): Generator<Problem> {
  for (const map of configMapsNamed(cluster, 'coredns-custom')) {
    const { namespace } = map.metadata;
    if (namespace === undefined || namespace === 'kube-system') continue;
    const place = placeOf(map, 'metadata', 'namespace');
    yield {
      place,
      severity: 'warning',
      message: message('CoreDNS reads {0} of namespace kube-system alone, and never this one.', map.metadata.name),
      fixes: [replacing(message('Write {0}', 'kube-system'), true, { place, replaces: namespace, text: 'kube-system' })],
    };
  }
}

/** Of what products import, keys and the name of the ConfigMap that are a slip. k3s-io/k3s manifests/coredns.yaml, learn.microsoft.com/azure/aks/coredns-custom */
function* misspeltImports({ cluster }: CheckContext): Generator<Problem> {
  const custom = systemConfigMap(cluster, 'coredns-custom');
  for (const key of Object.keys(custom?.data ?? {})) {
    const [, start = '', ending = ''] = /^(.*\.)([a-z]+)$/i.exec(key) ?? [];
    const meant = imported.includes(ending) ? undefined : nearestOf(ending.toLowerCase(), imported);
    if (custom === undefined || meant === undefined) continue;
    const place = keyPlaceOf(custom, 'data', key);
    yield {
      place,
      severity: 'warning',
      message: message('CoreDNS imports keys that end in .server or .override, and passes over {0}.', key),
      fixes: [replacing(message('Write {0}', start + meant), true, { place, replaces: key, text: start + meant })],
    };
  }
  if (custom !== undefined) return;
  for (const map of misnamed(cluster)) {
    const place = placeOf(map, 'metadata', 'name');
    yield {
      place,
      severity: 'warning',
      message: message('CoreDNS imports from ConfigMap {0}, and never reads {1}.', 'coredns-custom', map.metadata.name),
      fixes: [replacing(message('Write {0}', 'coredns-custom'), true, { place, replaces: map.metadata.name, text: 'coredns-custom' })],
    };
  }
}

const imported = ['server', 'override'];

/** ConfigMaps in kube-system with keys that only CoreDNS imports, whose name has the same words, or is a letter off. */
const misnamed = resourcesWhere(
  (resource) =>
    resource.type === 'ConfigMap' &&
    /^(custom-coredns|core-?dns-?customs?|coredns-custom-config|coredns-cutsom|corends-custom)$/.test(resource.metadata.name) &&
    resource.metadata.name !== 'coredns-custom' &&
    (resource.metadata.namespace ?? 'kube-system') === 'kube-system' &&
    /^\s{1,20}["']?[\w.-]{1,60}\.(server|override)["']?:/m.test(resource.document.text),
);

export const corefileRefused: Check = {
  code: 'dns/corefile',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    yield* misspeltKey(context);
    yield* elsewhere(context);
    yield* misspeltImports(context);
    const { allocation, cluster } = context;
    const server = dnsServerOf(allocation);
    const text = server.resource?.data['Corefile'];
    if (isTemplate(text ?? '')) {
      if (server.resource !== undefined) yield* leftPlaceholders(server.resource, context);
      return;
    }
    yield* refusals(
      server.problems,
      (problem) => placeOfImported(cluster, text ?? impliedCorefile(allocation), problem) ?? placeOfProblem(server, problem),
    );
    if (server.refusal !== undefined || (text === undefined && systemConfigMap(cluster, 'coredns-custom') === undefined)) return;
    for (const problem of neverAsked(context, server, text ?? impliedCorefile(allocation))) yield { severity: 'warning', ...problem };
  },
};

/** A file of that name, by itself. */
export const corefileAtItsPlace: Check<'document'> = {
  code: 'dns/corefile',
  scope: 'document',
  severity: 'error',
  *run(facts: DocumentFacts): Generator<Problem> {
    if (isJudged(facts)) yield* refusals(problemsOfCorefile(facts.document.text).problems, (problem) => placeIn(facts, problem));
  },
};

/** As far as the file by itself tells. */
export const clusterNamesAtTheirPlace: Check<'document'> = {
  code: 'dns/cluster-names',
  scope: 'document',
  severity: 'error',
  *run(facts: DocumentFacts): Generator<Problem> {
    if (!isJudged(facts)) return;
    const { corefile, problems } = problemsOfCorefile(facts.document.text);
    if (problems.some(({ kind }) => kind === 'refused')) return;
    for (const { line, message: text, severity } of hidden({ corefile })) {
      const place = placeIn(facts, { line, message: text, kind: 'refused' });
      if (place !== undefined) yield { place, message: text, severity };
    }
  },
};

function isJudged({ document: { file, text } }: DocumentFacts): boolean {
  return isCorefile(file) && !isTemplate(text);
}

function placeIn({ document }: DocumentFacts, problem: CorefileProblem): Place | undefined {
  const span = spanOfProblem(linesOf(document.text), problem);
  return span === undefined ? undefined : { document, path: undefined, ...span };
}

function* refusals(problems: readonly CorefileProblem[], placeOfEach: (problem: CorefileProblem) => Place | undefined): Generator<Problem> {
  for (const problem of problems.filter(({ kind }) => kind === 'refused').slice(0, mostTold)) {
    const place = placeOfEach(problem);
    if (place === undefined) continue;
    const { slip } = problem;
    yield {
      place,
      message: sentences(message('CoreDNS does not start with this Corefile, so that no name resolves.'), problem.message),
      fixes:
        slip === undefined
          ? []
          : [
              replacing(message('Write {0}', slip.meant), true, {
                place: partOf(place, 0, slip.written.length),
                replaces: slip.written,
                text: slip.meant,
              }),
            ],
    };
  }
}

/** CoreDNS itself gives up at the first. */
const mostTold = 100;
