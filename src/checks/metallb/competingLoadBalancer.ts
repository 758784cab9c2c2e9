import { message, term, type Message, type Term } from '../../base/message.ts';
import { hasFlag, programsNamed, variableOf } from '../../engine/programs.ts';
import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { scalarAt } from '../../manifests/locate.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { DistributionConfigurationResource } from '../../manifests/resources/distribution.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { inserting, replacing } from '../findings/fixes.ts';

export const competingLoadBalancer: Check = {
  code: 'metallb/competing-load-balancer',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, network, assembly }: CheckContext): Generator<Problem> {
    const pool = resourcesOf(cluster, 'IPAddressPool')[0] ?? resourcesOf(cluster, 'MetalLBConfig')[0];
    if (pool === undefined || (network.loadBalancerClass ?? '') !== '') return;
    const competitors = competitorsOf(cluster);
    if (competitors.length === 0 || everyServiceHasClass(cluster)) return;
    for (const { place, who, fixes, doubt } of competitors) {
      yield {
        place,
        message: message(
          '{0} gives addresses to services of type LoadBalancer, and so does MetalLB from {1}; they overwrite each other. Keep one of the two.',
          who,
          nameOf(pool),
        ),
        related: [{ message: message('{0}', nameOf(pool)), place: placeOf(pool, 'metadata', 'name') }],
        fixes,
        doubt: doubt ?? assembly.doubt(place, placeOf(pool, 'metadata', 'name')),
      };
    }
  },
};

interface Competitor {
  readonly place: Place;
  readonly who: Term;
  readonly fixes?: readonly Fix[];
  readonly doubt?: Message | undefined;
}

/** Services that name a class have one load balancer each. */
function everyServiceHasClass(cluster: Cluster): boolean {
  const services = resourcesOf(cluster, 'Service').filter(({ serviceType }) => serviceType === 'LoadBalancer');
  return services.length > 0 && services.every(({ loadBalancerClass }) => (loadBalancerClass ?? '') !== '');
}

/** One of each kind. */
function competitorsOf(cluster: Cluster): readonly Competitor[] {
  const found = [
    serviceLB(cluster),
    first(
      resourcesOf(cluster, 'CiliumLoadBalancerIPPool').filter(({ disabled }) => !disabled),
      'Cilium',
    ),
    calico(cluster),
    first(kubeVips(cluster), 'kube-vip') ?? kubeVipServices(cluster),
  ];
  return found.filter((competitor) => competitor !== undefined);
}

function first([resource]: readonly Resource[], name: string): Competitor | undefined {
  return resource === undefined ? undefined : { place: placeOf(resource, 'kind'), who: term('{0} ({1})', name, nameOf(resource)) };
}

/** What gives addresses is its cloud provider, or its ConfigMap; kube-vip alone often only holds the address of the control plane. */
const kubeVips = resourcesWhere(
  ({ type, metadata: { name } }) =>
    (type === 'Workload' && name.startsWith('kube-vip-cloud')) || (type === 'ConfigMap' && name === 'kubevip'),
);

/** kube-vip itself, told to serve services beside the control plane. kube-vip pkg/kubevip/config_envvar.go svc_enable */
function kubeVipServices(cluster: Cluster): Competitor | undefined {
  for (const running of programsNamed(cluster, 'kube-vip')) {
    const { resource, program } = running;
    const variable = variableOf(running, 'svc_enable');
    const isOn = variable === undefined ? hasFlag(program, 'services') : variable.text === 'true';
    // An election of its own for a class.
    if (!isOn || variableOf(running, 'lb_class_only')?.text === 'true') continue;
    const place = variable === undefined ? placeOf(resource, 'metadata', 'name') : placeOf(resource, ...variable.path);
    return {
      place,
      who: term('{0} ({1})', 'kube-vip', nameOf(resource)),
      fixes:
        variable === undefined
          ? []
          : [replacing(message('Turn the services of kube-vip off'), false, { place, replaces: 'true', text: 'false' })],
    };
  }
  return undefined;
}

const calicoSettings = resourcesWhere(({ kind }) => kind === 'KubeControllersConfiguration');

function calico(cluster: Cluster): Competitor | undefined {
  const pool = resourcesOf(cluster, 'IPPool').find(
    ({ allowedUses, disabled }) => !disabled && allowedUses?.includes('LoadBalancer') === true,
  );
  if (pool === undefined) return undefined;
  const [settings] = calicoSettings(cluster);
  return {
    place: placeOf(pool, 'spec', 'allowedUses'),
    who: term('Calico ({0})', nameOf(pool)),
    doubt: settings === undefined ? undefined : message('{0} may limit Calico to services that ask for it.', nameOf(settings)),
  };
}

/** The load balancer of K3s, which runs unless it is turned off. */
function serviceLB(cluster: Cluster): Competitor | undefined {
  const configurations = resourcesOf(cluster, 'DistributionConfiguration').filter(({ distribution }) => distribution === 'k3s');
  if (configurations.some(({ disabled }) => disabled.includes('servicelb'))) return undefined;
  const server = configurations.find(isServer);
  const [configuration = server] = server === undefined ? configurations : [server];
  if (configuration === undefined) return undefined;
  return {
    place: placeInServer(configuration),
    who: term('ServiceLB of K3s (not turned off in {0})', configuration.document.file),
    fixes: server === undefined ? [] : [disabling(server)],
    doubt: server === undefined ? message("This may be the configuration of an agent; the server's is not known.") : undefined,
  };
}

/** Agents have none of these. */
function isServer({
  podSubnets,
  serviceSubnets,
  clusterDNS,
  dnsDomain,
  serviceNodePortRange,
  disabled,
}: DistributionConfigurationResource): boolean {
  return (
    podSubnets.length + serviceSubnets.length + clusterDNS.length + disabled.length > 0 ||
    dnsDomain !== undefined ||
    serviceNodePortRange !== undefined
  );
}

function placeInServer(configuration: DistributionConfigurationResource): Place {
  const { podSubnets, serviceSubnets, clusterDNS, dnsDomain, serviceNodePortRange, disabled } = configuration;
  const [path] = [...podSubnets, ...serviceSubnets, ...clusterDNS, dnsDomain, serviceNodePortRange].flatMap((text) =>
    text === undefined ? [] : [text.path],
  );
  const [key] = path ?? [];
  return disabled.length > 0 || key === undefined ? keyPlaceOf(configuration, 'disable') : keyPlaceOf(configuration, key);
}

function disabling(configuration: DistributionConfigurationResource): Fix {
  const title = message('Turn ServiceLB off (disable: servicelb)');
  const place = placeOf(configuration, 'disable');
  const written = scalarAt(place)?.text;
  if (written !== undefined && written !== '') return replacing(title, true, { place, replaces: written, text: `${written},servicelb` });
  return configuration.disabled.length === 0
    ? inserting(title, true, { place, value: ['servicelb'] })
    : inserting(title, true, { place: placeOf(configuration, 'disable', configuration.disabled.length), value: 'servicelb' });
}
