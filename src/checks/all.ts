import { message } from '../base/message.ts';
import type { Allocation } from '../engine/allocation.ts';
import { nameOf } from '../manifests/metadata.ts';
import type { Place } from '../manifests/place.ts';
import type { Correction, Deletion } from '../manifests/problems.ts';
import type { DocumentFacts } from '../manifests/read.ts';
import type { Resource } from '../manifests/resource.ts';
import { ipamConfigurationRefused } from './calico/ipamConfigurationRefused.ts';
import { addressNotAvailable } from './calico/addressNotAvailable.ts';
import { noCalicoPool } from './calico/noPool.ts';
import { calicoPoolRefused } from './calico/poolRefused.ts';
import { calicoSelectorInvalid } from './calico/selectorInvalid.ts';
import { unknownCalicoPool } from './calico/unknownPool.ts';
import type { Check, Problem, Rule } from './findings/check.ts';
import { CheckContext } from './shared/context.ts';
import { corefileRefused } from './dns/corefile.ts';
import { invalidName } from './dns/invalidName.ts';
import { dnsServerAddress } from './dns/serverAddress.ts';
import { statefulSetService } from './dns/statefulSetService.ts';
import { unknownName } from './dns/unknownName.ts';
import { wrongPort } from './dns/wrongPort.ts';
import type { Controls } from './findings/controls.ts';
import { severities as order, type Finding, type Fix, type Severity } from './findings/finding.ts';
import { replacing } from './findings/fixes.ts';
import { unknownIngressPort } from './ingress/unknownPort.ts';
import { unknownIngressService } from './ingress/unknownService.ts';
import { competingLoadBalancer } from './metallb/competingLoadBalancer.ts';
import { deviceOwnsPool } from './metallb/deviceOwnsPool.ts';
import { metallbNamespace } from './metallb/namespace.ts';
import { notAdvertised } from './metallb/notAdvertised.ts';
import { metallbRefused } from './metallb/refused.ts';
import { unknownAnnotation } from './metallb/unknownAnnotation.ts';
import { unknownPool } from './metallb/unknownPool.ts';
import { unknownPortName } from './port/unknownName.ts';
import { portOfSomePods } from './port/somePods.ts';
import { duplicatePort } from './port/duplicate.ts';
import { policyNoMatch } from './policy/noMatch.ts';
import { rangeDisagrees } from './range/disagrees.ts';
import { documentationAddress } from './range/documentationAddress.ts';
import { hostBits } from './range/hostBits.ts';
import { invalidRange } from './range/invalid.ts';
import { notPrivate } from './range/notPrivate.ts';
import { otherCluster, otherClusterProblems } from './range/otherCluster.ts';
import { outsideSubnet } from './range/outsideSubnet.ts';
import { rangeOverlap } from './range/overlap.ts';
import { specialAddress } from './range/specialAddress.ts';
import { tooSmall } from './range/tooSmall.ts';
import { duplicateResource } from './resource/duplicate.ts';
import { noManifests } from './resource/noManifests.ts';
import { resourceAt } from './findings/resourceAt.ts';
import { selectorNoMatch } from './selector/noMatch.ts';
import { invalidSelector } from './selector/invalid.ts';
import { mixedWorkloads } from './selector/mixedWorkloads.ts';
import { stolenPods } from './selector/stolenPods.ts';
import { templateMismatch } from './selector/templateMismatch.ts';
import { mixedProtocols } from './service/mixedProtocols.ts';
import { noSelector } from './service/noSelector.ts';
import { servicePending } from './service/pending.ts';
import { serviceRefused } from './service/refused.ts';
import { reservedAddress } from './service/reservedAddress.ts';
import { reservedNodePort } from './service/reservedNodePort.ts';
import { sharedAddress } from './service/sharedAddress.ts';
import { unusedSuppression } from './suppression/unused.ts';
import { podLimit } from './yaml/podLimit.ts';
import { readingRules } from './yaml/reading.ts';

/** In the order in which their findings come. */
const checks: readonly Check[] = [
  invalidRange,
  hostBits,
  rangeOverlap,
  specialAddress,
  outsideSubnet,
  tooSmall,
  rangeDisagrees,
  notPrivate,
  documentationAddress,
  calicoPoolRefused,
  calicoSelectorInvalid,
  ipamConfigurationRefused,
  noCalicoPool,
  unknownCalicoPool,
  addressNotAvailable,
  metallbRefused,
  metallbNamespace,
  notAdvertised,
  unknownPool,
  unknownAnnotation,
  deviceOwnsPool,
  competingLoadBalancer,
  servicePending,
  sharedAddress,
  serviceRefused,
  reservedAddress,
  reservedNodePort,
  mixedProtocols,
  noSelector,
  corefileRefused,
  dnsServerAddress,
  selectorNoMatch,
  templateMismatch,
  invalidSelector,
  stolenPods,
  mixedWorkloads,
  policyNoMatch,
  unknownPortName,
  portOfSomePods,
  duplicatePort,
  unknownIngressService,
  unknownIngressPort,
  invalidName,
  unknownName,
  wrongPort,
  statefulSetService,
  duplicateResource,
  noManifests,
  podLimit,
];

