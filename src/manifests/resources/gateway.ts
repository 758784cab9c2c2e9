import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { FieldPath } from '../place.ts';

/** gateway.networking.k8s.io Gateway. */
export interface GatewayResource extends ResourceBase {
  readonly type: 'Gateway';
  readonly gatewayClassName: string | undefined;
  /** `status.addresses`, else `spec.addresses`, as written. */
  readonly addresses: readonly string[];
  readonly listeners: readonly GatewayListener[];
  /** Which ListenerSets may add listeners, by their namespaces: `None` when absent. */
  readonly allowedListeners: AllowedNamespaces;
}

/** ListenerSet, and the XListenerSet of before: listeners that somebody else adds to a Gateway. */
export interface ListenerSetResource extends ResourceBase {
  readonly type: 'ListenerSet';
  readonly parent: RouteParent;
  readonly listeners: readonly GatewayListener[];
}

/** `from` as written: `All`, `Same`, `Selector`, `None`. */
export interface AllowedNamespaces {
  readonly from: string;
  readonly selector: LabelSelector | undefined;
}

export interface GatewayListener {
  readonly name: string;
  readonly port: number;
  /** As written: `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`. */
  readonly protocol: string;
  /** Absent or empty: every host. */
  readonly hostname: string | undefined;
  readonly tls: ListenerTLS | undefined;
  /** `allowedRoutes.kinds`, of other groups as `group/Kind`; empty: those of the protocol. */
  readonly allowedKinds: readonly string[];
  /** `Same` when absent. */
  readonly allowedNamespaces: string;
  readonly namespaceSelector: LabelSelector | undefined;
}

export interface ListenerTLS {
  /** `Terminate` when absent. */
  readonly mode: string;
  /** By `certificateRefs` or `options`. */
  readonly withCertificate: boolean;
  /** Those of `certificateRefs` that are Secrets. */
  readonly certificates: readonly CertificateSecret[];
}

export interface CertificateSecret {
  readonly name: string;
  /** Absent: that of the listener. */
  readonly namespace: string | undefined;
  /** From the resource to the reference. */
  readonly path: FieldPath;
}

/** HTTPRoute, GRPCRoute, TCPRoute, TLSRoute, UDPRoute; and the IngressRoute, IngressRouteTCP and IngressRouteUDP of Traefik, which have no parents. */
export interface RouteResource extends ResourceBase {
  readonly type: 'Route';
  readonly parents: readonly RouteParent[];
  /** Empty: those of the listener. */
  readonly hostnames: readonly string[];
  readonly rules: readonly RouteRule[];
  /** Of all rules. */
  readonly backends: readonly RouteBackend[];
}

export interface RouteParent {
  /** `Gateway` when absent. */
  readonly kind: string;
  readonly name: string;
  /** Absent: the route's own. */
  readonly namespace: string | undefined;
  readonly sectionName: string | undefined;
  readonly port: number | undefined;
}

export interface RouteRule {
  /** One is enough; empty: everything. */
  readonly matches: readonly RouteMatch[];
  readonly backends: readonly RouteBackend[];
  /** It answers with the way to somewhere else. */
  readonly redirects: boolean;
}

export interface RouteMatch {
  /** Absent: every path. */
  readonly path: { readonly type: string; readonly value: string } | undefined;
  readonly method: string | undefined;
  /** Headers and query parameters that must be there. */
  readonly headers: readonly RouteMatchValue[];
  readonly queryParams: readonly RouteMatchValue[];
}

export interface RouteMatchValue {
  /** `Exact` when absent. */
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

export interface RouteBackend {
  /** Empty when absent: the core group. */
  readonly group: string;
  /** `Service` when absent. */
  readonly kind: string;
  readonly name: string;
  /** Absent: the route's own. */
  readonly namespace: string | undefined;
  /** 0: one that is not told by its number. */
  readonly port: number | undefined;
  /** 1 when absent; 0: nothing goes there. */
  readonly weight: number;
  /** From the route to the backend. */
  readonly path: FieldPath;
}

export interface ReferenceGrantResource extends ResourceBase {
  readonly type: 'ReferenceGrant';
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  /** A name that is absent is any. */
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name: string | undefined }[];
}
