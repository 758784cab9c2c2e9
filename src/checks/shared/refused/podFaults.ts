import { parseLegacyAddress } from '../../../base/ip.ts';
import { message } from '../../../base/message.ts';
import { portsOf } from '../../../engine/references/containerPorts.ts';
import type { PodOwner } from '../../../engine/references/podOwners.ts';
import { quantity } from '../../../engine/scheduler/quantity.ts';
import { isDNSSubdomain } from '../../../engine/serviceAllocator/dnsNames.ts';
import { isPortName } from '../../../engine/serviceAllocator/portFields.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { Refusal } from '../../../manifests/refusal.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { shareFaults } from './shareFaults.ts';

/** kubernetes pkg/apis/core/validation/validation.go validateContainerPorts, validateHostNetwork */
export function portFaults(owner: PodOwner): readonly Refusal[] {
  const faults: Refusal[] = [];
  for (const { port, path } of portsOf(owner)) {
    const { name: own = '', protocol, containerPort, hostPort } = port;
    if (own !== '' && !isPortName(own) && !holdsPlaceholder(own)) {
      faults.push({
        path: [...path, 'name'],
        text: message(
          '"{0}" is not a name of a container port: at most 15 small letters, digits and single hyphens are, with a letter among them.',
          own,
        ),
      });
    }
    if (protocol !== '' && !protocols.includes(protocol) && !holdsPlaceholder(protocol))
      faults.push({
        path: [...path, 'protocol'],
        text: message('"{0}" is not a protocol: TCP, UDP and SCTP are.', protocol),
        written: protocol,
        words: protocols,
      });
    for (const [field, number] of [
      ['containerPort', containerPort],
      ['hostPort', hostPort ?? 0],
    ] as const) {
      if (number < 0 || number > 65535) faults.push({ path: [...path, field], text: message('A port must be a number from 1 to 65535.') });
    }
    if (owner.spec.hostNetwork && hostPort !== undefined && hostPort !== 0 && containerPort !== 0 && hostPort !== containerPort) {
      faults.push({
        path: [...path, 'hostPort'],
        text: message('With hostNetwork a hostPort is the containerPort: {0} is not {1}.', String(hostPort), String(containerPort)),
      });
    }
  }
  return faults;
}

const protocols = ['TCP', 'UDP', 'SCTP'];

/** kubernetes pkg/apis/core/validation/validation.go ValidateHostAliases */
export function hostAliasFaults({ spec, specPath }: PodOwner): readonly Refusal[] {
  return spec.hostAliases.flatMap(({ ip, hostnames }, index): readonly Refusal[] => [
    ...(ip === '' || parseLegacyAddress(ip) !== undefined || holdsPlaceholder(ip)
      ? []
      : [{ path: [...specPath, 'hostAliases', index, 'ip'], text: message('"{0}" is not an IP address.', ip) }]),
    ...hostnames.flatMap((name, place) =>
      isDNSSubdomain(name) || holdsPlaceholder(name)
        ? []
        : [
            {
              path: [...specPath, 'hostAliases', index, 'hostnames', place],
              text: message('"{0}" is not a DNS name: small letters, digits, hyphens and dots are.', name),
            },
          ],
    ),
  ]);
}

