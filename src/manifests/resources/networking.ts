import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { FieldPlace } from '../place.ts';

/** networking.k8s.io/v1 Ingress, and the older shapes of `extensions/v1beta1` and `networking.k8s.io/v1beta1`. */
export interface IngressResource extends ResourceBase {
  readonly type: 'Ingress';
  /** `spec.ingressClassName`, else the annotation that came before it. */
  readonly ingressClassName: string | undefined;
  /** `spec.defaultBackend`, once `spec.backend`. */
  readonly defaultBackend: IngressBackend | undefined;
  readonly rules: readonly IngressRule[];
  /** `spec.tls[].hosts`, one list an entry. */
  readonly tlsHosts: readonly (readonly string[])[];
  /** `spec.tls[].secretName`; empty where none is written. */
  readonly tlsSecrets: readonly string[];
}

export interface IngressRule {
  readonly host: string | undefined;
  readonly paths: readonly IngressPath[];
}

export interface IngressPath {
  readonly path: string | undefined;
  readonly pathType: string | undefined;
  /** Absent in a half-typed manifest. */
  readonly backend: IngressBackend | undefined;
}

export interface IngressBackend {
  /** Absent: the backend is another resource, or not yet typed. In the Ingress's own namespace. */
  readonly serviceName: string | undefined;
  /** Number or name of a port of the Service (not a target port); a number in quotes is a name. */
  readonly port: number | string | undefined;
  /** No port is begun to be written. */
  readonly lacksPort?: true;
  /** Of the name and of the port's number or name, wherever this version of the kind has them; the backend itself while they are not written. */
  readonly serviceNamePlace: FieldPlace;
  readonly portPlace: FieldPlace;
}

/** networking.k8s.io/v1 NetworkPolicy. Paths are those of the manifest: `spec.ingress[0].from[1].podSelector`. */
export interface NetworkPolicyResource extends ResourceBase {
  readonly type: 'NetworkPolicy';
  /** The pods of its namespace that it is for; absent or empty: all. */
  readonly podSelector: LabelSelector | undefined;
  /** Absent: Ingress, and Egress when there is an `egress`. */
  readonly policyTypes: readonly string[] | undefined;
  readonly ingress: readonly NetworkPolicyRule[];
  readonly egress: readonly NetworkPolicyRule[];
  /** Whether each of the two lists is written, be it empty. */
  readonly writes: { readonly ingress: boolean; readonly egress: boolean };
}

export interface NetworkPolicyRule {
  /** `from` of an ingress rule, `to` of an egress rule; empty: everybody. */
  readonly peers: readonly NetworkPolicyPeer[];
  /** Empty: all. */
  readonly ports: readonly NetworkPolicyPort[];
}

export interface NetworkPolicyPeer {
  /** With a `namespaceSelector`: of the namespaces that it selects, else of the policy's own. */
  readonly podSelector: LabelSelector | undefined;
  readonly namespaceSelector: LabelSelector | undefined;
  readonly ipBlock: { readonly cidr: string | undefined; readonly except: readonly string[] } | undefined;
}

export interface NetworkPolicyPort {
  /** As written, `TCP` when absent. */
  readonly protocol: string;
  /** A number, a container port's name, or absent: all. */
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

/** projectcalico.org/v3 NetworkPolicy and GlobalNetworkPolicy, also under crd.projectcalico.org/v1. Selectors are texts of Calico's own language, as written. */
export interface CalicoNetworkPolicyResource extends ResourceBase {
  readonly type: 'CalicoNetworkPolicy';
  /** A GlobalNetworkPolicy has no namespace and holds in all, or in those that `namespaceSelector` selects. */
  readonly global: boolean;
  /** Absent: all. */
  readonly selector: string | undefined;
  readonly namespaceSelector: string | undefined;
  readonly serviceAccountSelector: string | undefined;
  readonly order: number | undefined;
  readonly tier: string | undefined;
  /** `Ingress`, `Egress`; absent: by which rules there are. */
  readonly types: readonly string[] | undefined;
  readonly ingress: readonly CalicoRule[];
  readonly egress: readonly CalicoRule[];
  /** `doNotTrack`, `preDNAT` or `applyOnForward`, the first that is true: it is about hosts. Absent: none. */
  readonly forHosts: 'doNotTrack' | 'preDNAT' | 'applyOnForward' | undefined;
}

export interface CalicoRule {
  readonly action: string | undefined;
  readonly protocol: string | number | undefined;
  readonly notProtocol: string | number | undefined;
  /** 4 or 6; absent: both. */
  readonly ipVersion: number | undefined;
  /** `icmp`, `notICMP` or `http` is written. */
  readonly icmp: boolean;
  readonly http: boolean;
  readonly source: CalicoEntityRule;
  readonly destination: CalicoEntityRule;
}

export interface CalicoEntityRule {
  readonly selector: string | undefined;
  readonly notSelector: string | undefined;
  readonly namespaceSelector: string | undefined;
  readonly nets: readonly string[];
  readonly notNets: readonly string[];
  /** Numbers, ranges (`1000:2000`) and names, as written. */
  readonly ports: readonly string[];
  readonly notPorts: readonly string[];
  readonly domains: readonly string[];
  /** `serviceAccounts`; absent: not asked. */
  readonly serviceAccounts: { readonly names: readonly string[]; readonly selector: string | undefined } | undefined;
  /** `services.name` and `services.namespace`: the endpoints of a Service. */
  readonly serviceName: string | undefined;
  readonly serviceNamespace: string | undefined;
}

/** projectcalico.org/v3 Tier. */
export interface TierResource extends ResourceBase {
  readonly type: 'Tier';
  /** Absent: behind all that have one. */
  readonly order: number | undefined;
  /** `Deny` when absent. */
  readonly defaultAction: string | undefined;
}

/** projectcalico.org/v3 NetworkSet and GlobalNetworkSet: addresses with labels, which selectors find as they find pods. */
export interface NetworkSetResource extends ResourceBase {
  readonly type: 'NetworkSet';
  /** As written. */
  readonly nets: readonly string[];
}

/** networking.k8s.io/v1 IngressClass. */
export interface IngressClassResource extends ResourceBase {
  readonly type: 'IngressClass';
  readonly controller: string | undefined;
}
