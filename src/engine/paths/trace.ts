import { message } from '../../base/message.ts';
import type { IPAddress } from '../../base/ip.ts';
import { holdersAt } from '../addresses/inventory.ts';
import type { AllocatedService, Allocation } from '../allocation.ts';
import { PolicyJudge } from '../policies/judge.ts';
import type { Protocol } from '../policies/portSet.ts';
import { policyWorldOf } from '../policies/world.ts';
import type { PathGoal } from './asked.ts';
import { beyondGateway } from './byGateway.ts';
import { servingOf, toServed, unserved } from './byHost.ts';
import type { PathClient } from './client.ts';
import { addressesOf } from './names.ts';
import { after, either, ending, type Path } from './path.ts';
import type { WebRequest } from './proxy.ts';
import { toAddress, toPod, toService } from './toAddress.ts';

/** The whole way of a connection, step by step, or where and why it ends. Of several clients the ways of all of them. */
export function trace(allocation: Allocation, clients: readonly PathClient[], goal: PathGoal, protocol: Protocol): Path {
  const judge = new PolicyJudge(policyWorldOf(allocation));
  return either(
    clients.map((client) => way(judge, allocation, client, goal, protocol)),
    { mixed: message('Only some of the pods get there.') },
  );
}

function way(judge: PolicyJudge, allocation: Allocation, client: PathClient, goal: PathGoal, protocol: Protocol): Path {
  switch (goal.kind) {
    case 'address':
      return toAddressAndOn(judge, allocation, client, { ...goal, protocol });
    case 'service':
      return toServiceAndOn(judge, allocation, client, { ...goal, protocol });
    case 'pods':
      return either(
        goal.pods.map((pod) => toPod(judge, allocation, client, { pod, port: goal.port, protocol, address: undefined })),
        { mixed: message('Only some of the pods are reached.') },
      );
    case 'name':
      return byName(judge, allocation, client, goal, protocol);
    case 'web':
      return toWeb(judge, allocation, client, goal);
  }
}

/** Behind the pods of a Gateway the way goes on. */
function toServiceAndOn(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  request: { readonly service: AllocatedService; readonly port: number | undefined; readonly protocol: Protocol },
): Path {
  const path = toService(judge, allocation, client, request);
  const { service, protocol } = request;
  const port = request.port ?? service.ports.find((one) => one.protocol === protocol)?.port;
  return port === undefined ? path : beyondGateway(judge, allocation, { service, port, protocol }, path);
}

function toAddressAndOn(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  request: { readonly address: IPAddress; readonly port: number | undefined; readonly protocol: Protocol },
): Path {
  const path = toAddress(judge, allocation, client, request);
  const { protocol } = request;
  for (const { owner } of holdersAt(allocation, request.address).holders)
    if (owner.type === 'cluster-ip' || owner.type === 'load-balancer' || owner.type === 'external-ip') {
      const { service } = owner;
      const port = request.port ?? service.ports.find((one) => one.protocol === protocol)?.port;
      if (port !== undefined) return beyondGateway(judge, allocation, { service, port, protocol }, path);
    }
  return path;
}

function byName(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  { name, port }: { readonly name: string; readonly port: number | undefined },
  protocol: Protocol,
): Path {
  const answer = addressesOf(judge, allocation, client, name);
  switch (answer.kind) {
    case 'ends':
      return answer.path;
    case 'service':
      return after(answer.steps, toServiceAndOn(judge, allocation, client, { service: answer.service, port, protocol }));
    case 'addresses':
      return after(
        answer.steps,
        either(
          answer.addresses.slice(0, mostAddresses).map((address) => toAddressAndOn(judge, allocation, client, { address, port, protocol })),
          { mixed: message('Only some of the addresses of {0} are reached.', name) },
        ),
      );
    case 'elsewhere': {
      const request: WebRequest = { host: name, path: '/', port: port ?? 80 };
      const serving = protocol === 'TCP' ? servedByName(allocation, request) : undefined;
      return serving === undefined
        ? ending(answer.steps, answer.step)
        : after([...answer.steps, { ...answer.step, outcome: 'passes' }], toServed(judge, allocation, client, request, serving));
    }
  }
}

/** A name of a cluster's own is no host of a rule that is for every host. */
function servedByName(allocation: Allocation, request: WebRequest): ReturnType<typeof servingOf> {
  return request.host.includes('.') ? servingOf(allocation, request) : undefined;
}

/** Addresses of one name that are followed. */
const mostAddresses = 16;

function toWeb(judge: PolicyJudge, allocation: Allocation, client: PathClient, request: WebRequest): Path {
  const answer = addressesOf(judge, allocation, client, request.host);
  if (answer.kind === 'ends') return answer.path;
  // What the cluster's own DNS answers is no matter of Ingresses.
  if (answer.kind === 'addresses' || answer.kind === 'service')
    return byName(judge, allocation, client, { name: request.host, port: request.port }, 'TCP');
  const serving = servingOf(allocation, request);
  if (serving === undefined) return ending(answer.steps, unserved(allocation, request) ?? answer.step);
  const named = { ...answer.step, outcome: 'passes', why: message('It is taken to lead to what serves this host here.') } as const;
  return after([...answer.steps, named], toServed(judge, allocation, client, request, serving));
}
