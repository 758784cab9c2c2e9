import calicoAddressNotAvailable from './calico/address-not-available.md';
import calicoIpamConfigurationRefused from './calico/ipam-configuration-refused.md';
import calicoNoNat from './calico/no-nat.md';
import calicoNoPool from './calico/no-pool.md';
import calicoNotRead from './calico/not-read.md';
import calicoPoolRefused from './calico/pool-refused.md';
import calicoSelectorInvalid from './calico/selector-invalid.md';
import calicoUnknownPool from './calico/unknown-pool.md';
import dnsCorefile from './dns/corefile.md';
import dnsInvalidName from './dns/invalid-name.md';
import dnsServerAddress from './dns/server-address.md';
import dnsStatefulsetService from './dns/statefulset-service.md';
import dnsUnknownName from './dns/unknown-name.md';
import dnsWrongPort from './dns/wrong-port.md';
import kustomizeUnknownPath from './kustomize/unknown-path.md';
import kustomizeInvalid from './kustomize/invalid.md';
import kustomizeUnreadable from './kustomize/unreadable.md';
import kustomizeDuplicate from './kustomize/duplicate.md';
import kustomizePatch from './kustomize/patch.md';
import kustomizeGenerator from './kustomize/generator.md';
import kustomizeReplacement from './kustomize/replacement.md';
import kustomizeTrap from './kustomize/trap.md';
import kustomizeNotRendered from './kustomize/not-rendered.md';
import gitopsDependencyCycle from './gitops/dependency-cycle.md';
import gitopsNotRendered from './gitops/not-rendered.md';
import gitopsRefused from './gitops/refused.md';
import gitopsSubstitution from './gitops/substitution.md';
import gitopsNotPermitted from './gitops/not-permitted.md';
import gitopsUnknownObject from './gitops/unknown-object.md';
import gitopsUnknownPath from './gitops/unknown-path.md';
import gitopsUnreadable from './gitops/unreadable.md';
import helmTemplate from './helm/template.md';
import helmValues from './helm/values.md';
import helmChart from './helm/chart.md';
import helmNotRendered from './helm/not-rendered.md';
import ingressUnknownPort from './ingress/unknown-port.md';
import ingressUnknownService from './ingress/unknown-service.md';
import iotEdgeCreateOptions from './iot-edge/create-options.md';
import iotEdgeDroppedPort from './iot-edge/dropped-port.md';
import iotEdgeHubWithoutPorts from './iot-edge/hub-without-ports.md';
import iotEdgeIgnoredSetting from './iot-edge/ignored-setting.md';
import iotEdgeNoImage from './iot-edge/no-image.md';
import iotEdgeModuleName from './iot-edge/module-name.md';
import iotEdgeProxyPort from './iot-edge/proxy-port.md';
import iotEdgeRefusedObject from './iot-edge/refused-object.md';
import iotEdgeUnknownModule from './iot-edge/unknown-module.md';
import metallbCompetingLoadBalancer from './metallb/competing-load-balancer.md';
import metallbDeviceOwnsPool from './metallb/device-owns-pool.md';
import metallbNamespace from './metallb/namespace.md';
import metallbNotAdvertised from './metallb/not-advertised.md';
import metallbRefused from './metallb/refused.md';
import metallbUnknownAnnotation from './metallb/unknown-annotation.md';
import metallbUnknownPool from './metallb/unknown-pool.md';
import workloadUnknownNetwork from './workload/unknown-network.md';
import serviceExternalIpTaken from './service/external-ip-taken.md';
import workloadNoRoom from './workload/no-room.md';
import portOneDigitOff from './port/one-digit-off.md';
import ingressRefused from './ingress/refused.md';
import ingressAmbiguous from './ingress/ambiguous.md';
import ingressCertificate from './ingress/certificate.md';
import ingressUnknownClass from './ingress/unknown-class.md';
import policyNoMatch from './policy/no-match.md';
import portDuplicate from './port/duplicate.md';
import portSomePods from './port/some-pods.md';
import portUnknownName from './port/unknown-name.md';
import rangeDisagrees from './range/disagrees.md';
import rangeDocumentationAddress from './range/documentation-address.md';
import rangeHostBits from './range/host-bits.md';
import rangeInvalid from './range/invalid.md';
import rangeNotPrivate from './range/not-private.md';
import rangeOtherCluster from './range/other-cluster.md';
import rangeOutsideSubnet from './range/outside-subnet.md';
import rangeOverlap from './range/overlap.md';
import rangeSpecialAddress from './range/special-address.md';
import rangeTooSmall from './range/too-small.md';
import resourceDuplicate from './resource/duplicate.md';
import resourceNoManifests from './resource/no-manifests.md';
import resourceWrongType from './resource/wrong-type.md';
import selectorInvalid from './selector/invalid.md';
import selectorMixedWorkloads from './selector/mixed-workloads.md';
import selectorNoMatch from './selector/no-match.md';
import selectorStolenPods from './selector/stolen-pods.md';
import selectorTemplateMismatch from './selector/template-mismatch.md';
import serviceMixedProtocols from './service/mixed-protocols.md';
import serviceNoSelector from './service/no-selector.md';
import servicePending from './service/pending.md';
import serviceRefused from './service/refused.md';
import serviceReservedAddress from './service/reserved-address.md';
import serviceReservedNodePort from './service/reserved-node-port.md';
import serviceSharedAddress from './service/shared-address.md';
import suppressionUnused from './suppression/unused.md';
import yamlAmbiguousScalar from './yaml/ambiguous-scalar.md';
import yamlDuplicateKey from './yaml/duplicate-key.md';
import yamlLimit from './yaml/limit.md';
import yamlSyntax from './yaml/syntax.md';
import yamlUnreadable from './yaml/unreadable.md';
import { parsePage, type RulePage } from './findings/rulePage.ts';
import policyRefused from './policy/refused.md';
import serviceWrittenEndpoints from './service/written-endpoints.md';
import policyServicePort from './policy/service-port.md';
import policyOtherNamespace from './policy/other-namespace.md';
import selectorNoNamespace from './selector/no-namespace.md';
import policyClientAddress from './policy/client-address.md';
import policyEgressWithoutDns from './policy/egress-without-dns.md';
import policyNoEffect from './policy/no-effect.md';
import policyBlockedLink from './policy/blocked-link.md';
import policyIngressController from './policy/ingress-controller.md';
import policyPodRange from './policy/pod-range.md';
import policyDefaultEgress from './policy/default-egress.md';
import policyNeverReached from './policy/never-reached.md';
import dnsClusterNames from './dns/cluster-names.md';
import dnsDomainDisagrees from './dns/domain-disagrees.md';
import dnsNoServer from './dns/no-server.md';
import dnsOtherResolver from './dns/other-resolver.md';
import metallbStrictArp from './metallb/strict-arp.md';
import metallbNotRead from './metallb/not-read.md';
import metallbUnknownPeer from './metallb/unknown-peer.md';
import calicoIgnoredAnnotation from './calico/ignored-annotation.md';
import serviceNoLoadBalancer from './service/no-load-balancer.md';
import serviceOneFamily from './service/one-family.md';
import serviceNoAddresses from './service/no-addresses.md';
import serviceClientsElsewhere from './service/clients-elsewhere.md';
import serviceNotAnnounced from './service/not-announced.md';
import serviceServicelbPort from './service/servicelb-port.md';
import calicoNodeVariable from './calico/node-variable.md';
import gatewayBackend from './gateway/backend.md';
import gatewayCertificate from './gateway/certificate.md';
import gatewayParent from './gateway/parent.md';
import selectorNoTarget from './selector/no-target.md';
import portUnknownMonitored from './port/unknown-monitored.md';
import resourceRefused from './resource/refused.md';
import resourceUnknownTarget from './resource/unknown-target.md';
import resourceUnknownField from './resource/unknown-field.md';
import resourceUnknownAnnotation from './resource/unknown-annotation.md';
import resourceUnknownKind from './resource/unknown-kind.md';
import workloadUnschedulable from './workload/unschedulable.md';

