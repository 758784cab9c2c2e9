import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { resolvePlace } from '../../../src/analysis/resolve.ts';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { binding, deployment, device, edgeModule, layer, type Deployed } from '../../support/modules.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';
import { LineIndex } from '../../../src/base/text.ts';

/** `severity code @ what is underlined`, each with its message behind a bar. */
function found(files: Readonly<Record<string, string>>): readonly string[] {
  const workspace = new RenderedWorkspace(files);
  const snapshot = workspace.refreshed();
  return [...workspace.files].flatMap(([path]) =>
    findingsOf(snapshot, path).map((finding) => {
      const at = resolvePlace(snapshot, finding.place);
      assert.ok(at !== undefined);
      const text = workspace.files.get(at.path) ?? '';
      const lines = new LineIndex(text);
      const underlined = text.slice(lines.offsetAt(at.start), lines.offsetAt(at.end));
      return `${finding.severity} ${finding.code} @ ${underlined} | ${english.say(finding.message)}`;
    }),
  );
}

const onDevice = (modules: Readonly<Record<string, object>>, more: Deployed = {}) =>
  found({ 'edge.yaml': device, 'deployment.json': deployment(modules, more) });
/** Without the messages. */
const places = (findings: readonly string[]) => findings.map((each) => each.slice(0, each.indexOf(' | ')));
const withSettings = (settings: object) => ({ web: { type: 'docker', settings: { image: 'x', ...settings } } });

describe('iot-edge/create-options', () => {
  for (const [what, settings, place] of [
    ['a text that ends too early', { createOptions: '{"HostConfig":{' }, '{'],
    ['text behind the end', { createOptions: '{}', createOptions01: '}' }, '}'],
    ['a gap in the parts', { createOptions: '{', createOptions02: '}' }, '"createOptions02"'],
    ['a first part with a number', { createOptions01: '{}' }, '"createOptions01"'],
    ['another key with the word', { createOptions: '{}', createOptionsOld: '{}' }, '"createOptionsOld"'],
    ['a binding without a list', { createOptions: '{"HostConfig":{"PortBindings":{"80/tcp":{"HostPort":"80"}}}}' }, '80/tcp'],
    ['exposed ports in a list', { createOptions: { ExposedPorts: ['80/tcp'] } }, '"ExposedPorts"'],
    ['a list', { createOptions: '[]' }, '[]'],
  ] as const)
    it(`reports ${what} at its place, also where no device is`, () => {
      const text = deployment(withSettings(settings));
      assert.deepEqual(places(found({ 'edge.yaml': device, 'deployment.json': text })), [`error iot-edge/create-options @ ${place}`]);
      assert.deepEqual(places(found({ 'deployment.json': text })), [`error iot-edge/create-options @ ${place}`]);
    });

  for (const createOptions of ['', '{}', 'null', "{ /* no ports */ 'Env': ['A=b',], }", '{"HostConfig": ${OPTIONS}}', {}])
    it(`says nothing of ${JSON.stringify(createOptions)}`, () => assert.deepEqual(onDevice(withSettings({ createOptions })), []));
});

describe('iot-edge/no-image', () => {
  it('reports modules without one, also where no device is', () => {
    const without = { web: { type: 'docker', settings: { createOptions: '{}' } } };
    assert.deepEqual(onDevice(without), [
      'error iot-edge/no-image @ "web" | Module web has no image (settings.image). The agent refuses the whole deployment: no module is made or changed.',
    ]);
    assert.deepEqual(places(found({ 'deployment.json': deployment(without) })), ['error iot-edge/no-image @ "web"']);
    assert.deepEqual(places(onDevice({ web: { type: 'docker', settings: { image: ' ' } } })), ['error iot-edge/no-image @ " "']);
  });
  it('says nothing of one that is filled in later', () =>
    assert.deepEqual(onDevice({ web: { type: 'docker', settings: { image: '${MODULES.web}' } } }), []));
});

describe('iot-edge/module-name', () => {
  it('reports names that become one, at the second', () =>
    assert.deepEqual(onDevice({ cam_1: edgeModule(), cam1: edgeModule() }), [
      'error iot-edge/module-name @ "cam1" | Modules cam_1 and cam1 have the same name in the cluster, cam1. The agent refuses the whole deployment: no module is made or changed.',
    ]));
  it('reports one that becomes the hub’s, and one that no object can have', () => {
    assert.deepEqual(places(onDevice({ EdgeHub: edgeModule() })), ['error iot-edge/module-name @ "EdgeHub"']);
    assert.deepEqual(places(onDevice({ '-x': edgeModule() })), ['error iot-edge/module-name @ "-x"']);
  });
});

