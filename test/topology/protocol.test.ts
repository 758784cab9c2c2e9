import assert from 'node:assert/strict';
import { parseFromPage, parseToPage } from '../../src/topology/protocol.ts';

const element = { id: 'a', kind: 'pod', label: 'a', detail: '', note: '', keywords: '', pending: false, hasSource: true };
const edge = { id: 'a>answers>b', kind: 'answers', from: 'a', to: 'b', label: '' };
const status = { state: 'ready', text: '' };
const graph = { type: 'graph', version: 3, graph: { elements: [element], edges: [edge] }, status };
const patch = {
  removedEdges: [],
  removedElements: ['x'],
  changed: [element],
  added: [{ after: 'a', elements: [element] }, { elements: [] }],
  edges: [edge],
};

const bar = {
  id: 'a|bar',
  depth: 0,
  kind: 'site',
  label: 'LAN subnet',
  detail: '10.0.0.0/30',
  note: '',
  elements: ['a'],
  first: '10.0.0.0',
  last: '10.0.0.3',
  size: '4',
  used: 1,
  free: '1',
  nextFree: '',
  lanes: 1,
  segments: [],
  marks: [{ start: 0.25, end: 0.5 }],
  gaps: [],
  overlaps: [],
  groups: [],
  findings: [],
};
const plan = { clusters: [{ id: 'a', name: 'a', bars: ['a|bar'] }], bars: [bar] };

const way = {
  from: 'a',
  to: 'b',
  verdict: 'blocked',
  reason: 'No.',
  ends: ['b'],
  steps: [{ at: 'service', outcome: 'stops', what: 'It ends.', why: '', places: [{ number: 1, text: 'a.yaml:1' }], ids: ['b'], seen: '' }],
  links: [['a', 'b']],
  ports: [{ port: 80, protocol: 'TCP', chosen: true }],
};
const future = {
  cluster: 'a',
  events: [{ object: 'Pod a', title: 'It restarts', lines: [{ kind: 'stays', text: 'All stays.' }] }],
  problem: '',
  marks: [{ id: 'a', kind: 'moved', text: 'was 10.0.0.1' }],
  ghosts: [element],
};

describe('A message to the page', () => {
  const right: Readonly<Record<string, unknown>> = {
    'a graph': graph,
    'an empty graph': { ...graph, graph: { elements: [], edges: [] } },
    'a graph with its address plan': { ...graph, plan },
    'a patch': { type: 'patch', base: 3, version: 4, patch, status },
    'a highlight': { type: 'highlight', ids: ['a'] },
    'a description': {
      type: 'description',
      id: 'a',
      description: {
        title: 'Pod a',
        facts: [{ name: 'Address', values: ['10.0.0.1'], reason: '', certainty: 'fixed' }],
        findings: [{ severity: 'error', code: 'range/overlap', message: 'No.' }],
      },
    },
    'a description with what may happen': {
      type: 'description',
      id: 'a',
      description: {
        title: 'Pod a',
        facts: [],
        findings: [],
        events: [
          { number: 1, text: 'It restarts' },
          { number: 2, text: 'More', replicas: 3 },
        ],
      },
    },
    'the way of a connection': { type: 'way', way, refused: '' },
    'a connection that cannot be followed': { type: 'way', refused: 'No.' },
    'who may talk to something': { type: 'reach', id: 'a', direction: 'to', reach: { allowed: ['b'], own: [], unknown: [], lines: [] } },
    'a graph behind events': { ...graph, future },
    'a patch behind events': { type: 'patch', base: 3, version: 4, patch, status, future },
    'a comparison': { type: 'comparison', comparison: { title: 'main', marks: future.marks, ghosts: [], lines: [] } },
    'the end of a comparison': { type: 'comparison' },
    'a description of what is gone': { type: 'description', id: 'a' },
    'dragged positions': { type: 'positions', pins: [['a', 1.5, -2]] },
    'a question what is drawn': { type: 'capture', request: 1 },
    'a picture to paint': { type: 'rasterize', request: 1, svg: '<svg/>', width: 10, height: 10 },
  };
  for (const [name, value] of Object.entries(right)) it(`is understood: ${name}`, () => assert.equal(parseToPage(value), value));

  const wrong: Readonly<Record<string, unknown>> = {
    nothing: undefined,
    null: null,
    'a text': 'graph',
    'a list': [graph],
    'an unknown type': { ...graph, type: 'picture' },
    'a graph without a version': { ...graph, version: undefined },
    'a version that is no whole number': { ...graph, version: 1.5 },
    'a graph without edges': { ...graph, graph: { elements: [] } },
    'an element of an unknown kind': { ...graph, graph: { elements: [{ ...element, kind: 'toaster' }], edges: [] } },
    'an element without a label': { ...graph, graph: { elements: [{ ...element, label: undefined }], edges: [] } },
    'an element with an empty id': { ...graph, graph: { elements: [{ ...element, id: '' }], edges: [] } },
    'an element whose severity is made up': { ...graph, graph: { elements: [{ ...element, severity: 'fatal' }], edges: [] } },
    'an edge of an unknown kind': { ...graph, graph: { elements: [], edges: [{ ...edge, kind: 'likes' }] } },
    'a plan with a share beyond the bar': { ...graph, plan: { ...plan, bars: [{ ...bar, marks: [{ start: 0.25, end: 2 }] }] } },
    'a plan with a count that is none': { ...graph, plan: { ...plan, bars: [{ ...bar, size: 'many' }] } },
    'a plan of an unknown kind': { ...graph, plan: { ...plan, bars: [{ ...bar, kind: 'toaster' }] } },
    'a status of an unknown state': { ...graph, status: { state: 'fine', text: '' } },
    'a patch without its base': { type: 'patch', version: 4, patch, status },
    'a patch with a run that is none': { type: 'patch', base: 3, version: 4, patch: { ...patch, added: ['a'] }, status },
    'a position without a number': { type: 'positions', pins: [['a', 1, NaN]] },
    'a position of nothing': { type: 'positions', pins: [['', 1, 2]] },
    'a picture of a negative size': { type: 'rasterize', request: 1, svg: '', width: -1, height: 10 },
    'ids that are no texts': { type: 'highlight', ids: [1] },
    'a fix without a number': {
      type: 'description',
      id: 'a',
      description: { title: '', facts: [], findings: [{ severity: 'error', code: 'a/b', message: '', fixes: [{ text: 'Do it' }] }] },
    },
    'a status with an action of its own': { ...graph, status: { ...status, actions: ['format'] } },
    'a way to an end that is made up': { type: 'way', way: { ...way, verdict: 'perhaps' }, refused: '' },
    'a way with a line that has one end': { type: 'way', way: { ...way, links: [['a']] }, refused: '' },
    'a mark of an unknown kind': { ...graph, future: { ...future, marks: [{ id: 'a', kind: 'better', text: '' }] } },
    'a ghost that is no element': { ...graph, future: { ...future, ghosts: [{ id: 'a' }] } },
    'reach in no direction': { type: 'reach', id: 'a', direction: 'up' },
    'a description without facts': { type: 'description', id: 'a', description: { title: '', findings: [] } },
  };
  for (const [name, value] of Object.entries(wrong)) it(`is refused: ${name}`, () => assert.equal(parseToPage(value), undefined));
});

