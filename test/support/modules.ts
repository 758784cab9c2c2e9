/** Deployment manifests of IoT Edge for tests. */

export const device = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: mill }
spec:
  profile: azure-stack-edge
  kubernetesNodeIPs: 10.40.8.10-10.40.8.11
  kubernetesServiceIPs: 10.40.8.20-10.40.8.29
`;

const hubPorts = ['443', '5671', '8883'].map((port) => [`${port}/tcp`, [{ HostPort: port }]] as const);

export const hub = {
  type: 'docker',
  settings: { image: 'hub', createOptions: JSON.stringify({ HostConfig: { PortBindings: Object.fromEntries(hubPorts) } }) },
};

/** Options that bind container ports to host ports. */
export function binding(ports: Readonly<Record<string, string>>, more: object = {}): object {
  return {
    HostConfig: { PortBindings: Object.fromEntries(Object.entries(ports).map(([key, port]) => [key, [{ HostPort: port }]])) },
    ...more,
  };
}

/** A module; options are written as a text unless they are one. */
export function edgeModule(options?: object | string, more: object = {}): object {
  const createOptions = options === undefined || typeof options === 'string' ? options : JSON.stringify(options);
  return { type: 'docker', settings: { image: 'x', ...(createOptions !== undefined && { createOptions }) }, ...more };
}

export interface Deployed {
  readonly edgeHub?: object;
  readonly routes?: Readonly<Record<string, unknown>>;
  readonly twins?: Readonly<Record<string, object>>;
}

/** A standard manifest. */
export function deployment(modules: Readonly<Record<string, object>>, { edgeHub = hub, routes = {}, twins = {} }: Deployed = {}): string {
  return JSON.stringify(
    {
      modulesContent: {
        $edgeAgent: { 'properties.desired': { systemModules: { edgeAgent: edgeModule(), edgeHub }, modules } },
        $edgeHub: { 'properties.desired': { routes } },
        ...Object.fromEntries(Object.entries(twins).map(([name, twin]) => [name, { 'properties.desired': twin }])),
      },
    },
    null,
    2,
  );
}

/** A layer with some modules. */
export function layer(modules: Readonly<Record<string, object>>): string {
  return JSON.stringify({
    content: {
      modulesContent: {
        $edgeAgent: Object.fromEntries(Object.entries(modules).map(([name, module]) => [`properties.desired.modules.${name}`, module])),
      },
    },
  });
}
