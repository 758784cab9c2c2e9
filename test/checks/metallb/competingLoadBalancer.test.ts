import assert from 'node:assert/strict';
import { check as checkAll, fixed, fixTitles } from '../../support/marks.ts';

const check = (text: string) =>
  checkAll(text, { severities: { 'service/no-selector': 'off', 'metallb/not-advertised': 'off', 'service/pending': 'off' } });
const pool =
  '# file: pool.yaml\napiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [10.0.0.4/30] }\n';
const server = (text: string) => `# file: k3s/config.yaml\n${text}`;
const service = (name: string, more = '') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { type: LoadBalancer, ${more}ports: [{ port: 80 }] }\n`;
const cilium = (mark: string, apiVersion = 'cilium.io/v2') =>
  `# file: cilium.yaml\napiVersion: ${apiVersion}\nkind: CiliumLoadBalancerIPPool\n${mark}metadata: { name: blue }\nspec: { blocks: [] }\n`;
const competes =
  '#     ^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/competing-load-balancer: Cilium (CiliumLoadBalancerIPPool blue) gives addresses to services of type LoadBalancer, and so does MetalLB from IPAddressPool metallb-system/lan; they overwrite each other. Keep one of the two.\n';

describe('metallb/competing-load-balancer', () => {
  it('finds K3s with its own load balancer on, and turns that off (incident 27)', () => {
    const found = 'warning metallb/competing-load-balancer: ServiceLB of K3s (not turned off in k3s/config.yaml) gives addresses …';
    const findings = check(`${pool}${server(`cluster-cidr: 10.42.0.0/16\ndisable:\n#<----- ${found}\n- traefik # why\n`)}`);
    assert.deepEqual(fixTitles(findings), ['* Turn ServiceLB off (disable: servicelb)']);
    check(`${pool}${server(`cluster-cidr: 10.42.0.0/16\n#<---------- ${found}\n`)}`);
    const fix = (text: string) => fixed(`${pool}${server(text)}`, 'Turn ServiceLB off (disable: servicelb)');
    assert.equal(fix('disable:\n- traefik # why\n'), 'disable:\n- traefik # why\n- servicelb\n');
    assert.equal(fix('disable: traefik\n'), 'disable: "traefik,servicelb"\n');
    assert.equal(fix('cluster-cidr: 10.42.0.0/16\n'), 'cluster-cidr: 10.42.0.0/16\ndisable:\n- servicelb\n');
  });

  it("hints where the file may be an agent's", () => {
    check(
      `${pool}${server('server: https://10.0.0.1:6443\n')}`.replace(
        '6443\n',
        '6443\n#<--------------------------- hint metallb/competing-load-balancer\n',
      ),
    );
  });

  it('is silent on K3s with that turned off, in whichever of its files, and on RKE2', () => {
    check(`${pool}${server('disable: [servicelb]\n')}`);
    check(`${pool}${server('cluster-cidr: 10.42.0.0/16\n')}# file: k3s/config.yaml.d/lb.yaml\ndisable+: servicelb\n`);
    check(`${pool}# file: rke2/config.yaml\ncluster-cidr: 10.42.0.0/16\n`);
  });

  it('finds pools of Cilium, of Calico and of kube-vip (incident 28)', () => {
    check(`${pool}${cilium(competes)}`);
    check(
      `${pool}---\napiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: out }\nspec:\n  cidr: 10.9.0.0/16\n  allowedUses: [LoadBalancer]\n  #            ^^^^^^^^^^^^^^ warning metallb/competing-load-balancer: Calico (IPPool out) gives …\n`,
    );
    check(
      `${pool}---\napiVersion: v1\nkind: ConfigMap\n#     ^^^^^^^^^ warning metallb/competing-load-balancer: kube-vip (ConfigMap kube-system/kubevip) gives …\nmetadata: { name: kubevip, namespace: kube-system }\ndata: { range-global: 10.0.1.4-10.0.1.9 }\n`,
    );
  });

  it('is silent without MetalLB, and on a kind of the same name in another group', () => {
    check(cilium(''));
    check(`${pool}${cilium('', 'example.com/v2')}`);
  });

  it('is silent where services choose their load balancer by class', () => {
    check(`${pool}${service('a', 'loadBalancerClass: io.cilium/l2-announcer, ')}${cilium('')}`);
    check(`${pool}${service('a', 'loadBalancerClass: io.cilium/l2-announcer, ')}${service('b')}${cilium(competes)}`);
    check(
      `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { loadBalancerClass: example.com/metallb }\n${pool}${service('b')}${cilium('')}`,
    );
  });
});
