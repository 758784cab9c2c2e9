import { ipamConfigurationRefused } from './calico/ipamConfigurationRefused.ts';
import { addressNotAvailable } from './calico/addressNotAvailable.ts';
import { poolWithoutNAT } from './calico/noNAT.ts';
import { noCalicoPool } from './calico/noPool.ts';
import { calicoNotRead } from './calico/notRead.ts';
import { calicoPoolRefused } from './calico/poolRefused.ts';
import { calicoSelectorInvalid } from './calico/selectorInvalid.ts';
import { unknownCalicoPool } from './calico/unknownPool.ts';
import { calicoNodeVariable } from './calico/nodeVariable.ts';
import type { Check, Rule, ResourceCheck } from './findings/check.ts';
import { clusterNamesAtTheirPlace, corefileAtItsPlace, corefileRefused } from './dns/corefile.ts';
import { clusterNamesLost } from './dns/clusterNames.ts';
import { domainDisagrees } from './dns/domainDisagrees.ts';
import { invalidName } from './dns/invalidName.ts';
import { dnsServerAddress } from './dns/serverAddress.ts';
import { statefulSetService } from './dns/statefulSetService.ts';
import { unknownName } from './dns/unknownName.ts';
import { wrongPort } from './dns/wrongPort.ts';
import { noDNSServer } from './dns/noServer.ts';
import { namesOfHostNetwork } from './dns/otherResolver.ts';
import { kustomizeUnknownPath } from './kustomize/unknownPath.ts';
import { kustomizeInvalid } from './kustomize/invalid.ts';
import { kustomizeUnreadable } from './kustomize/unreadable.ts';
import { kustomizeDuplicate } from './kustomize/duplicate.ts';
import { kustomizePatch } from './kustomize/patch.ts';
import { kustomizeGenerator } from './kustomize/generator.ts';
import { kustomizeReplacement } from './kustomize/replacement.ts';
import { kustomizeTrap } from './kustomize/trap.ts';
import { kustomizeNotRendered } from './kustomize/notRendered.ts';
import { gitOpsDependencyCycle } from './gitops/dependencyCycle.ts';
import { gitOpsNotRendered } from './gitops/notRendered.ts';
import { gitOpsRefused } from './gitops/refused.ts';
import { gitOpsSubstitution } from './gitops/substitution.ts';
import { gitOpsNotPermitted } from './gitops/notPermitted.ts';
import { gitOpsUnknownObject } from './gitops/unknownObject.ts';
import { gitOpsUnknownPath } from './gitops/unknownPath.ts';
import { gitOpsUnreadable } from './gitops/unreadable.ts';
import { helmTemplate } from './helm/template.ts';
import { helmValues } from './helm/values.ts';
import { helmChart } from './helm/chart.ts';
import { helmNotRendered } from './helm/notRendered.ts';
import { unknownIngressPort } from './ingress/unknownPort.ts';
import { gatewayBackend } from './gateway/backend.ts';
import { gatewayCertificate } from './gateway/certificate.ts';
import { gatewayParent } from './gateway/parent.ts';
import { ingressAmbiguous } from './ingress/ambiguous.ts';
import { ingressCertificate } from './ingress/certificate.ts';
import { ingressRefused } from './ingress/refused.ts';
import { unknownClass } from './ingress/unknownClass.ts';
import { unknownIngressService } from './ingress/unknownService.ts';
import { edgeCreateOptions } from './iot-edge/createOptions.ts';
import { edgeModuleName } from './iot-edge/moduleName.ts';
import { edgeNoImage } from './iot-edge/noImage.ts';
import { edgeRefusedObject } from './iot-edge/refusedObject.ts';
import { edgeDroppedPort } from './iot-edge/droppedPort.ts';
import { edgeIgnoredSetting } from './iot-edge/ignoredSetting.ts';
import { edgeUnknownModule } from './iot-edge/unknownModule.ts';
import { edgeProxyPort } from './iot-edge/proxyPort.ts';
import { edgeHubWithoutPorts } from './iot-edge/hubWithoutPorts.ts';
import { competingLoadBalancer } from './metallb/competingLoadBalancer.ts';
import { deviceOwnsPool } from './metallb/deviceOwnsPool.ts';
import { metallbNamespace } from './metallb/namespace.ts';
import { notAdvertised } from './metallb/notAdvertised.ts';
import { strictARP } from './metallb/strictARP.ts';
import { metallbNotRead } from './metallb/notRead.ts';
import { metallbRefused } from './metallb/refused.ts';
import { unknownAnnotation } from './metallb/unknownAnnotation.ts';
import { unknownPool } from './metallb/unknownPool.ts';
import { unknownPeer } from './metallb/unknownPeer.ts';
import { unknownPortName } from './port/unknownName.ts';
import { portOfSomePods } from './port/somePods.ts';
import { oneDigitOff } from './port/oneDigitOff.ts';
import { duplicatePort } from './port/duplicate.ts';
import { monitoredPort } from './port/unknownMonitored.ts';
import { policyNoMatch } from './policy/noMatch.ts';
import { policyRefused } from './policy/refused.ts';
import { policyServicePort } from './policy/servicePort.ts';
import { policyOtherNamespace } from './policy/otherNamespace.ts';
import { policyClientAddress } from './policy/clientAddress.ts';
import { egressWithoutDNS } from './policy/egressWithoutDNS.ts';
import { policyNoEffect } from './policy/noEffect.ts';
import { policyBlockedLink } from './policy/blockedLink.ts';
import { policyIngressController } from './policy/ingressController.ts';
import { policyPodRange } from './policy/podRange.ts';
import { policyDefaultEgress } from './policy/defaultEgress.ts';
import { policyNeverReached } from './policy/neverReached.ts';
import { rangeDisagrees } from './range/disagrees.ts';
import { documentationAddress } from './range/documentationAddress.ts';
import { hostBits } from './range/hostBits.ts';
import { invalidRange } from './range/invalid.ts';
import { notPrivate } from './range/notPrivate.ts';
import { otherCluster } from './range/otherCluster.ts';
import { outsideSubnet } from './range/outsideSubnet.ts';
import { rangeOverlap } from './range/overlap.ts';
import { specialAddress } from './range/specialAddress.ts';
import { tooSmall } from './range/tooSmall.ts';
import { duplicateResource } from './resource/duplicate.ts';
import { resourceUnknownAnnotation } from './resource/unknownAnnotation.ts';
import { unknownKind } from './resource/unknownKind.ts';
import { resourceRefused } from './resource/refused.ts';
import { unknownTarget } from './resource/unknownTarget.ts';
import { noManifests } from './resource/noManifests.ts';
import { selectorNoMatch } from './selector/noMatch.ts';
import { selectorNoNamespace } from './selector/noNamespace.ts';
import { selectorNoTarget } from './selector/noTarget.ts';
import { invalidSelector } from './selector/invalid.ts';
import { mixedWorkloads } from './selector/mixedWorkloads.ts';
import { noRoom } from './workload/noRoom.ts';
import { unschedulable } from './workload/unschedulable.ts';
import { unknownNetwork } from './workload/unknownNetwork.ts';
import { stolenPods } from './selector/stolenPods.ts';
import { templateMismatch } from './selector/templateMismatch.ts';
import { mixedProtocols } from './service/mixedProtocols.ts';
import { noSelector } from './service/noSelector.ts';
import { writtenEndpoints } from './service/writtenEndpoints.ts';
import { servicePending } from './service/pending.ts';
import { ignoredAnnotation } from './calico/ignoredAnnotation.ts';
import { noLoadBalancer } from './service/noLoadBalancer.ts';
import { notAnnounced } from './service/notAnnounced.ts';
import { oneFamily } from './service/oneFamily.ts';
import { noServiceAddresses } from './service/noAddresses.ts';
import { clientsElsewhere } from './service/clientsElsewhere.ts';
import { serviceLBPort } from './service/servicelbPort.ts';
import { serviceRefused } from './service/refused.ts';
import { reservedAddress } from './service/reservedAddress.ts';
import { reservedNodePort } from './service/reservedNodePort.ts';
import { externalIPTaken } from './service/externalIPTaken.ts';
import { sharedAddress } from './service/sharedAddress.ts';
import { unusedSuppression } from './suppression/unused.ts';
import { podLimit } from './yaml/podLimit.ts';
import { madeReadingChecks, readingChecks } from './yaml/reading.ts';

