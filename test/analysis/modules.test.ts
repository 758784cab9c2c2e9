import assert from 'node:assert/strict';
import { fileEditsOf } from '../../src/analysis/fixes/fileEdits.ts';
import { hoverAt } from '../../src/analysis/hover/hover.ts';
import { renderedFrom, renderedText } from '../../src/analysis/renderedManifests.ts';
import { resolvePlace } from '../../src/analysis/resolve.ts';
import { findingsOf } from '../../src/analysis/snapshot.ts';
import { english } from '../../src/base/message.ts';
import { noBadges } from '../../src/topology/badges.ts';
import { topologyOf } from '../../src/topology/graph.ts';
import { binding, deployment, device, edgeModule } from '../support/modules.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';

const manifest = deployment({
  web: edgeModule(binding({ '80/tcp': '8080' }, { Env: ['STORE=http://line_store:9000'] })),
  line_store: edgeModule({ ExposedPorts: { '9000/tcp': {} } }),
  reader: edgeModule({}, { env: { STORE: { value: 'http://linestore:9000' } } }),
});

describe('a module of a device', () => {
  it('says at its name what it becomes', () => {
    const snapshot = new RenderedWorkspace({ 'edge.yaml': device, 'deployment.json': manifest }).refreshed();
    const hover = hoverAt(snapshot, 'deployment.json', manifest.indexOf('"web"') + 2);
    const said = hover?.sections.flatMap(({ lines }) => lines.flatMap(({ values }) => values.map(english.say)));
    assert.ok(said?.includes('10.40.8.21'), said?.join());
    assert.equal(manifest.slice(hover?.range.start, hover?.range.end), '"web"');
  });

  it('shows the manifests that the agent makes of it', () => {
    const snapshot = new RenderedWorkspace({ 'edge.yaml': device, 'deployment.json': manifest }).refreshed();
    const refs = renderedFrom(snapshot, 'deployment.json', manifest.indexOf('"web"') + 1);
    assert.deepEqual(
      refs.map(({ name }) => name),
      ['Service iotedge/web', 'Deployment iotedge/web'],
    );
    const shown = renderedText(snapshot, refs[0]?.key ?? '');
    const line = shown?.text.split('\n').findIndex((text) => text.includes('port: 8080'));
    const port = shown?.lines.find(({ start }) => start.line === line)?.at;
    assert.ok(port !== undefined);
    assert.equal(manifest.split('\n')[port.start.line]?.slice(port.start.character, port.end.character), '8080');
  });

  it('has its name mended inside the text of the create options', () => {
    const workspace = new RenderedWorkspace({ 'edge.yaml': device, 'deployment.json': manifest });
    const snapshot = workspace.refreshed();
    const [finding] = findingsOf(snapshot, 'deployment.json');
    assert.equal(finding?.code, 'iot-edge/unknown-module');
    const edits = finding.fixes.flatMap((fix) => fileEditsOf(snapshot, fix) ?? []);
    assert.deepEqual(
      edits.map(({ text, range }) => [text, manifest.split('\n')[range.start.line]?.slice(range.start.character, range.end.character)]),
      [['linestore', 'line_store']],
    );
  });

  it('keeps the places of its findings while lines are put above it', () => {
    const workspace = new RenderedWorkspace({ 'edge.yaml': device, 'deployment.json': manifest });
    const underlined = () => {
      const snapshot = workspace.refreshed();
      const [finding] = findingsOf(snapshot, 'deployment.json');
      const at = finding === undefined ? undefined : resolvePlace(snapshot, finding.place);
      const line = workspace.files.get('deployment.json')?.split('\n')[at?.start.line ?? -1];
      return line?.slice(at?.start.character, at?.end.character);
    };
    assert.equal(underlined(), 'line_store');
    workspace.write('deployment.json', `\n\n${manifest}`);
    assert.equal(underlined(), 'line_store');
    workspace.write('deployment.json', manifest.replace('"type": "docker"', '"version": "1.0",\n  "type": "docker"'));
    assert.equal(underlined(), 'line_store');
  });

  it('is marked in the picture as one', () => {
    const [cluster] = new RenderedWorkspace({ 'edge.yaml': device, 'deployment.json': manifest }).refreshed().clusters;
    assert.ok(cluster !== undefined);
    const { elements } = topologyOf([{ allocation: cluster.allocation, badges: noBadges }]).graph;
    const workloads = elements.filter(({ kind }) => kind === 'workload');
    assert.deepEqual(workloads.map(({ label }) => label).sort(), ['edgeagent', 'edgehub', 'linestore', 'reader', 'web']);
    assert.ok(elements.every(({ kind, isModule }) => (kind === 'workload' || kind === 'pod') === (isModule === true)));
  });
});
