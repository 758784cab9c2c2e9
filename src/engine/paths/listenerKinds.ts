import type { GatewayListener } from '../../manifests/resources/gateway.ts';

/** Whether a listener takes routes of a kind: those that it names, else those of its protocol. */
export function takesKind({ allowedKinds, protocol }: GatewayListener, kind: string): boolean {
  return (allowedKinds.length > 0 ? allowedKinds : (kindsOfProtocol[protocol.toUpperCase()] ?? [])).includes(kind);
}

/** kubernetes-sigs/gateway-api apis/v1/gateway_types.go `ProtocolType`; geps/gep-1713, gep-2643 */
export const kindsOfProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};
