import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encloses, intersection, parseCIDR, parseRange, rangeOfCIDR, sizeOf, type IPRange } from '../../../src/base/ip.ts';
import { emptyPlan, planDifference, type AddressPlan } from '../../../src/topology/plan/addressPlan.ts';
import { isPlanPatch, type PlanBar, type PlanCell, type PlanGroup } from '../../../src/topology/plan/planProtocol.ts';
import { manyServices, overlappingSite, site, topologyIn, wideSite } from '../../webview/support/plans.ts';
import { saidPlan } from '../../support/said.ts';

const range = (text: string): IPRange => {
  const parsed = parseRange(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.range;
};

function planOf(...texts: readonly string[]): AddressPlan {
  return saidPlan(topologyIn(...texts));
}

function bar(plan: AddressPlan, label: string): PlanBar {
  const found = [...plan.bars.values()].find((one) => one.label === label);
  assert.ok(found, `no bar ${label} among ${[...plan.bars.values()].map((one) => one.label).join(', ')}`);
  return found;
}

function group({ groups }: PlanBar, label: string): PlanGroup {
  const found = groups.find(({ headings, type }) => headings.some((heading) => heading.label === label) || type === label);
  assert.ok(found, `no group ${label}`);
  return found;
}

const cellText = ({ state, first, last, owner, certainty }: PlanCell) =>
  [state, first === last ? first : `${first}-${last}`, owner, certainty ?? ''].filter((text) => text !== '').join(' ');

const network = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec: { ${spec} }\n`;

describe('The address plan', () => {
  it('is plain data that the page accepts, over JSON', () => {
    for (const texts of [site, overlappingSite, wideSite]) {
      const plan = planOf(...texts);
      assert.ok(isPlanPatch(JSON.parse(JSON.stringify({ clusters: plan.clusters, bars: [...plan.bars.values()] }))));
    }
  });

  it('lays the ranges of the site into the LAN to scale, and magnifies the small ones address by address', () => {
    const lan = bar(planOf(...site), 'LAN subnet');
    assert.deepEqual(
      lan.segments.map(({ label, start, end }) =>
        [label, start * 1024, end * 1024].map((value) => (typeof value === 'number' ? Math.round(value) : value)),
      ),
      [
        ['gateway', 1, 2],
        ['reserved address', 5, 6],
        ['Kubernetes node IPs', 241, 244],
        ['Kubernetes external service IPs', 244, 251],
        ['DHCP range', 256, 512],
      ],
    );
    assert.deepEqual(group(lan, 'Kubernetes node IPs').cells.map(cellText), [
      'used 10.128.44.241 Node master predicted',
      'used 10.128.44.242 Node worker predicted',
      'free 10.128.44.243',
    ]);
    assert.deepEqual(group(lan, 'single').cells.map(cellText), [
      'held 10.128.44.1 gateway fixed',
      'held 10.128.44.5 reserved address fixed',
    ]);
    assert.deepEqual(group(lan, 'Kubernetes external service IPs').cells.slice(0, 3).map(cellText), [
      'used 10.128.44.244 Service shop/kiosk predicted',
      'free 10.128.44.245',
      'used 10.128.44.246 Service shop/web fixed',
    ]);
  });

  it('says what is free in the LAN, network and broadcast address left out', () => {
    const { gaps, free, used, size } = bar(
      planOf(network('computeNetwork: { subnet: 10.128.44.0/22 }, kubernetesServiceIPs: 10.128.44.244-10.128.44.250')),
      'LAN subnet',
    );
    assert.deepEqual(
      gaps.map(({ first, last, size: count }) => [first, last, count]),
      [
        ['10.128.44.1', '10.128.44.243', '243'],
        ['10.128.44.251', '10.128.47.254', '772'],
      ],
    );
    assert.deepEqual([size, used, free], ['1024', 0, '1015']);
  });

  it('names both owners of an address that is claimed twice, with the finding', () => {
    const lan = bar(planOf(...overlappingSite), 'LAN subnet');
    assert.deepEqual(
      lan.overlaps.map(({ text, owners, severity }) => [text, ...owners, severity]),
      [['10.128.44.244', 'Kubernetes node IPs', 'Kubernetes external service IPs', 'error']],
    );
    const magnified = group(lan, 'Kubernetes node IPs');
    assert.deepEqual(
      magnified.headings.map(({ label, from, to }) => [label, from, to]),
      [
        ['Kubernetes node IPs', 0, 4],
        ['Kubernetes external service IPs', 3, 10],
      ],
    );
    const cell = magnified.cells.find(({ first }) => first === '10.128.44.244');
    assert.equal(cell?.overlap, 'Kubernetes node IPs and Kubernetes external service IPs');
    assert.equal(cell.severity, 'error');
    assert.equal(magnified.cells.find(({ first }) => first === '10.128.44.246')?.overlap, '');
    assert.ok(magnified.findings.some(({ message }) => message.startsWith('10.128.44.244 is in both')));
    assert.equal(lan.severity, undefined, 'the LAN itself is not to blame');
  });

  describe('draws an overlap', () => {
    const pool = (name: string, addresses: string) =>
      `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: ${name}, namespace: metallb-system }\nspec: { addresses: [${addresses}] }\n`;
    const pools = [pool('one', '10.0.0.0-10.0.0.99'), pool('two', '10.0.0.90-10.0.0.199')];
    const drawn = (plan: AddressPlan) =>
      [...plan.bars.values()].flatMap(({ overlaps }) =>
        overlaps.map(({ text, owners, severity }) => [text, ...owners, severity].join(' | ')),
      );

    it('of a finding that is not in doubt', () =>
      assert.deepEqual(drawn(planOf(...pools)), ['10.0.0.90-10.0.0.99 | pool one | pool two | error']));

    it('no more once it is said to be meant', () => {
      const [one = '', two = ''] = pools;
      const meant = (text: string) => `# edge-network-disable-file range/overlap\n${text}`;
      assert.deepEqual(drawn(planOf(meant(one), meant(two))), []);
    });

    it('with the address of a single node, which has no range of its own', () => {
      const node =
        'apiVersion: v1\nkind: Node\nmetadata: { name: one }\nstatus: { addresses: [{ type: InternalIP, address: 10.0.0.95 }] }\n';
      assert.deepEqual(drawn(planOf(pool('one', '10.0.0.0-10.0.0.255'), node)), ['10.0.0.95 | pool one | Node one | error']);
    });
  });

  it('marks a range that only the profile implies when a written one covers it', () => {
    const plan = planOf(...overlappingSite);
    const outer = bar(plan, 'external network "head office"');
    assert.deepEqual(
      outer.overlaps.map(({ text }) => text),
      ['172.27.0.0-172.27.255.255', '172.28.0.0-172.28.255.255'],
    );
    const pods = bar(plan, 'pod subnet');
    assert.deepEqual([pods.depth, pods.severity, pods.note], [1, 'warning', 'implied']);
    assert.deepEqual(pods.findings, [], 'the network around it has said it');
    assert.equal(
      group(bar(plan, 'service subnet'), 'single').cells.some(({ overlap }) => overlap !== ''),
      false,
    );
  });

  it('says where the next free range of the same size lies', () => {
    const lan = bar(planOf(...overlappingSite), 'LAN subnet');
    assert.deepEqual(
      group(lan, 'Kubernetes node IPs').headings.map(({ nextFree }) => nextFree),
      ['10.128.44.251-10.128.44.254', '10.128.46.0-10.128.46.6'],
    );
    const beside = (subnet: string) =>
      planOf(
        network(
          `computeNetwork: { subnet: 10.128.44.0/22 }, podSubnet: 172.27.0.0/16, serviceSubnet: 172.28.0.0/16, externalNetworks: [{ name: office, subnet: ${subnet} }]`,
        ),
      );
    assert.equal(bar(beside('172.27.9.0/24'), 'pod subnet').nextFree, '172.29.0.0/16');
    assert.equal(bar(beside('172.29.0.0/24'), 'pod subnet').nextFree, '', 'nothing is wrong with it');
  });

  it('sends pods and services that must both move to different places', () => {
    const plan = planOf(...overlappingSite);
    assert.deepEqual(
      ['pod subnet', 'service subnet'].map((label) => bar(plan, label).nextFree),
      ['10.0.0.0/16', '10.1.0.0/16'],
    );
  });

  it('keeps a pool of pods in the pod subnet that holds it, and waits while that must move itself', () => {
    const pool = (cidr: string, name: string) =>
      `apiVersion: crd.projectcalico.org/v1\nkind: IPPool\nmetadata: { name: ${name} }\nspec: { cidr: ${cidr} }\n`;
    const inside = (office: string) =>
      planOf(
        network(`podSubnet: 10.20.0.0/16, externalNetworks: [{ name: office, subnet: ${office} }]`),
        pool('10.20.0.0/20', 'one'),
        pool('10.20.8.0/21', 'two'),
      );
    const next = (plan: AddressPlan) =>
      [...plan.bars.values()].flatMap((each) => [[each.label, each.nextFree] as const]).filter(([label]) => label.startsWith('pool '));
    assert.deepEqual(next(inside('192.168.0.0/24')), [
      ['pool one', '10.20.16.0/20'],
      ['pool two', '10.20.16.0/21'],
    ]);
    assert.deepEqual(next(inside('10.20.0.0/16')), [
      ['pool one', ''],
      ['pool two', ''],
    ]);
  });

  it('does not count as free what a pool leaves out', () => {
    const pool = (avoid: boolean) =>
      bar(
        planOf(
          network('computeNetwork: { subnet: 10.0.0.0/16 }'),
          `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: shops, namespace: metallb-system }\nspec: { addresses: [10.0.8.0/23], avoidBuggyIPs: ${String(avoid)} }\n`,
        ),
        'pool shops',
      );
    assert.equal(pool(false).free, '512');
    const careful = pool(true);
    assert.equal(careful.free, '508');
    assert.deepEqual(group(careful, 'single').cells.map(cellText), [
      'held 10.0.8.0 left out by its pool fixed',
      'free 10.0.8.1-10.0.8.254',
      'held 10.0.8.255 left out by its pool fixed',
      'held 10.0.9.0 left out by its pool fixed',
      'free 10.0.9.1-10.0.9.254',
      'held 10.0.9.255 left out by its pool fixed',
    ]);
  });

  it('suggests only what is as large, in the LAN and apart from everything', () => {
    const part = fc
      .tuple(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 0, max: 14 }))
      .map(([first, more]) => `10.0.0.${first}-10.0.0.${first + more}`);
    let suggested = 0;
    fc.assert(
      fc.property(part, part, part, fc.integer({ min: 1, max: 254 }), (nodes, services, dhcp, reserved) => {
        const plan = planOf(
          network(
            `computeNetwork: { subnet: 10.0.0.0/24, gateway: 10.0.0.1, dhcpRanges: [${dhcp}], reservedIPs: [10.0.0.${reserved}] }, kubernetesNodeIPs: ${nodes}, kubernetesServiceIPs: ${services}`,
          ),
        );
        const taken = [
          nodes,
          services,
          dhcp,
          `10.0.0.${reserved}-10.0.0.${reserved}`,
          '10.0.0.1-10.0.0.1',
          '10.0.0.0-10.0.0.0',
          '10.0.0.255-10.0.0.255',
        ].map(range);
        const offers = [...plan.bars.values()]
          .flatMap((each) => [{ detail: each.detail, nextFree: each.nextFree }, ...each.groups.flatMap(({ headings }) => headings)])
          .filter(({ nextFree }) => nextFree !== '');
        for (const { detail, nextFree } of offers) {
          suggested++;
          const [own, found] = [detail, nextFree].map((text) =>
            parseCIDR(text) === undefined ? range(text) : rangeOfCIDR(parseCIDR(text)!),
          );
          assert.equal(sizeOf(found!), sizeOf(own!), `${nextFree} for ${detail}`);
          assert.ok(encloses(range('10.0.0.0-10.0.0.255'), found!));
          assert.deepEqual(
            taken.filter((other) => intersection(other, found!) !== undefined),
            [],
            `${nextFree} for ${detail}`,
          );
        }
      }),
      { seed: 11, numRuns: 60 },
    );
    assert.ok(suggested > 60);
  });

  it('says each finding once', () => {
    const plan = planOf(
      network(
        'computeNetwork: { subnet: 10.128.44.0/22 }, kubernetesServiceIPs: 10.128.44.248-10.128.45.10, externalNetworks: [{ name: cameras, subnet: 10.128.45.0/28 }]',
      ),
    );
    const said = [...plan.bars.values()]
      .flatMap((each) => [...each.findings, ...each.groups.flatMap(({ findings }) => findings)])
      .map(({ message }) => message);
    assert.ok(said.length > 0);
    assert.deepEqual(said, [...new Set(said)]);
  });

  it('shows a /8 and a /30 in one cluster, each where it can be read', () => {
    const plan = planOf(...wideSite);
    const outer = bar(plan, 'external network "company"');
    assert.equal(outer.size, '16777216');
    const lan = bar(plan, 'LAN subnet');
    assert.equal(lan.depth, outer.depth + 1);
    assert.ok((outer.segments[0]?.end ?? 1) - (outer.segments[0]?.start ?? 0) < 0.0001);
    assert.deepEqual(
      group(lan, 'Kubernetes node IPs').cells.map(({ first }) => first),
      ['10.128.44.240', '10.128.44.241', '10.128.44.242', '10.128.44.243'],
    );
  });

  it('counts IPv6 exactly', () => {
    const pods = [...planOf(...wideSite).bars.values()].find(({ label, first }) => label === 'pod subnet' && first.includes(':'));
    assert.equal(pods?.size, String(2n ** 72n));
    assert.equal(pods.last, 'fd00:10:0:ff:ffff:ffff:ffff:ffff');
    assert.ok(BigInt(pods.free ?? 0) < 2n ** 72n);
  });

  it('shows the blocks of a pool with their nodes and their pods', () => {
    const blocks = group(bar(planOf(...site), 'pod subnet'), 'blocks').cells;
    assert.ok(blocks.length > 0);
    for (const block of blocks) {
      assert.equal(block.used, block.cells.filter(({ state }) => state === 'used').length);
      assert.equal(
        block.cells.reduce((sum, { size }) => sum + BigInt(size), 0n),
        BigInt(block.size),
      );
    }
    assert.equal(blocks.flatMap(({ cells }) => cells).filter(({ owner }) => owner.startsWith('Pod shop/web-')).length, 5);
  });

  it('leads every cell to elements that the graph has', () => {
    for (const texts of [site, overlappingSite, wideSite]) {
      const topology = topologyIn(...texts);
      const ids = new Set(topology.graph.elements.map(({ id }) => id));
      const cells = (list: readonly PlanCell[]): readonly string[] => list.flatMap((cell) => [...cell.elements, ...cells(cell.cells)]);
      const named = [...saidPlan(topology).bars.values()].flatMap((one) => [
        ...one.elements,
        ...one.segments.flatMap(({ elements }) => elements),
        ...one.groups.flatMap((each) => cells(each.cells)),
      ]);
      assert.ok(named.length > 10);
      assert.deepEqual(
        named.filter((id) => !ids.has(id)),
        [],
      );
    }
  });

  it('is empty where nothing says what addresses there are', () => {
    const plan = planOf('apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n');
    assert.equal(plan.bars.size, 0);
    assert.deepEqual(
      plan.clusters.map(({ bars }) => bars),
      [[]],
    );
  });

  it('shows a single range as cells alone', () => {
    const plan = planOf(network('kubernetesNodeIPs: 10.0.0.1-10.0.0.3'));
    assert.deepEqual(
      [...plan.bars.values()].map(({ label, segments }) => [label, segments.length]),
      [['Kubernetes node IPs', 0]],
    );
    assert.deepEqual(
      bar(plan, 'Kubernetes node IPs').groups[0]?.cells.map(({ first }) => first),
      ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
    );
  });

  it('holds each of 1,000 services once', () => {
    const cells = group(bar(planOf(...manyServices(1000)), 'service subnet'), 'single').cells;
    assert.equal(cells.filter(({ owner }) => owner.startsWith('Service team-')).length, 1000);
  });

  it('keeps the bars that did not change, and sends those that did', () => {
    const before = planOf(...site);
    assert.equal(planDifference(before, planOf(...site)), undefined);
    const more = planOf(
      ...site,
      'apiVersion: v1\nkind: Service\nmetadata: { name: more, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n',
    );
    assert.deepEqual(
      planDifference(before, more)?.bars.map(({ label }) => label),
      ['service subnet'],
    );
    assert.equal(planDifference(emptyPlan, before)?.bars.length, before.bars.size);
    assert.deepEqual(planDifference(before, emptyPlan), { clusters: [], bars: [] });
  });
});