/** Every rule once, in the order of the documentation. */
export const rules: readonly Rule[] = [
  ...Object.values(readingRules),
  ...checks.filter(({ code }) => !Object.hasOwn(readingRules, code)),
  otherCluster,
  unusedSuppression,
];

/** Every code that a finding may have, in the same order. */
export const checkCodes: readonly string[] = rules.map(({ code }) => code);

/** What the checks find in one cluster, in the order of the checks and then of the manifests. Nothing is suppressed yet. */
export function runChecks(allocation: Allocation, controls: Controls): readonly Finding[] {
  const context = new CheckContext(allocation);
  const findings: Finding[] = [];
  for (const check of checks) {
    if (controls.isOffEverywhere(check.code)) continue;
    for (const problem of check.run(context)) {
      const setting = controls.severityOf(check.code, problem.place.document.file);
      if (setting !== 'off') findings.push(findingOf(check, setting, problem, context));
    }
  }
  return findings;
}

/** What only several clusters together show, with the index of the cluster that it is said of. Nothing is suppressed yet. */
export function overallProblems(
  allocations: readonly Allocation[],
  controls: Controls,
): readonly { readonly index: number; readonly finding: Finding }[] {
  if (allocations.length < 2 || controls.isOffEverywhere(otherCluster.code)) return [];
  return [...otherClusterProblems(allocations)].flatMap(({ allocation, ...problem }) => {
    const setting = controls.severityOf(otherCluster.code, problem.place.document.file);
    return setting === 'off'
      ? []
      : [{ index: allocations.indexOf(allocation), finding: findingOf(otherCluster, setting, problem, allocation) }];
  });
}

/** What the reader found in one document. Nothing is suppressed yet. */
export function readingFindings(facts: DocumentFacts, controls: Controls): readonly Finding[] {
  return facts.problems.flatMap(({ code, message: text, place, related = [], corrections = [], deletions = [] }): readonly Finding[] => {
    const severity = controls.severityOf(code, facts.document.file) ?? readingRules[code].severity;
    if (severity === 'off') return [];
    const resource = resourceIn(facts, place);
    return [
      {
        code,
        severity,
        message: text,
        place,
        related,
        resource: resource === undefined ? '' : nameOf(resource),
        cluster: '',
        fixes: fixesOf(corrections, deletions),
      },
    ];
  });
}

function fixesOf(corrections: readonly Correction[], deletions: readonly Deletion[]): readonly Fix[] {
  const only = corrections.length + deletions.length === 1;
  return [
    ...corrections.map(({ title, ...edit }) => replacing(title, only, edit)),
    ...deletions.map(({ title, ...edit }): Fix => ({ title, preferred: only, edits: [{ kind: 'delete', ...edit }] })),
  ];
}

/** The resource of a document that a place lies in. A stretch of text is no field of a resource, but a document of one resource is all that resource's. */
export function resourceIn({ resources }: Pick<DocumentFacts, 'resources'>, place: Place): Resource | undefined {
  return place.path === undefined && resources.length === 1 ? resources[0] : resources.find(({ root }) => holds(root, place));
}

function findingOf(
  { code, severity }: Rule,
  setting: Severity | undefined,
  problem: Problem,
  { cluster }: Pick<Allocation, 'cluster'>,
): Finding {
  const { place, doubt } = problem;
  const resource = resourceAt(cluster, place);
  const certain = setting ?? problem.severity ?? severity;
  return {
    code,
    severity: doubt === undefined ? certain : weaker(certain, 'hint'),
    message: doubt === undefined ? problem.message : message('{0} ({1})', problem.message, doubt),
    place,
    related: problem.related ?? [],
    resource: resource === undefined ? '' : nameOf(resource),
    cluster: cluster.name,
    fixes: problem.fixes ?? [],
  };
}

function weaker(one: Severity, other: Severity): Severity {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

function holds(root: Resource['root'], { path }: Place): boolean {
  return path !== undefined && root.every((step, index) => step === path[index]);
}
