import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A kind as discovery tells it: `deployments` of `apps/v1`. */
interface Kind {
  readonly groupVersion: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const kind = (groupVersion: string, plural: string, name: string, namespaced = true): Kind => ({
  groupVersion,
  plural,
  kind: name,
  namespaced,
});

/** Those of a cluster without MetalLB, Calico and the Gateway API. */
const kinds: readonly Kind[] = [
  kind('v1', 'nodes', 'Node', false),
  kind('v1', 'namespaces', 'Namespace', false),
  kind('v1', 'services', 'Service'),
  kind('v1', 'pods', 'Pod'),
  kind('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice'),
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((name) => kind('apps/v1', `${name.toLowerCase()}s`, name)),
  kind('batch/v1', 'jobs', 'Job'),
  kind('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy'),
  kind('networking.k8s.io/v1', 'ingresses', 'Ingress'),
  kind('networking.k8s.io/v1', 'ingressclasses', 'IngressClass', false),
  kind('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
];

/** How the cluster answers: all of it; nothing to who may not; pods to nobody; or not in the time of this test. */
export type Manner = 'all' | 'forbidden' | 'no-pods' | 'silent';

/** The part of an API server that `kubectl get --output yaml` needs, with what it was asked. */
export class FakeCluster {
  manner: Manner = 'all';
  /** Method and path of each question about objects. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #objects: Readonly<Record<string, readonly object[]>>;

  /** `objects` by their plural: `services`. */
  constructor(objects: Readonly<Record<string, readonly object[]>>) {
    this.#objects = objects;
    this.#server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const send = (status: number, body: object) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      const discovered = discovery(path);
      if (discovered !== undefined) {
        send(200, discovered);
        return;
      }
      this.asked.push(`${request.method ?? ''} ${path}`);
      const asked = kinds.find(({ groupVersion, plural }) => path === `${rootOf(groupVersion)}/${plural}`);
      if (this.manner === 'silent') return;
      if (asked === undefined) send(404, refusal(404, 'NotFound', 'the server could not find the requested resource'));
      else if (this.manner === 'forbidden' || (this.manner === 'no-pods' && asked.plural === 'pods'))
        send(403, refusal(403, 'Forbidden', `${asked.plural} is forbidden: User "clerk" cannot list resource "${asked.plural}"`));
      else send(200, { kind: `${asked.kind}List`, apiVersion: asked.groupVersion, metadata: {}, items: this.#items(asked) });
    });
  }

  /** The address that it listens on. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #items({ plural, kind: name, groupVersion }: Kind): readonly object[] {
    return (this.#objects[plural] ?? []).map((each) => ({ apiVersion: groupVersion, kind: name, ...each }));
  }
}

function discovery(path: string): object | undefined {
  const groups = [...new Set(kinds.map(({ groupVersion }) => groupVersion))].filter((groupVersion) => groupVersion.includes('/'));
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((groupVersion) => {
        const [name, version] = groupVersion.split('/');
        return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
      }),
    };
  const groupVersion = ['v1', ...groups].find((each) => path === rootOf(each));
  if (groupVersion === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    groupVersion,
    resources: kinds
      .filter((each) => each.groupVersion === groupVersion)
      .map(({ plural, kind: name, namespaced }) => ({ name: plural, singularName: '', namespaced, kind: name, verbs: ['get', 'list'] })),
  };
}

function rootOf(groupVersion: string): string {
  return groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
}

function refusal(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code };
}