/**
 * The page of every rule, by code. For docs/checks.md and the command line: the texts are a fifth of what the checks weigh, so nothing that the editor loads imports this.
 * A new rule has its page beside it, `<code>.md`, and a line here.
 */
export const rulePages: ReadonlyMap<string, RulePage> = new Map(
  Object.entries({
    'calico/address-not-available': calicoAddressNotAvailable,
    'calico/ipam-configuration-refused': calicoIpamConfigurationRefused,
    'calico/no-pool': calicoNoPool,
    'calico/no-nat': calicoNoNat,
    'calico/not-read': calicoNotRead,
    'calico/pool-refused': calicoPoolRefused,
    'calico/selector-invalid': calicoSelectorInvalid,
    'calico/unknown-pool': calicoUnknownPool,
    'dns/corefile': dnsCorefile,
    'dns/invalid-name': dnsInvalidName,
    'dns/server-address': dnsServerAddress,
    'dns/statefulset-service': dnsStatefulsetService,
    'dns/unknown-name': dnsUnknownName,
    'dns/wrong-port': dnsWrongPort,
    'kustomize/unknown-path': kustomizeUnknownPath,
    'kustomize/invalid': kustomizeInvalid,
    'kustomize/unreadable': kustomizeUnreadable,
    'kustomize/duplicate': kustomizeDuplicate,
    'kustomize/patch': kustomizePatch,
    'kustomize/generator': kustomizeGenerator,
    'kustomize/replacement': kustomizeReplacement,
    'kustomize/trap': kustomizeTrap,
    'kustomize/not-rendered': kustomizeNotRendered,
    'gitops/unknown-path': gitopsUnknownPath,
    'gitops/not-permitted': gitopsNotPermitted,
    'gitops/unknown-object': gitopsUnknownObject,
    'gitops/substitution': gitopsSubstitution,
    'gitops/refused': gitopsRefused,
    'gitops/unreadable': gitopsUnreadable,
    'gitops/dependency-cycle': gitopsDependencyCycle,
    'gitops/not-rendered': gitopsNotRendered,
    'helm/template': helmTemplate,
    'helm/values': helmValues,
    'helm/chart': helmChart,
    'helm/not-rendered': helmNotRendered,
    'ingress/unknown-port': ingressUnknownPort,
    'ingress/unknown-service': ingressUnknownService,
    'iot-edge/create-options': iotEdgeCreateOptions,
    'iot-edge/dropped-port': iotEdgeDroppedPort,
    'iot-edge/hub-without-ports': iotEdgeHubWithoutPorts,
    'iot-edge/ignored-setting': iotEdgeIgnoredSetting,
    'iot-edge/no-image': iotEdgeNoImage,
    'iot-edge/module-name': iotEdgeModuleName,
    'iot-edge/proxy-port': iotEdgeProxyPort,
    'iot-edge/refused-object': iotEdgeRefusedObject,
    'iot-edge/unknown-module': iotEdgeUnknownModule,
    'metallb/competing-load-balancer': metallbCompetingLoadBalancer,
    'metallb/device-owns-pool': metallbDeviceOwnsPool,
    'metallb/namespace': metallbNamespace,
    'metallb/not-advertised': metallbNotAdvertised,
    'metallb/refused': metallbRefused,
    'metallb/unknown-annotation': metallbUnknownAnnotation,
    'metallb/unknown-pool': metallbUnknownPool,
    'policy/no-match': policyNoMatch,
    'port/duplicate': portDuplicate,
    'port/some-pods': portSomePods,
    'port/unknown-name': portUnknownName,
    'range/disagrees': rangeDisagrees,
    'range/documentation-address': rangeDocumentationAddress,
    'range/host-bits': rangeHostBits,
    'range/invalid': rangeInvalid,
    'range/not-private': rangeNotPrivate,
    'range/other-cluster': rangeOtherCluster,
    'range/outside-subnet': rangeOutsideSubnet,
    'range/overlap': rangeOverlap,
    'range/special-address': rangeSpecialAddress,
    'range/too-small': rangeTooSmall,
    'resource/duplicate': resourceDuplicate,
    'resource/no-manifests': resourceNoManifests,
    'resource/wrong-type': resourceWrongType,
    'selector/invalid': selectorInvalid,
    'selector/mixed-workloads': selectorMixedWorkloads,
    'selector/no-match': selectorNoMatch,
    'selector/stolen-pods': selectorStolenPods,
    'selector/template-mismatch': selectorTemplateMismatch,
    'service/mixed-protocols': serviceMixedProtocols,
    'service/no-selector': serviceNoSelector,
    'service/pending': servicePending,
    'service/refused': serviceRefused,
    'service/reserved-address': serviceReservedAddress,
    'service/reserved-node-port': serviceReservedNodePort,
    'service/shared-address': serviceSharedAddress,
    'suppression/unused': suppressionUnused,
    'yaml/ambiguous-scalar': yamlAmbiguousScalar,
    'yaml/duplicate-key': yamlDuplicateKey,
    'yaml/limit': yamlLimit,
    'yaml/syntax': yamlSyntax,
    'yaml/unreadable': yamlUnreadable,
    'policy/refused': policyRefused,
    'service/written-endpoints': serviceWrittenEndpoints,
    'policy/service-port': policyServicePort,
    'policy/other-namespace': policyOtherNamespace,
    'selector/no-namespace': selectorNoNamespace,
    'policy/client-address': policyClientAddress,
    'policy/egress-without-dns': policyEgressWithoutDns,
    'policy/no-effect': policyNoEffect,
    'policy/blocked-link': policyBlockedLink,
    'policy/ingress-controller': policyIngressController,
    'policy/pod-range': policyPodRange,
    'policy/default-egress': policyDefaultEgress,
    'policy/never-reached': policyNeverReached,
    'dns/cluster-names': dnsClusterNames,
    'dns/domain-disagrees': dnsDomainDisagrees,
    'dns/other-resolver': dnsOtherResolver,
    'dns/no-server': dnsNoServer,
    'metallb/strict-arp': metallbStrictArp,
    'metallb/not-read': metallbNotRead,
    'metallb/unknown-peer': metallbUnknownPeer,
    'calico/ignored-annotation': calicoIgnoredAnnotation,
    'service/no-load-balancer': serviceNoLoadBalancer,
    'service/one-family': serviceOneFamily,
    'service/no-addresses': serviceNoAddresses,
    'service/not-announced': serviceNotAnnounced,
    'service/servicelb-port': serviceServicelbPort,
    'service/clients-elsewhere': serviceClientsElsewhere,
    'service/external-ip-taken': serviceExternalIpTaken,
    'calico/node-variable': calicoNodeVariable,
    'gateway/backend': gatewayBackend,
    'gateway/certificate': gatewayCertificate,
    'gateway/parent': gatewayParent,
    'selector/no-target': selectorNoTarget,
    'port/unknown-monitored': portUnknownMonitored,
    'resource/refused': resourceRefused,
    'resource/unknown-target': resourceUnknownTarget,
    'resource/unknown-annotation': resourceUnknownAnnotation,
    'resource/unknown-kind': resourceUnknownKind,
    'resource/unknown-field': resourceUnknownField,
    'workload/unschedulable': workloadUnschedulable,
    'ingress/refused': ingressRefused,
    'ingress/ambiguous': ingressAmbiguous,
    'ingress/certificate': ingressCertificate,
    'ingress/unknown-class': ingressUnknownClass,
    'port/one-digit-off': portOneDigitOff,
    'workload/no-room': workloadNoRoom,
    'workload/unknown-network': workloadUnknownNetwork,
  }).map(([code, text]) => [code, parsePage(code, text)]),
);

/** Throws for a code that no rule has. */
export function pageOf(code: string): RulePage {
  const page = rulePages.get(code);
  if (page === undefined) throw new Error(`The rule ${code} has no page in src/checks/pages.ts.`);
  return page;
}
