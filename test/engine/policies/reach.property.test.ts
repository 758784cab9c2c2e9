import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allocate } from '../../../src/engine/allocate.ts';
import { matches } from '../../../src/engine/labels.ts';
import { hasPort, noPorts, subtract, isEmpty, type PortSet, type Protocol } from '../../../src/engine/policies/portSet.ts';
import { reachabilityOf } from '../../../src/engine/policies/reach.ts';
import { clusterOf } from '../../support/cluster.ts';

interface TestPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ip: string;
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly containerPort: number }[];
}

const namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  x: { ns: 'x' },
  y: { ns: 'y', kind: 'b' },
  z: { kind: 'b' },
};

const pods: readonly TestPod[] = Object.keys(namespaces).flatMap((namespace, at) =>
  ['a', 'b', 'c'].map((name, index) => ({
    namespace,
    name,
    labels: index === 2 ? { pod: name, odd: '1' } : { pod: name },
    ip: `10.0.${at}.${index + 1}`,
    ports: [
      { name: 'web', protocol: index === 1 ? 'UDP' : 'TCP', containerPort: 80 + index },
      { name: 'more', protocol: 'TCP', containerPort: 90 },
    ],
  })),
);

const selector = fc.oneof(
  fc.constant({}),
  fc.record({ matchLabels: fc.constantFrom({ pod: 'a' }, { pod: 'b' }, { odd: '1' }, { ns: 'x' }, { kind: 'b' }) }),
  fc.record({
    matchExpressions: fc.array(
      fc.oneof(
        fc.record({
          key: fc.constantFrom('pod', 'ns', 'odd'),
          operator: fc.constantFrom('In', 'NotIn'),
          values: fc.subarray(['a', 'b', 'x', '1'], { minLength: 1 }),
        }),
        fc.record({ key: fc.constantFrom('pod', 'odd', 'kind'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  }),
);

const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.record({
    ipBlock: fc.constantFrom(
      { cidr: '10.0.0.0/24' },
      { cidr: '10.0.0.0/16', except: ['10.0.1.0/24'] },
      { cidr: '0.0.0.0/0', except: ['10.0.0.2/32'] },
      { cidr: '192.0.2.0/24' },
    ),
  }),
);

const port = fc.oneof(
  fc.constant({}),
  fc.record({ port: fc.constantFrom<string | number>(80, 81, 'web', 'more'), protocol: fc.constantFrom('TCP', 'UDP') }),
  fc.record({ port: fc.constantFrom(80, 85), endPort: fc.constantFrom(85, 95) }),
);

const some = <T>(value: fc.Arbitrary<T>) => fc.option(fc.array(value, { maxLength: 2 }), { nil: undefined });
const rule = (side: 'from' | 'to') => fc.record({ [side]: some(peer), ports: some(port) });

const spec = fc.record({
  podSelector: selector,
  policyTypes: fc.option(fc.subarray(['Ingress', 'Egress']), { nil: undefined }),
  ingress: some(rule('from')),
  egress: some(rule('to')),
});

const policies = fc.array(fc.record({ namespace: fc.constantFrom(...Object.keys(namespaces)), spec }), { maxLength: 4 });
type Policy = { readonly namespace: string; readonly spec: Readonly<Record<string, unknown>> };

function permissions(written: readonly Policy[]): ReadonlyMap<string, PortSet> {
  const manifests = [
    ...Object.entries(namespaces).map(([name, labels]) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })),
    ...pods.map(({ namespace, name, labels, ip, ports }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: { containers: [{ name: 'main', ports }] },
      status: { podIP: ip },
    })),
    ...written.map(({ namespace, spec: body }, index) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `p${index}`, namespace },
      spec: body,
    })),
  ];
  const { connections, unknown } = reachabilityOf(allocate(clusterOf(manifests.map((each) => JSON.stringify(each)).join('\n---\n'))));
  assert.deepEqual(unknown, []);
  return new Map(
    connections.flatMap(({ from, to, ports }) =>
      'peer' in from && 'peer' in to
        ? [[`${from.peer.namespace}/${from.peer.name} ${to.peer.namespace}/${to.peer.name}`, ports] as const]
        : [],
    ),
  );
}

/** The text of the API, packet by packet. */
function isAllowed(written: readonly Policy[], source: TestPod, destination: TestPod, protocol: Protocol, number: number): boolean {
  return (
    isLet(written, 'egress', source, destination, destination, protocol, number) &&
    isLet(written, 'ingress', destination, source, destination, protocol, number)
  );
}

type Loose = Readonly<Record<string, unknown>>;