/** kubernetes pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements; apimachinery pkg/api/resource/quantity.go */
export function amountFaults({ spec, specPath }: PodOwner): readonly Refusal[] {
  return (['containers', 'initContainers'] as const).flatMap((key) =>
    spec[key].flatMap(({ resources: { requests, limits } }, index) =>
      (['requests', 'limits'] as const).flatMap((bound) =>
        Object.entries(bound === 'requests' ? requests : limits).flatMap(([name, text]): readonly Refusal[] => {
          const path = [...specPath, key, index, 'resources', bound, name];
          // Nothing is taken for 0.
          if (text === '' || text === 'null' || text === '~' || holdsPlaceholder(text)) return [];
          const amount = quantity(text, 1000);
          if (text.startsWith('-') && quantity(text.slice(1), 1000) !== undefined)
            return [{ path, text: message('An amount may not be negative.') }];
          if (amount === undefined)
            return [
              {
                path,
                by: 'itself',
                text: message('"{0}" is no amount: a number is, with m, k, M, G, Ki, Mi or Gi behind it and no blank between.', text),
                ...withUnit(text),
              },
            ];
          if (name !== 'cpu' && /^\d+m$/.test(text))
            return [
              {
                path,
                by: 'nobody',
                severity: 'warning',
                text: message(
                  '{0} of {1} are {2} bytes, for m stands for thousandths. {3} is meant, or {4}.',
                  text,
                  name,
                  Number(text.slice(0, -1)) / 1000,
                  `${text}i`.replace('m', 'M'),
                  text.replace('m', 'M'),
                ),
                written: text,
                words: [`${text}i`.replace('m', 'M')],
              },
            ];
          const limit = bound === 'requests' ? limits[name] : undefined;
          return limit === undefined || holdsPlaceholder(limit) || amount <= (quantity(limit, 1000) ?? Infinity)
            ? []
            : [{ path, text: message('The container asks for {0} of {1}, more than its limit of {2}.', text, name, limit) }];
        }),
      ),
    ),
  );
}

/** `512MB`, `1gb`, `2 Gi`: what was to be written. */
function withUnit(text: string): Pick<Refusal, 'written' | 'words'> {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([kmgt])i?b?$/i.exec(text) ?? [];
  return number === undefined || unit === undefined ? {} : { written: text, words: [`${number}${unit.toUpperCase()}i`] };
}

/** kubernetes pkg/apis/apps/validation/validation.go ValidateDeploymentStrategy, ValidateDaemonSetUpdateStrategy; pkg/registry/apps/statefulset/strategy.go; pkg/apis/apps/v1/defaults.go; pkg/apis/batch/validation */
export function countFaults(workload: WorkloadResource): readonly Refusal[] {
  const { controller, replicas, parallelism, completions, rollout } = workload;
  const inJob = controller === 'CronJob' ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
  const faults: Refusal[] = [];
  for (const [field, number] of Object.entries({ replicas, parallelism, completions }))
    if (number !== undefined && number < 0) faults.push({ path: [...inJob, field], text: message('{0} may not be negative.', field) });
  if (controller === 'Deployment') faults.push(...rolloutFaults(workload, 'strategy'));
  // Of one that is updated only by hand nothing is looked at; a StatefulSet's is dropped unread where MaxUnavailableStatefulSet is off, as it was for long.
  if (controller === 'DaemonSet' && rollout.strategy !== 'OnDelete') faults.push(...rolloutFaults(workload, 'updateStrategy'));
  return faults;
}

function rolloutFaults(workload: WorkloadResource, key: 'strategy' | 'updateStrategy'): readonly Refusal[] {
  const { controller, rollout } = workload;
  const { strategy, maxSurge, maxUnavailable } = rollout;
  const path = ['spec', key, 'rollingUpdate'];
  const written = Object.entries({ maxSurge, maxUnavailable }).filter(([, text]) => text !== undefined && text !== '');
  if (written.some(([, text]) => holdsPlaceholder(text ?? ''))) return [];
  if (strategy === 'Recreate' && written.length > 0)
    return [{ path, atKey: true, text: message('With the strategy Recreate there is no rollingUpdate.') }];
  const faults = written.flatMap(([field]) => shareFaults(workload, [...path, field], controller === 'Deployment' && field === 'maxSurge'));
  if (faults.length > 0) return faults;
  // What is not written is 25% of a Deployment, of a DaemonSet a surge of none and one that is unavailable.
  const isNone = (text: string | undefined, otherwise: boolean) => (text === undefined ? otherwise : Number.parseInt(text, 10) === 0);
  const noSurge = isNone(maxSurge, key === 'updateStrategy');
  const allAvailable = isNone(maxUnavailable, false);
  if (noSurge && allAvailable)
    return [{ path: [...path, 'maxUnavailable'], text: message('With no surge and none unavailable no pod is ever replaced.') }];
  return key === 'updateStrategy' && !noSurge && !allAvailable
    ? [
        {
          path: [...path, 'maxSurge'],
          text: message('A DaemonSet has a surge only where maxUnavailable is 0, and it is not unless that is written.'),
        },
      ]
    : [];
}
