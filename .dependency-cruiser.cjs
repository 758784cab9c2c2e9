// Lowest layer first: a layer may import itself and the layers its list names.
const layers = {
  base: [],
  manifests: ['base'],
  rendering: ['manifests', 'base'],
  engine: ['manifests', 'base'],
  checks: ['engine', 'manifests', 'base'],
  topology: ['engine', 'manifests', 'base'],
  analysis: ['checks', 'topology', 'engine', 'rendering', 'manifests', 'base'],
  service: ['analysis', 'checks', 'topology', 'engine', 'rendering', 'manifests', 'base'],
};
const hosts = { cli: ['service', 'base'], library: ['service', 'engine', 'manifests', 'base'] };

// The page's folders likewise; the files beside them put the page together. Views do not know each other.
const page = {
  shared: [],
  state: [],
  find: ['state', 'shared'],
  frame: ['state', 'shared'],
  details: ['find', 'state', 'shared'],
  graph: ['find', 'state', 'shared'],
  list: ['find', 'state', 'shared'],
  plan: ['find', 'state', 'shared'],
};

const only = (name, target, home, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(src|webview)/', pathNot: home },
  to: { path: target },
});

module.exports = {
  forbidden: [
    ...Object.entries({ ...layers, ...hosts }).map(([layer, may]) => ({
      name: `layer-${layer}`,
      comment: `src/${layer} may import from src: ${[layer, ...may].join(', ')}.`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^(src|webview)/', pathNot: `^src/(${[layer, ...may].join('|')})/` },
    })),
    ...Object.entries(page).map(([folder, may]) => ({
      name: `page-${folder}`,
      comment: `webview/${folder} may import from webview: ${[folder, ...may].join(', ')}.`,
      severity: 'error',
      from: { path: `^webview/${folder}/` },
      to: { path: '^webview/', pathNot: `^webview/(${[folder, ...may].join('|')})/` },
    })),
    {
      name: 'server-by-the-door',
      comment: 'The language server asks the service and what else is at the door; besides it checks the messages of the page.',
      severity: 'error',
      from: { path: '^src/server/' },
      to: { path: '^(src|webview)/', pathNot: '^src/(server/|base/|service/[a-zA-Z]+\\.ts$|topology/(protocol|messageParts)\\.ts$)' },
    },
    {
      name: 'client-above-the-door',
      comment:
        'The extension passes messages: it knows the page that it shows (its messages, its texts, its frame), and types of the door and of what the server says.',
      severity: 'error',
      from: { path: '^src/(editor/|extension[.a-z]*\\.ts$)' },
      to: {
        path: '^(src|webview)/',
        pathNot:
          '^src/(editor/|base/(message|decodeText|laterScript)\\.ts$|topology/(protocol|pageHtml|messageParts)\\.ts$|service/(service|pageStrings)\\.ts$|server/protocol\\.ts$)',
      },
    },
    {
      name: 'client-knows-types-of-the-door',
      comment: 'What is imported as a value would be part of the extension’s start script.',
      severity: 'error',
      from: { path: '^src/(editor/|extension[.a-z]*\\.ts$)' },
      to: { path: '^src/(service|server)/', pathNot: '^src/service/pageStrings\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'topology-is-plain-data-for-the-page',
      comment: 'Findings reach the topology as badges through analysis; checks and topology do not know each other.',
      severity: 'error',
      from: { path: '^src/topology/' },
      to: { path: '^src/checks/' },
    },
    {
      name: 'page-sees-messages-and-placement-only',
      comment:
        'The page holds no truth: it knows messages, and how a graph is placed, worded and drawn, which the exports do as it does. Nothing else of src.',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: '^src/topology/((protocol|messageParts)\\.ts$|placement/)' },
    },
    {
      name: 'placement-knows-the-protocol-only',
      comment: 'It is part of the page, too: what it imports comes along.',
      severity: 'error',
      from: { path: '^src/topology/placement/' },
      to: { path: '^src/', pathNot: '^src/topology/(protocol\\.ts$|placement/)' },
    },
    {
      name: 'service-is-the-only-door',
      comment: 'Hosts see plain data: what the service hands out, never what it is made of.',
      severity: 'error',
      from: { path: '^src/(cli|library)/' },
      to: { path: '^src/service/(answers|page)/' },
    },
    only(
      'vscode-in-editor-only',
      '(^vscode$|node_modules/@types/vscode/)',
      '^src/(editor/|extension[.a-z]*\\.ts$)',
      'The core also runs in the command line and in tests.',
    ),
    only('yaml-in-manifests-only', 'node_modules/yaml/', '^src/manifests/', 'Everyone else sees resources and places.'),
    only('ipaddr-in-base-only', 'node_modules/ipaddr\\.js/', '^src/base/ip\\.ts$', 'One spelling of address arithmetic.'),
    only('cytoscape-in-page-only', 'node_modules/cytoscape/', '^webview/', 'The extension bundle stays small.'),
    {
      name: 'node-in-processes-only',
      comment: 'Everything else also runs in a browser.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/(cli/|server/node/|extension\\.ts$)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circular',
      comment: 'A cycle hides which of two files is the lower one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that nothing provides.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'browser', 'default', 'types'] },
  },
};