describe('iot-edge/refused-object', () => {
  for (const [what, modules, place] of [
    [
      'one container port on two host ports',
      { web: edgeModule({ HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '80' }, { HostPort: '81' }] } } }) },
      '80/tcp',
    ],
    ['a host port beyond the last', { web: edgeModule(binding({ '80/tcp': '70000' })) }, '70000'],
    ['a leading digit', { '3d': edgeModule(binding({ '80/tcp': '80' })) }, '"3d"'],
    ['a colon in the name of a variable', { web: edgeModule({ Env: ['A:B=c'] }) }, 'A:B'],
  ] as const)
    it(`reports ${what}`, () => assert.deepEqual(places(onDevice(modules)), [`error iot-edge/refused-object @ ${place}`]));
  it('says nothing of a digit where there is no Service', () => assert.deepEqual(onDevice({ '3d': edgeModule() }), []));
});

describe('iot-edge/dropped-port', () => {
  it('reports each port of which nothing is made, at what is wrong with it', () =>
    assert.deepEqual(
      places(
        onDevice({
          web: edgeModule({
            ExposedPorts: { 'tcp/80': {} },
            ...binding({ '80/http': '80', '81/tcp': '8000-8005', '82/tcp': '', '83': '83' }),
          }),
        }),
      ),
      [
        'warning iot-edge/dropped-port @ tcp/80',
        'warning iot-edge/dropped-port @ 80/http',
        'warning iot-edge/dropped-port @ 8000-8005',
        'warning iot-edge/dropped-port @ ',
      ],
    ));
  it('reports what another port of the same number takes the place of', () =>
    assert.deepEqual(onDevice({ dns: edgeModule(binding({ '53/tcp': '53', '53/udp': '53' })) }), [
      'warning iot-edge/dropped-port @ 53/tcp | The Service of module dns has no port for 53/tcp: the agent keeps one port of a number, and 53/udp has the same one.',
    ]));
  it('says nothing of a port that is filled in later, nor of one that is exposed and bound alike', () => {
    assert.deepEqual(onDevice({ web: edgeModule(binding({ '80/tcp': '${PORT}' })) }), []);
    assert.deepEqual(onDevice({ web: edgeModule({ ExposedPorts: { '80/tcp': {} }, ...binding({ '80/tcp': '80' }) }) }), []);
  });
});

describe('iot-edge/ignored-setting', () => {
  for (const [what, options, place] of [
    ['a section with another name', { k8sExperimental: {} }, 'k8sExperimental'],
    ['one with a large letter', { 'K8s-experimental': {} }, 'K8s-experimental'],
    ['the name of the first texts', { 'k8s-extensions': {} }, 'k8s-extensions'],
    ['the section in another place', { HostConfig: { 'k8s-experimental': {} } }, 'k8s-experimental'],
    ['a section that is a text', { 'k8s-experimental': '{}' }, 'k8s-experimental'],
    ['a setting that there is not', { 'k8s-experimental': { 'service-options': {} } }, 'service-options'],
    ['a type that no Service has', { 'k8s-experimental': { serviceOptions: { type: 'Internal' } } }, 'Internal'],
    ['exposed ports of the host', { HostConfig: { ExposedPorts: { '80/tcp': {} } } }, 'ExposedPorts'],
  ] as const)
    it(`reports ${what}`, () =>
      assert.deepEqual(places(onDevice({ web: edgeModule(options) })), [`warning iot-edge/ignored-setting @ ${place}`]));
  it('weighs settings of Docker’s network by what is lost', () => {
    const networking = { NetworkingConfig: { EndpointsConfig: { host: {} } } };
    assert.deepEqual(places(onDevice({ web: edgeModule({ HostConfig: { ExtraHosts: ['db:10.0.0.1'] } }) })), [
      'warning iot-edge/ignored-setting @ ExtraHosts',
    ]);
    assert.deepEqual(places(onDevice({ web: edgeModule(networking) })), ['information iot-edge/ignored-setting @ NetworkingConfig']);
    assert.deepEqual(onDevice({ web: edgeModule({ HostConfig: { NetworkMode: 'host' }, ...networking }) }), []);
  });
  it('reports the section beside the options', () =>
    assert.deepEqual(places(onDevice(withSettings({ 'k8s-experimental': {} }))), [
      'warning iot-edge/ignored-setting @ "k8s-experimental"',
    ]));
  it('says nothing where no device is', () =>
    assert.deepEqual(found({ 'deployment.json': deployment({ web: edgeModule({ k8sExperimental: {} }) }) }), []));
});

