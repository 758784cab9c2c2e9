import { printableJson } from '../../base/text.ts';
import { sourceJson } from '../../service/json/findingJson.ts';
import type { ExplainedAnswer, PortRoute, RouteAnswer, RouteQuestion } from '../../service/questions.ts';

/** `route --format json`, contract version 1 (docs/json.md). */
export function writeRouteJson({ address, port, protocol, from }: RouteQuestion, { routes, missing }: RouteAnswer): string {
  const question = { address, port: port ?? null, protocol: protocol ?? null, from };
  const answer = { version: 1, question, routes: routes.map(routeJson), missing: missing === undefined ? null : explained(missing) };
  return printableJson(answer);
}

function routeJson(route: PortRoute): object {
  const { service, destination, node, port, portName, protocol, nodePort, outcome, endpoints, affinitySeconds } = route;
  return {
    service,
    destination,
    node: node ?? null,
    port,
    portName: portName ?? null,
    protocol,
    nodePort: nodePort ?? null,
    outcome,
    endpoints: endpoints.map((endpoint) => ({
      ip: endpoint.ip,
      port: endpoint.port,
      pod: endpoint.pod ?? null,
      node: endpoint.node ?? null,
      share: endpoint.share,
    })),
    sessionAffinity: affinitySeconds === undefined ? null : { type: 'ClientIP', timeoutSeconds: affinitySeconds },
    ...explained(route),
  };
}

function explained({ certainty, reason, because }: ExplainedAnswer): object {
  return { certainty, reason, because: because.map(sourceJson) };
}
