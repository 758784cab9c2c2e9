/** How a tool of an agent is asked: what a model reads of it. In English whatever the reader's language, as models are told of it in `package.json`, too, word for word. */
export interface ToolForm {
  readonly description: string;
  /** JSON Schema of what it is given: an object of these fields and no other. */
  readonly inputSchema: {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, ToolField>>;
    /** Absent: none has to be there. */
    readonly required?: readonly string[];
  };
}

export interface ToolField {
  readonly type: 'string' | 'boolean' | 'array';
  /** Of a list. */
  readonly items?: { readonly type: 'string' };
  /** Of a text: no other is understood. */
  readonly enum?: readonly string[];
  readonly description?: string;
}

const cluster = { type: 'string', description: 'Name or root folder of a cluster; needed only when there are several.' } as const;

/** All tools, in the order in which they are listed. */
export const toolForms = {
  check: {
    description:
      'Finds what will not work in the Kubernetes, MetalLB, Calico and CoreDNS manifests of the workspace: overlapping IP ranges, selectors that match nothing, services that stay pending, DNS names that no record has. Returns JSON with findings: code, severity, message, file and range (lines and columns from 1).',
    inputSchema: {
      type: 'object',
      properties: { path: { type: 'string', description: 'A file or folder, relative to the workspace; only its findings are told.' } },
    },
  },
  addresses: {
    description:
      'Tells for each cluster of the workspace, predicted from its manifests without a cluster: every range and pool with its use, who has which address in it (node, pod, service), what is set aside and what is free, each with its certainty, reason and manifest. Returns JSON.',
    inputSchema: { type: 'object', properties: { cluster } },
  },
  resolve: {
    description:
      'Tells what the CoreDNS of a cluster answers for a name, computed from the manifests, with the names that were tried. Returns JSON.',
    inputSchema: {
      type: 'object',
      properties: {
        name: { type: 'string', description: 'A DNS name, full or short.' },
        type: { type: 'string', description: 'Type of record: A, AAAA, SRV, CNAME, PTR. A if absent.' },
        from: { type: 'string', description: 'namespace/pod that asks: its search list completes the name.' },
        cluster,
      },
      required: ['name'],
    },
  },
  trace: {
    description:
      'Follows a connection step by step through DNS, external address, Ingress or Gateway, Service, kube-proxy, network policies and pod, computed from the manifests, and tells whether it is allowed, or where and why it ends. Returns JSON.',
    inputSchema: {
      type: 'object',
      properties: {
        from: { type: 'string', description: 'outside, an IP address, node/NAME or NAMESPACE/POD or NAMESPACE/WORKLOAD.' },
        to: { type: 'string', description: 'NAME:PORT, ADDRESS:PORT, NAMESPACE/SERVICE:PORT or http://HOST/PATH.' },
        protocol: { type: 'string', enum: ['TCP', 'UDP', 'SCTP'] },
        cluster,
      },
      required: ['from', 'to'],
    },
  },
  what_if: {
    description:
      'Tells what events make of a cluster: which addresses, endpoints and announcements change, computed from the manifests. Returns JSON with steps and changes.',
    inputSchema: {
      type: 'object',
      properties: {
        events: {
          type: 'array',
          items: { type: 'string' },
          description:
            'One after the other, such as: fail worker-1, drain worker-1, scale deployment/shop/web=4, restart shop/web-0, delete service/shop/web, elapse 400.',
        },
        cluster,
      },
      required: ['events'],
    },
  },
  render: {
    description:
      'Renders a kustomization or Helm chart of the workspace without running any program, as each cluster gets it. Returns JSON with the resources and problems.',
    inputSchema: {
      type: 'object',
      properties: {
        folder: { type: 'string', description: 'Folder of the kustomization or chart, relative to the workspace.' },
        origins: { type: 'boolean', description: 'With the file, line and column of each field.' },
      },
      required: ['folder'],
    },
  },
} as const satisfies Readonly<Record<string, ToolForm>>;

export type ToolName = keyof typeof toolForms;