describe('iot-edge/unknown-module', () => {
  const modules = {
    line_store: edgeModule({ ExposedPorts: { '9000/tcp': {} } }),
    plain: edgeModule(),
    historian: edgeModule(binding({ '3000/tcp': '8030' })),
  };
  for (const [value, finding] of [
    ['http://line_store:9000', 'warning iot-edge/unknown-module @ line_store'],
    ['http://plain:8080', 'warning iot-edge/unknown-module @ plain'],
    ['http://historian:3000/api', 'warning dns/wrong-port @ 3000'],
    ['http://historan:8030', 'warning dns/unknown-name @ historan'],
    ['http://Historian:8030', undefined],
    ['http://linestore.iotedge:9000', undefined],
    ['https://edgehub:443', undefined],
    ['http://localhost:3001', undefined],
    ['http://archive.example.com:9000', undefined],
    ['http://${HOST}:9000', undefined],
  ] as const) {
    const wanted = finding === undefined ? [] : [finding];
    it(`${finding === undefined ? 'says nothing of' : 'judges'} ${value} in environment, options and twins`, () => {
      assert.deepEqual(places(onDevice({ ...modules, ask: edgeModule({}, { env: { URL: { value } } }) })), wanted);
      assert.deepEqual(places(onDevice({ ...modules, ask: edgeModule({ Env: [`URL=${value}`] }) })), wanted);
      assert.deepEqual(places(onDevice({ ...modules, ask: edgeModule({ Cmd: [`--url=${value}`] }) })), wanted);
      assert.deepEqual(places(onDevice({ ...modules, ask: edgeModule() }, { twins: { ask: { backend: { url: value } } } })), wanted);
    });
  }

  it('hints at a port of another module that is looked for in the own one, and says where it is', () => {
    const ask = (value: string, options: object = {}) => ({ ...modules, ask: edgeModule(options, { env: { URL: { value } } }) });
    assert.deepEqual(onDevice(ask('http://localhost:3000/api')), [
      'hint iot-edge/unknown-module @ localhost:3000 | For module ask, localhost is ask itself, and its createOptions name no port 3000. Module historian has that port: historian:8030 leads there.',
    ]);
    assert.deepEqual(places(onDevice(ask('127.0.0.1:9000'))), ['hint iot-edge/unknown-module @ 127.0.0.1:9000']);
    assert.deepEqual(
      found({ 'deployment.json': deployment(ask('http://localhost:8030')) }).map((each) => each.slice(-30)),
      ['t: historian:3000 leads there.'],
    );
    assert.deepEqual(onDevice(ask('http://localhost:3000', { ExposedPorts: { '3000/tcp': {} } })), []);
    assert.deepEqual(onDevice({ ...ask('http://localhost:3000'), other: edgeModule({ ExposedPorts: { '3000/tcp': {} } }) }), []);
    assert.deepEqual(onDevice(ask('http://localhost:3000', { HostConfig: { NetworkMode: 'host' } })), []);
  });

  it('reports routes to modules that there are not, also where no device is', () => {
    const routes = { up: 'FROM /messages/modules/Plain/outputs/* INTO BrokeredEndpoint("/modules/nowhere/inputs/in")' };
    const text = deployment(modules, { routes });
    const wanted = ['warning iot-edge/unknown-module @ Plain', 'warning iot-edge/unknown-module @ nowhere'];
    assert.deepEqual(places(found({ 'deployment.json': text })), wanted);
    assert.deepEqual(places(found({ 'edge.yaml': device, 'deployment.json': text })), wanted);
    assert.deepEqual(places(found({ 'deployment.json': text, 'layer.json': layer({ nowhere: edgeModule(), Plain: edgeModule() }) })), []);
  });
});

describe('iot-edge/proxy-port', () => {
  it('reports the ports of the proxy, and a second module on the host network', () => {
    const onHost = edgeModule({ HostConfig: { NetworkMode: 'host' } });
    assert.deepEqual(places(onDevice({ web: edgeModule({ ExposedPorts: { '35000/tcp': {} } }) })), [
      'warning iot-edge/proxy-port @ 35000/tcp',
    ]);
    assert.deepEqual(places(onDevice({ one: onHost, two: onHost })), ['warning iot-edge/proxy-port @ host']);
    assert.deepEqual(onDevice({ one: onHost, two: edgeModule(binding({ '80/tcp': '35000' })) }), []);
  });
});

describe('iot-edge/hub-without-ports', () => {
  it('reports a hub that binds none, and says nothing of one that is not in the manifest', () => {
    assert.deepEqual(places(onDevice({}, { edgeHub: edgeModule({}) })), ['warning iot-edge/hub-without-ports @ "edgeHub"']);
    assert.deepEqual(found({ 'edge.yaml': device, 'layer.json': layer({ web: edgeModule() }) }), []);
  });
});

describe('a device with modules', () => {
  it('says which gets no address, with the hub counted once', () => {
    const web = edgeModule(binding({ '80/tcp': '80' }));
    const files = { 'edge.yaml': device.replace('8.29', '8.21'), 'deployment.json': deployment({ web, other: web }) };
    assert.deepEqual(places(found(files)), ['error range/too-small @ 10.40.8.20-10.40.8.21']);
    assert.deepEqual(found({ ...files, 'deployment.json': deployment({ web }) }), []);
  });

  it('has no clash of host ports', () =>
    assert.deepEqual(onDevice({ a: edgeModule(binding({ '80/tcp': '80' })), b: edgeModule(binding({ '80/tcp': '80' })) }), []));
});
