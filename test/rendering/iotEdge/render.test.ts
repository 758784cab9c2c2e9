import assert from 'node:assert/strict';
import type { AllocatedService } from '../../../src/engine/allocation.ts';
import { formatAddress } from '../../../src/base/ip.ts';
import { binding, deployment, device, edgeModule, layer } from '../../support/modules.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

function clusterOf(files: Readonly<Record<string, string>>) {
  const snapshot = new RenderedWorkspace({ 'edge.yaml': device, ...files }).refreshed();
  const [cluster] = snapshot.clusters;
  assert.ok(cluster !== undefined);
  return cluster.allocation;
}

/** Services of modules, by name: type, ports, external addresses. */
function servicesOf(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    clusterOf(files)
      .services.filter(({ resource }) => resource !== undefined)
      .map((service) => [service.name, said(service)]),
  );
}

function said({ type, ports, loadBalancer }: AllocatedService): string {
  const targets = ports.map(({ name, protocol, port, targetPort }) => `${name ?? ''} ${port}->${targetPort}/${protocol}`);
  return [type, ...targets, ...(loadBalancer?.ips ?? []).map(formatAddress)].join(', ');
}

const web = edgeModule(binding({ '80/tcp': '8080' }));

describe('the modules of a device', () => {
  it('have a Service each where their create options name a port, the hub the first address', () => {
    assert.deepEqual(
      servicesOf({
        'deployment.json': deployment({
          web,
          gauge: edgeModule({ ExposedPorts: { '9100/tcp': {} } }),
          panel: edgeModule({ ExposedPorts: { '3000/tcp': {} }, ...binding({ '3000/tcp': '80', '53/udp': '53' }) }),
          logger: edgeModule({}),
          cache: edgeModule(binding({ '6379': '6379' }, { 'k8s-experimental': { serviceOptions: { Type: 'clusterip' } } })),
        }),
      }),
      {
        edgehub:
          'LoadBalancer, hostport-443-tcp 443->443/TCP, hostport-5671-tcp 5671->5671/TCP, hostport-8883-tcp 8883->8883/TCP, 10.40.8.20',
        web: 'LoadBalancer, hostport-80-tcp 8080->80/TCP, 10.40.8.21',
        gauge: 'ClusterIP, exposedport-9100-tcp 9100->9100/TCP',
        panel: 'LoadBalancer, exposedport-3000-tcp 3000->3000/TCP, hostport-3000-tcp 80->3000/TCP, hostport-53-udp 53->53/UDP, 10.40.8.22',
        cache: 'ClusterIP, hostport-6379-tcp 6379->6379/TCP',
      },
    );
  });

  it('are made alike of options in any form', () => {
    const options = binding({ '80/tcp': '8080' });
    const text = JSON.stringify(options);
    for (const settings of [
      { createOptions: options },
      { createOptions: text },
      { createOptions: text.slice(0, 20), createOptions01: text.slice(20, 30), createOptions02: text.slice(30) },
      { createOptions: "{ hostconfig: { 'portbindings': { '80/tcp': [{ hostport: 8080 }] } } } // as on Docker" },
    ])
      assert.equal(
        servicesOf({ 'deployment.json': deployment({ web: { type: 'docker', settings: { image: 'x', ...settings } } }) })['web'],
        'LoadBalancer, hostport-80-tcp 8080->80/TCP, 10.40.8.21',
      );
  });

  it('are called in small letters, without what a name cannot have', () => {
    const { pods } = clusterOf({ 'deployment.json': deployment({ Line_Store: web }) });
    assert.ok(pods.some(({ namespace, owner }) => namespace === 'iotedge' && owner.name === 'linestore'));
  });

  it('may take each other’s address where several ask, but not the hub’s, nor one that is asked for', () => {
    const { services } = clusterOf({
      'deployment.json': deployment({
        web,
        other: web,
        fixed: edgeModule(binding({ '80/tcp': '80' }, { 'k8s-experimental': { serviceOptions: { loadBalancerIP: '10.40.8.27' } } })),
      }),
    });
    assert.deepEqual(
      services.flatMap(({ name, loadBalancer }) => (loadBalancer === undefined ? [] : [`${name} ${loadBalancer.explanation.certainty}`])),
      ['edgehub predicted', 'web possible', 'other possible', 'fixed fixed'],
    );
  });

  it('keep their Service when they are stopped', () => {
    const { pods, services } = clusterOf({ 'deployment.json': deployment({ web: { ...web, status: 'stopped' } }) });
    assert.ok(services.some(({ name }) => name === 'web'));
    assert.ok(!pods.some(({ owner }) => owner.name === 'web'));
  });

  it('share an address by the key of their labels', () => {
    const shared = { Labels: { 'metallb.universe.tf/allow-shared-ip': 'k', 'MetalLB.Universe.tf/loadBalancerIPs': '10.40.8.25' } };
    const services = servicesOf({
      'deployment.json': deployment({
        a: edgeModule(binding({ '80/tcp': '80' }, shared)),
        b: edgeModule(binding({ '80/tcp': '81' }, shared)),
      }),
    });
    assert.match(services['a'] ?? '', /10\.40\.8\.25$/);
    assert.match(services['b'] ?? '', /10\.40\.8\.25$/);
  });

  it('are those of one manifest, whatever forms a solution has', () => {
    const files = {
      'deployment.debug.template.json': deployment({ web, debugger: web }),
      'deployment.template.json': deployment({ web }),
      'config/deployment.amd64.json': deployment({ web, old: web }),
    };
    assert.deepEqual(Object.keys(servicesOf(files)), ['edgehub', 'web']);
  });

  it('are joined by those of layers, over a hub that is not here where no standard manifest is', () => {
    assert.deepEqual(Object.keys(servicesOf({ 'deployment.json': deployment({ web }), 'layer.json': layer({ extra: web }) })), [
      'edgehub',
      'web',
      'extra',
    ]);
    assert.deepEqual(Object.keys(servicesOf({ 'layer.json': layer({ extra: web }) })), ['edgehub', 'extra']);
  });

  it('count once beside what a manifest of the cluster shows of them', () => {
    const services = servicesOf({
      'deployment.json': deployment({ web }),
      'hub.yaml': `apiVersion: v1
kind: Service
metadata: { name: edgehub, namespace: iotedge }
spec: { type: LoadBalancer, selector: { net.azure-devices.edge.module: edgehub }, ports: [{ port: 443 }] }
status: { loadBalancer: { ingress: [{ ip: 10.40.8.24 }] } }
`,
    });
    assert.deepEqual(services, {
      edgehub: 'LoadBalancer,  443->443/TCP, 10.40.8.24',
      web: 'LoadBalancer, hostport-80-tcp 8080->80/TCP, 10.40.8.20',
    });
  });

  it('are in no other cluster than that of a device', () => {
    for (const profile of ['profile: k3s', 'profile: custom', 'podSubnet: 10.0.0.0/16']) {
      const { services } = clusterOf({
        'edge.yaml': device.replace('profile: azure-stack-edge', profile),
        'deployment.json': deployment({ web }),
      });
      assert.ok(!services.some(({ namespace }) => namespace === 'iotedge'), profile);
    }
  });

  it('follow an edit of their manifest', () => {
    const workspace = new RenderedWorkspace({ 'edge.yaml': device, 'deployment.json': deployment({ web }) });
    const names = () =>
      workspace
        .refreshed()
        .clusters[0]?.allocation.services.filter(({ namespace }) => namespace === 'iotedge')
        .map(said);
    assert.equal(names()?.[1], 'LoadBalancer, hostport-80-tcp 8080->80/TCP, 10.40.8.21');
    workspace.write('deployment.json', deployment({ web: edgeModule(binding({ '80/tcp': '9090' })) }));
    assert.equal(names()?.[1], 'LoadBalancer, hostport-80-tcp 9090->80/TCP, 10.40.8.21');
    workspace.write('deployment.json', undefined);
    assert.deepEqual(names(), []);
  });

  it('have no objects where the Service is refused for its name, and a Deployment where there is none', () => {
    const { services, pods } = clusterOf({ 'deployment.json': deployment({ '3d': web, '4d': edgeModule({}), web }) });
    assert.deepEqual(
      services.filter(({ resource }) => resource !== undefined).map(({ name }) => name),
      ['edgehub', 'web'],
    );
    assert.deepEqual(pods.map(({ owner }) => owner.name.replace(/-[a-z0-9]+$/, '')).sort(), ['4d', 'edgeagent', 'edgehub', 'web']);
  });
});
