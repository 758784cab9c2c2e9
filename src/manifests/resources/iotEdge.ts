import type { ResourceBase } from '../metadata.ts';
import type { NamingText } from '../namingTexts.ts';
import type { FieldPlace } from '../place.ts';

/**
 * A deployment manifest of Azure IoT Edge, its template, or a layer over one. `standard`: it says all that the device runs; `layered`: it adds to a standard one that
 * may stand elsewhere. MicrosoftDocs azure-docs iot-edge/module-deployment-monitoring, SchemaStore azure-iot-edge-deployment-1.0.json
 */
export interface IoTEdgeDeploymentResource extends ResourceBase {
  readonly type: 'IoTEdgeDeployment';
  readonly form: 'standard' | 'layered';
  /** The system modules first, then the others as they are written; of a name that stands twice the last. */
  readonly modules: readonly EdgeModule[];
  readonly routes: readonly Written[];
  /** Texts of the modules' twins that may name a service. */
  readonly texts: readonly NamingText[];
}

/** A text with its place. */
export interface Written {
  readonly text: string;
  readonly place: FieldPlace;
}

/** A text under a name, each with its place. */
export interface WrittenEntry {
  readonly key: Written;
  readonly value: Written;
}

export interface EdgeModule {
  /** As it is written; `edgeHub` and `edgeAgent` for those of the system. */
  readonly name: Written;
  readonly isSystem: boolean;
  /** Absent: `running`. */
  readonly status: Written | undefined;
  readonly image: Written | undefined;
  readonly env: readonly WrittenEntry[];
  readonly options: CreateOptions;
  /** Keys of `settings` and of the module that are read of `createOptions` alone (`k8s-experimental`). */
  readonly misplaced: readonly Written[];
}

/** What the agent makes of a module's create options. Keys of Docker's structures are matched without regard to capitals. */
export interface CreateOptions {
  /** Why the agent refuses them, and with them the whole deployment. */
  readonly faults: readonly OptionsFault[];
  /** Something of them is filled in later, or could not be read: there may be more than is here. */
  readonly isPartial: boolean;
  readonly exposedPorts: readonly Written[];
  /** Absent: there is no such section, which decides the type of the Service. */
  readonly portBindings: { readonly place: FieldPlace; readonly ports: readonly PortBinding[] } | undefined;
  readonly hostNetwork: Written | undefined;
  readonly labels: readonly WrittenEntry[];
  /** `Env`: lines `NAME=value`. */
  readonly env: readonly Written[];
  readonly command: readonly Written[];
  readonly args: readonly Written[];
  readonly service: { readonly type: Written | undefined; readonly loadBalancerIP: Written | undefined };
  readonly nodeSelector: readonly WrittenEntry[];
  readonly ignored: readonly IgnoredSetting[];
}

export interface PortBinding {
  /** `80/tcp` */
  readonly container: Written;
  /** Of each entry its `HostPort`; the text is absent where none is written. The place is the entry's then. */
  readonly hosts: readonly { readonly text: string | undefined; readonly place: FieldPlace }[];
}

/**
 * `syntax`: no JSON; `shape`: a value of another type than the structure has; `parts`: the parts of a long text are not numbered one after the other.
 * iotedge Agent.Docker/DockerConfig.cs, edge-util JsonEx.cs (ChunkedProperty)
 */
export type OptionsFault =
  | { readonly kind: 'syntax'; readonly detail: string; readonly place: FieldPlace }
  | { readonly kind: 'shape'; readonly key: string; readonly wanted: 'map' | 'list' | 'text'; readonly place: FieldPlace }
  | { readonly kind: 'parts'; readonly key: string; readonly expected: string; readonly place: FieldPlace };

/** A setting that the agent passes over. */
export type IgnoredSetting =
  /** A key that reads like the name of the section for Kubernetes, and is another. */
  | { readonly kind: 'section-name'; readonly key: string; readonly place: FieldPlace }
  /** The section is no map. */
  | { readonly kind: 'section-shape'; readonly place: FieldPlace }
  /** A key of the section that it does not have. */
  | { readonly kind: 'section-key'; readonly key: string; readonly meant: string | undefined; readonly place: FieldPlace }
  /** A type that no Service has. */
  | { readonly kind: 'service-type'; readonly text: string; readonly place: FieldPlace }
  /** A setting of Docker that stands where Docker, too, does not look (`HostConfig.ExposedPorts`). */
  | { readonly kind: 'docker-place'; readonly key: string; readonly place: FieldPlace }
  /** A setting of Docker's network that the cluster's network has no use for. */
  | { readonly kind: 'docker-network'; readonly key: string; readonly place: FieldPlace };