describe('A message from the page', () => {
  const right: readonly unknown[] = [
    { type: 'ready', protocol: 1 },
    { type: 'shown', version: 7 },
    { type: 'reveal', id: 'a', focus: true },
    { type: 'describe', id: 'a' },
    { type: 'choose', number: 3 },
    { type: 'act', action: 'newManifest' },
    { type: 'log', text: 'hello' },
    { type: 'export' },
    { type: 'positions', pins: [] },
    { type: 'positions', pins: [['a', 1.5, -2]] },
    { type: 'raster', request: 1, png: undefined },
    { type: 'raster', request: 1, png: 'iVBORw0KGgo=' },
    { type: 'captured', request: 1, level: 0, toggled: ['a'], places: [['a', [0, 0, 1, 1], [5, 5, 1, 1]]] },
    { type: 'watchPlan' },
    { type: 'trace', from: 'a', to: 'b' },
    { type: 'trace', from: 'a', to: 'b', port: 80, protocol: 'TCP' },
    { type: 'endTrace' },
    { type: 'askReach', id: 'a', direction: 'from' },
    { type: 'endReach' },
    { type: 'happen', number: 3 },
    { type: 'happen', number: 3, replicas: 0 },
    { type: 'unhappen', all: true },
    { type: 'endComparison' },
  ];
  for (const value of right) it(`is understood: ${JSON.stringify(value)}`, () => assert.deepEqual(parseFromPage(value), value));

  const wrong: readonly unknown[] = [
    undefined,
    'ready',
    [],
    { type: 'ready' },
    { type: 'shown', version: -1 },
    { type: 'reveal', id: 7, focus: true },
    { type: 'reveal', id: 'a' },
    { type: 'reveal', id: '', focus: true },
    { type: 'describe', id: 'x'.repeat(3000) },
    { type: 'log' },
    { type: 'choose', number: '3' },
    { type: 'choose', number: -1 },
    { type: 'act', action: 'rm' },
    { type: 'trace', from: 'a' },
    { type: 'trace', from: 'a', to: 'b', protocol: 'x'.repeat(30) },
    { type: 'askReach', id: 'a', direction: 'up' },
    { type: 'happen', number: 3, replicas: 1_000_000 },
    { type: 'happen', words: ['delete node/a'] },
    { type: 'unhappen' },
    { type: 'run', command: 'rm' },
    { type: 'positions' },
    { type: 'positions', pins: [['a', '1', 2]] },
    { type: 'positions', pins: Array.from({ length: 100_001 }, () => ['a', 1, 2]) },
    { type: 'raster', request: 1, png: '<svg>' },
    { type: 'captured', request: 1, level: 0, toggled: [], places: [['a']] },
    { type: 'captured', request: 1, level: 0, toggled: [], places: [['a', [0, 0, 1]]] },
    { type: 'captured', level: 0, toggled: [], places: [] },
  ];
  for (const value of wrong)
    it(`is refused: ${(JSON.stringify(value) as string | undefined)?.slice(0, 80) ?? 'undefined'}`, () =>
      assert.equal(parseFromPage(value), undefined));

  it('is cut to what is known', () =>
    assert.deepEqual(parseFromPage({ type: 'ready', protocol: 1, command: 'rm' }), { type: 'ready', protocol: 1 }));

  it('may not flood the log', () =>
    assert.equal((parseFromPage({ type: 'log', text: 'x'.repeat(10_000) }) as { text: string }).text.length, 2000));
});
