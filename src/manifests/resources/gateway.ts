import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { FieldPath } from '../place.ts';

/** gateway.networking.k8s.io Gateway. */
export interface GatewayResource extends ResourceBase {
  readonly type: 'Gateway';
  readonly gatewayClassName: string | undefined;
  readonly listeners: readonly GatewayListener[];
}

export interface GatewayListener {
  readonly name: string;
  readonly port: number;
  /** `Same` when absent. */
  readonly allowedNamespaces: string;
  readonly namespaceSelector: LabelSelector | undefined;
}

/** HTTPRoute, GRPCRoute, TCPRoute, TLSRoute, UDPRoute. */
export interface RouteResource extends ResourceBase {
  readonly type: 'Route';
  readonly parents: readonly RouteParent[];
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

export interface RouteBackend {
  /** Empty when absent: the core group. */
  readonly group: string;
  /** `Service` when absent. */
  readonly kind: string;
  readonly name: string;
  /** Absent: the route's own. */
  readonly namespace: string | undefined;
  readonly port: number | undefined;
  /** From the route to the backend. */
  readonly path: FieldPath;
}

export interface ReferenceGrantResource extends ResourceBase {
  readonly type: 'ReferenceGrant';
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  /** A name that is absent is any. */
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name: string | undefined }[];
}
