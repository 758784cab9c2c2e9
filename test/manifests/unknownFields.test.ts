import { expect } from 'chai';
import { readDocument } from '../../src/manifests/read.ts';
import { isUnknown } from '../../src/manifests/unknownFields.ts';

const read = (text: string) => readDocument({ file: 'a.yaml', text });
const service = (spec: string, metadata = 'name: web') => `apiVersion: v1\nkind: Service\nmetadata: { ${metadata} }\nspec: { ${spec} }\n`;

describe('a field that is filled in later', () => {
  it('is unknown, as what stands below it and above it is', () => {
    const [resource] = read(service('clusterIP: "${IP}", ports: [{ port: 80 }]')).resources;
    if (resource === undefined) throw new Error('nothing is read');
    expect(resource.unknownFields).to.deep.equal([['spec', 'clusterIP']]);
    expect([isUnknown(resource, 'spec', 'clusterIP'), isUnknown(resource, 'spec'), isUnknown(resource, 'spec', 'ports')]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it('counts as not written, never as an address', () => {
    const [resource] = read(service('clusterIP: "${IP}", loadBalancerIP: <ip>', 'name: web, namespace: "${NS}"')).resources;
    expect(resource?.type === 'Service' ? [resource.clusterIP, resource.loadBalancerIP, resource.metadata.namespace] : []).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leaves a Service in its place as long as it is no more than where its ports lead', () => {
    const kept = (spec: string) => read(service(spec)).resources.length;
    expect(kept('selector: { app: web }, ports: [{ port: 80, targetPort: "${PORT}", nodePort: "${NODE_PORT}" }]')).to.equal(1);
    expect(kept('selector: { app: "${APP}" }, ports: [{ port: 80 }]')).to.equal(0);
    expect(kept('ports: [{ port: "${PORT}" }]')).to.equal(0);
  });

  it('is counted from the root of its own item of a List', () => {
    const item = (ip: string) => `{ apiVersion: v1, kind: Service, metadata: { name: web }, spec: { clusterIP: "${ip}" } }`;
    const { resources } = read(`apiVersion: v1\nkind: List\nitems: [${item('10.0.0.1')}, ${item('${IP}')}]\n`);
    expect(resources.map(({ unknownFields }) => unknownFields)).to.deep.equal([undefined, [['spec', 'clusterIP']]]);
  });

  const kept: readonly (readonly [what: string, text: string])[] = [
    ['an address that is asked for', service('loadBalancerIP: "${IP}"')],
    ['an address in brackets', service('clusterIP: ${IP}')],
    ['an annotation', service('type: LoadBalancer', 'name: web, annotations: { metallb.io/loadBalancerIPs: "${IP}" }')],
    ['a namespace', service('type: ClusterIP', 'name: web, namespace: "${NS}"')],
    [
      'a host of an Ingress',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a }\nspec: { rules: [{ host: "${H}" }] }\n',
    ],
    [
      'how many pods there are',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { replicas: {{ n }}, template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: a }] } } }\n',
    ],
  ];
  for (const [what, text] of kept) {
    it(`leaves the resource in its cluster: ${what}`, () => {
      const { resources, unreadable } = read(text);
      expect([resources.length, unreadable]).to.deep.equal([1, false]);
    });
  }

  const leftOut: readonly (readonly [what: string, text: string, kinds: readonly string[]])[] = [
    ['a name', service('type: ClusterIP', 'name: "${N}"'), ['Service']],
    ['a selector', service('selector: { app: {{ app }} }'), ['Service']],
    [
      'a range',
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: a }\nspec: { addresses: [__LAN__] }\n',
      ['IPAddressPool'],
    ],
    ['the label of a pod', 'apiVersion: v1\nkind: Pod\nmetadata: { name: a, labels: { app: $(A) } }\n', ['Pod']],
    ['lines of a template', `{{- if .Values.a }}\n${service('type: ClusterIP')}{{- end }}\n`, ['Service']],
    ['a kind', 'apiVersion: v1\nkind: {{ kind }}\nmetadata: { name: a }\n', []],
    ['all of a text', '{{ template "kind" . }}\n', []],
  ];
  for (const [what, text, kinds] of leftOut) {
    it(`leaves the resource out where it decides, and says of what kind it is: ${what}`, () => {
      const { resources, unknowns, unreadable } = read(text);
      expect([resources, unknowns?.flatMap(({ reach }) => reach.kinds ?? []), unreadable]).to.deep.equal([[], kinds, true]);
    });
  }

  const none: readonly (readonly [what: string, text: string])[] = [
    [
      'in an annotation of others',
      service('type: ClusterIP', 'name: web, annotations: { a: x }').replace('a: x', "a: 'x'") + '# {{ a }}\n',
    ],
    ['in a comment at the left edge', `# x\n#{{- if a }}\n${service('type: ClusterIP')}`],
    [
      'in a block of text',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  Corefile: |\n    {{- if a }}\n    .:53 { errors }\n    {{ end }}\n',
    ],
    ['in a value that nobody reads', 'apiVersion: x.io/v1\nkind: X\nmetadata: { name: a }\nspec: { a: "{{ b }}", c: ${D} }\n'],
  ];
  for (const [what, text] of none) {
    it(`is nobody's business ${what}`, () => {
      const { problems, unreadable, resources } = read(text);
      expect([problems, unreadable, resources.map(({ unknownFields }) => unknownFields)]).to.deep.equal([[], false, [undefined]]);
    });
  }
});

describe('a text that is broken', () => {
  it('leaves all of what was read of it in doubt', () => {
    const [resource] = read('apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: {\n').resources;
    expect(resource?.unknownFields).to.deep.equal([[]]);
  });

  it('is one where its mark has a text behind it', () => {
    expect(read(`--- {apiVersion: v1, kind: Service, metadata: {name: web}}\n`).problems.map(({ code }) => code)).to.deep.equal([
      'yaml/syntax',
    ]);
  });
});

describe('a document beyond the limit', () => {
  const filler = '  a: b\n'.repeat(200_000);
  const of = (apiVersion: string, kind: string) => read(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\nspec:\n${filler}`);

  it('is read by its heading where nobody needs more of its kind', () => {
    for (const facts of [
      of('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
      of('grafana.integreatly.org/v1beta1', 'GrafanaDashboard'),
    ])
      expect([facts.resources.length, facts.problems]).to.deep.equal([1, []]);
  });

  it('is said to be one where its kind is read', () => {
    expect(of('v1', 'Service').problems.map(({ code }) => code)).to.deep.equal(['yaml/limit']);
  });
});

describe('a number or a boolean where a text must stand', () => {
  const labelled = (apiVersion: string, kind: string) =>
    read(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, labels: { a: yes, b: 010 } }\n`);

  it('is refused by the API server', () => {
    expect(labelled('v1', 'Service').problems.map(({ code }) => code)).to.deep.equal(['yaml/ambiguous-scalar', 'yaml/ambiguous-scalar']);
  });

  it('is made a text by calicoctl', () => {
    const { problems, resources } = labelled('projectcalico.org/v3', 'IPPool');
    expect([problems, resources[0]?.metadata.labels]).to.deep.equal([[], { a: 'true', b: '8' }]);
  });
});