/** In the order in which their findings come. */
export const checks: readonly (Check | ResourceCheck)[] = [
  kustomizeUnknownPath,
  kustomizeInvalid,
  kustomizeUnreadable,
  kustomizeDuplicate,
  kustomizePatch,
  kustomizeGenerator,
  kustomizeReplacement,
  kustomizeTrap,
  kustomizeNotRendered,
  gitOpsUnknownPath,
  gitOpsNotPermitted,
  gitOpsUnknownObject,
  gitOpsSubstitution,
  gitOpsRefused,
  gitOpsUnreadable,
  gitOpsDependencyCycle,
  gitOpsNotRendered,
  helmTemplate,
  helmValues,
  helmChart,
  helmNotRendered,
  edgeCreateOptions,
  edgeNoImage,
  edgeModuleName,
  edgeRefusedObject,
  edgeDroppedPort,
  edgeIgnoredSetting,
  edgeUnknownModule,
  edgeProxyPort,
  edgeHubWithoutPorts,
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
  calicoNotRead,
  noCalicoPool,
  poolWithoutNAT,
  ignoredAnnotation,
  unknownCalicoPool,
  calicoNodeVariable,
  addressNotAvailable,
  metallbRefused,
  metallbNamespace,
  notAdvertised,
  strictARP,
  metallbNotRead,
  unknownPool,
  unknownPeer,
  unknownAnnotation,
  deviceOwnsPool,
  competingLoadBalancer,
  servicePending,
  noLoadBalancer,
  oneFamily,
  noServiceAddresses,
  serviceLBPort,
  notAnnounced,
  clientsElsewhere,
  sharedAddress,
  externalIPTaken,
  serviceRefused,
  reservedAddress,
  reservedNodePort,
  mixedProtocols,
  noSelector,
  writtenEndpoints,
  corefileRefused,
  clusterNamesLost,
  domainDisagrees,
  dnsServerAddress,
  selectorNoMatch,
  selectorNoNamespace,
  selectorNoTarget,
  templateMismatch,
  invalidSelector,
  stolenPods,
  mixedWorkloads,
  unschedulable,
  noRoom,
  unknownNetwork,
  policyNoMatch,
  policyRefused,
  policyServicePort,
  policyOtherNamespace,
  policyClientAddress,
  egressWithoutDNS,
  policyNoEffect,
  policyBlockedLink,
  policyIngressController,
  policyPodRange,
  policyDefaultEgress,
  policyNeverReached,
  unknownPortName,
  portOfSomePods,
  oneDigitOff,
  duplicatePort,
  monitoredPort,
  unknownIngressService,
  unknownIngressPort,
  ingressRefused,
  ingressAmbiguous,
  ingressCertificate,
  unknownClass,
  gatewayBackend,
  gatewayCertificate,
  gatewayParent,
  invalidName,
  unknownName,
  wrongPort,
  namesOfHostNetwork,
  noDNSServer,
  statefulSetService,
  duplicateResource,
  unknownKind,
  resourceUnknownAnnotation,
  resourceRefused,
  unknownTarget,
  noManifests,
  podLimit,
  ...madeReadingChecks,
];

export const documentChecks: readonly Check<'document'>[] = [...readingChecks, corefileAtItsPlace, clusterNamesAtTheirPlace];
export const workspaceChecks: readonly Check<'workspace'>[] = [otherCluster];
export const suppressionChecks: readonly Check<'suppression'>[] = [unusedSuppression];

/** Every rule once, in the order of the documentation. */
export const rules: readonly Rule[] = [
  ...readingChecks,
  ...checks.filter(({ code }) => !readingChecks.some((check) => check.code === code)),
  ...workspaceChecks,
  ...suppressionChecks,
];

/** Every code that a finding may have, in the same order. */
export const checkCodes: readonly string[] = rules.map(({ code }) => code);