function isLet(
  written: readonly Policy[],
  direction: 'ingress' | 'egress',
  own: TestPod,
  other: TestPod,
  destination: TestPod,
  protocol: string,
  number: number,
) {
  const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? (value as readonly Loose[]) : []);
  const selects = (value: unknown, labels: Readonly<Record<string, string>>): boolean => {
    const { matchLabels = {}, matchExpressions = [] } = value as {
      matchLabels?: Record<string, string>;
      matchExpressions?: { key: string; operator: string; values?: string[] }[];
    };
    return matches({ matchLabels, matchExpressions: matchExpressions.map(({ values = [], ...rest }) => ({ ...rest, values })) }, labels);
  };
  const labelsOf = (name: string) => ({ ...namespaces[name], 'kubernetes.io/metadata.name': name });
  const inBlock = (cidr: string): boolean => {
    const [base = '', prefix = '0'] = cidr.split('/');
    const valueOf = (ip: string) => ip.split('.').reduce((value, part) => value * 256 + Number(part), 0);
    const size = 2 ** (32 - Number(prefix));
    return Math.floor(valueOf(other.ip) / size) === Math.floor(valueOf(base) / size);
  };
  const isolating = written.filter(({ namespace, spec: { podSelector, policyTypes, egress } }) => {
    const types = list(policyTypes).length > 0 ? (policyTypes as string[]) : ['Ingress', ...(list(egress).length > 0 ? ['Egress'] : [])];
    return (
      namespace === own.namespace && selects(podSelector, own.labels) && types.includes(direction === 'ingress' ? 'Ingress' : 'Egress')
    );
  });
  if (isolating.length === 0) return true;
  return isolating.some(({ namespace, spec: body }) =>
    list(body[direction]).some((each) => {
      const peers = list(each[direction === 'ingress' ? 'from' : 'to']);
      const ports = list(each['ports']);
      const fits = peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
        if (ipBlock !== undefined) {
          const { cidr, except = [] } = ipBlock as { cidr: string; except?: string[] };
          return inBlock(cidr) && !except.some(inBlock);
        }
        const right =
          namespaceSelector === undefined ? other.namespace === namespace : selects(namespaceSelector, labelsOf(other.namespace));
        return right && (podSelector === undefined || selects(podSelector, other.labels));
      });
      const opens = ports.some((one) => {
        if (((one['protocol'] as string | undefined) ?? 'TCP') !== protocol) return false;
        const wanted = one['port'];
        if (wanted === undefined) return true;
        if (typeof wanted === 'string')
          return destination.ports.some((p) => p.name === wanted && p.protocol === protocol && p.containerPort === number);
        return Number(wanted) <= number && number <= Number(one['endPort'] ?? wanted);
      });
      return (peers.length === 0 || fits) && (ports.length === 0 || opens);
    }),
  );
}

const cleaned = (written: readonly { readonly namespace: string; readonly spec: object }[]) =>
  JSON.parse(JSON.stringify(written)) as readonly Policy[];
const sampled = [1, 79, 80, 81, 82, 84, 85, 86, 90, 95, 96, 65535];

describe('who may reach whom', () => {
  it('is for sampled packets what the text of NetworkPolicy says of each of them', () => {
    fc.assert(
      fc.property(policies, (drawn) => {
        const written = cleaned(drawn);
        const found = permissions(written);
        for (const source of pods)
          for (const destination of pods) {
            if (source === destination) continue;
            const ports = found.get(`${source.namespace}/${source.name} ${destination.namespace}/${destination.name}`) ?? noPorts;
            for (const protocol of ['TCP', 'UDP', 'SCTP'] as const)
              for (const number of sampled)
                assert.equal(
                  hasPort(ports, protocol, number),
                  isAllowed(written, source, destination, protocol, number),
                  `${source.namespace}/${source.name} ${destination.namespace}/${destination.name} ${protocol} ${number}`,
                );
          }
      }),
      { seed: 15, numRuns: 40 },
    );
  });

  it('never loses a connection by one more policy, once its pods are isolated alike', () => {
    const isolated = Object.keys(namespaces).map((namespace) => ({
      namespace,
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    }));
    fc.assert(
      fc.property(policies, policies, (first, more) => {
        const before = permissions([...isolated, ...cleaned(first)]);
        const after = permissions([...isolated, ...cleaned(first), ...cleaned(more)]);
        for (const [pair, ports] of before) assert.equal(isEmpty(subtract(ports, after.get(pair) ?? noPorts)), true, pair);
      }),
      { seed: 16, numRuns: 30 },
    );
  });
});
