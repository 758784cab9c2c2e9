import { expect } from 'chai';
import { unreadHead } from '../../src/manifests/unreadHead.ts';

const nothing = { kinds: undefined, names: undefined, namespace: undefined };

const cases: readonly (readonly [what: string, text: string, head: Partial<ReturnType<typeof unreadHead>>])[] = [
  [
    'kind, name and namespace as they are usually written',
    'apiVersion: v1\nkind: Service # comment\nmetadata:\n  # note\n  namespace: "shop"\n  labels:\n    name: other\n  name: web\nspec: [\n',
    { kinds: ['Service'], names: ['web'], namespace: 'shop' },
  ],
  ['a kind alone', 'kind: ConfigMap\ndata: [\n', { kinds: ['ConfigMap'] }],
  [
    'both sides of a conflict',
    '<<<<<<< a\nkind: Deployment\n=======\nkind: StatefulSet\n>>>>>>> b\n',
    { kinds: ['Deployment', 'StatefulSet'] },
  ],
  ['no kind that is filled in', 'kind: {{ .Values.kind }}\nmetadata:\n  name: web\n', { names: ['web'] }],
  ['no kind where one of several is filled in', 'kind: Service\nkind: {{ x }}\n', {}],
  ['no name that is filled in', 'kind: Service\nmetadata:\n  name: {{ x }}\n  namespace: shop\n', { kinds: ['Service'] }],
  ['no kind of a list', 'kind: ServiceList\n', {}],
  ['nothing of lines that stand further in', 'items:\n- kind: Service\n  metadata:\n    name: web\n', {}],
  ['nothing of a flow map', '{ kind: Service, metadata: { name: web }\n', {}],
  ['no name of metadata on one line', 'kind: Service\nmetadata: { name: web\n', { kinds: ['Service'] }],
];

describe('what can be told of a document that cannot be read', () => {
  for (const [what, text, head] of cases) it(`is ${what}`, () => void expect(unreadHead(text)).to.deep.equal({ ...nothing, ...head }));
});
