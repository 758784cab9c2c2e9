import type { FieldPlace } from '../../manifests/place.ts';
import type { CreateOptions, EdgeModule, Written, WrittenEntry } from '../../manifests/resources/iotEdge.ts';
import { environmentLine } from '../../manifests/iotEdge/environment.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import type { Origins } from '../origin.ts';
import type { RenderedManifest } from '../rendered.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../yaml/node.ts';
import {
  annotationKey,
  edgeNamespace,
  isObjectName,
  isServiceName,
  moduleLabel,
  objectName,
  originalNameAnnotation,
} from '../../manifests/iotEdge/names.ts';
import { modulePorts, moduleServiceType, type ModulePort } from '../../manifests/iotEdge/ports.ts';
import { field, listNode, mapNode, numberNode, textNode, trueNode } from './tree.ts';

/** From a place in a deployment manifest to the stretch of the file. */
export type OriginsOf = (place: FieldPlace) => Origins;

/** What the agent makes of a module: its Service, where it names a port, then its Deployment; nothing where the Service is refused for its name, since the agent stops there. iotedge Agent.Kubernetes/edgedeployment/EdgeDeploymentController.cs */
export function translateModule(module: EdgeModule, source: string, originsOf: OriginsOf): readonly RenderedManifest[] {
  const name = objectName(module.name.text);
  if (!isObjectName(name) || holdsPlaceholder(module.name.text)) return [];
  if (!isServiceName(name) && modulePorts(module.options).ports.length > 0) return [];
  const translation = new Translation(module, name, originsOf);
  return [translation.service(), translation.deployment()].flatMap((root) => (root === undefined ? [] : [{ root, source }]));
}

class Translation {
  readonly #module: EdgeModule;
  readonly #options: CreateOptions;
  readonly #name: string;
  /** Of the module's name: where what nobody writes is looked for. It is the object's name alone, so that whoever points at it means the object. */
  readonly #own: Origins;
  readonly #originsOf: OriginsOf;

  constructor(module: EdgeModule, name: string, originsOf: OriginsOf) {
    this.#module = module;
    this.#options = module.options;
    this.#name = name;
    this.#originsOf = originsOf;
    this.#own = originsOf(module.name.place);
  }

  /** iotedge Agent.Kubernetes/edgedeployment/service/KubernetesServiceMapper.cs */
  service(): YamlMap | undefined {
    const { ports } = modulePorts(this.#options);
    if (ports.length === 0) return undefined;
    const { type, place } = moduleServiceType(this.#options);
    const bindings = this.#options.portBindings?.place;
    const { loadBalancerIP } = this.#options.service;
    return this.#object(
      'v1',
      'Service',
      this.#annotations(),
      mapNode(
        this.#own,
        field('type', textNode(type, place === undefined ? [] : this.#originsOf(place))),
        field('selector', mapNode(this.#own, field(moduleLabel, textNode(this.#name, [])))),
        field('loadBalancerIP', loadBalancerIP === undefined ? undefined : this.#text(loadBalancerIP)),
        field(
          'ports',
          listNode(
            bindings === undefined ? this.#own : this.#originsOf(bindings),
            ports.map((port) => this.#servicePort(port)),
          ),
        ),
      ),
    );
  }

  #servicePort({ name, protocol, port, target }: ModulePort): YamlNode {
    const key = this.#originsOf(target.place);
    return mapNode(
      key,
      field('name', textNode(name, [])),
      field('protocol', textNode(protocol.toUpperCase(), [])),
      field('port', numberNode(port.text, this.#originsOf(port.place))),
      field('targetPort', numberNode(target.text, key)),
    );
  }

  /** iotedge Agent.Kubernetes/edgedeployment/deployment/KubernetesDeploymentMapper.cs */
  deployment(): YamlMap {
    const { status } = this.#module;
    const { hostNetwork, nodeSelector } = this.#options;
    const isStopped = status?.text.toLowerCase() === 'stopped';
    const host = hostNetwork === undefined ? undefined : this.#originsOf(hostNetwork.place);
    return this.#object(
      'apps/v1',
      'Deployment',
      undefined,
      mapNode(
        this.#own,
        field('replicas', numberNode(isStopped ? '0' : '1', status === undefined ? [] : this.#originsOf(status.place))),
        field('selector', mapNode(this.#own, field('matchLabels', this.#labels()))),
        field(
          'template',
          mapNode(
            this.#own,
            field(
              'metadata',
              mapNode(
                this.#own,
                field('labels', this.#labels()),
                field(
                  'annotations',
                  this.#annotations([{ key: originalNameAnnotation, keyOrigins: [], value: textNode(this.#module.name.text, []) }]),
                ),
              ),
            ),
            field(
              'spec',
              mapNode(
                this.#own,
                field('hostNetwork', host === undefined ? undefined : trueNode(host)),
                field('dnsPolicy', host === undefined ? undefined : textNode('ClusterFirstWithHostNet', host)),
                field('nodeSelector', nodeSelector.length === 0 ? undefined : mapNode(this.#own, this.#entries(nodeSelector))),
                field('containers', listNode(this.#own, [mapNode(this.#own, field('name', textNode('proxy', []))), this.#container()])),
              ),
            ),
          ),
        ),
      ),
    );
  }

  #container(): YamlNode {
    const { image, env } = this.#module;
    const { command, args, exposedPorts } = this.#options;
    const lines = this.#options.env.flatMap((line) => environmentLine(line));
    const ports = modulePorts({ ...this.#options, portBindings: undefined, exposedPorts }).ports;
    return mapNode(
      this.#own,
      field('name', textNode(this.#name, [])),
      field('image', image === undefined ? undefined : this.#text(image)),
      field('command', this.#list(command)),
      field('args', this.#list(args)),
      field(
        'env',
        listNode(
          this.#own,
          [...env, ...lines].map(({ key, value }) =>
            mapNode(this.#originsOf(key.place), field('name', this.#text(key)), field('value', this.#text(value))),
          ),
        ),
      ),
      field(
        'ports',
        ports.length === 0
          ? undefined
          : listNode(
              this.#own,
              ports.map(({ target, protocol }) => {
                const key = this.#originsOf(target.place);
                return mapNode(
                  key,
                  field('containerPort', numberNode(target.text, key)),
                  field('protocol', textNode(protocol.toUpperCase(), [])),
                );
              }),
            ),
      ),
    );
  }

  #object(apiVersion: string, kind: string, annotations: YamlNode | undefined, spec: YamlMap): YamlMap {
    return mapNode(
      this.#own,
      field('apiVersion', textNode(apiVersion, [])),
      field('kind', textNode(kind, [])),
      field(
        'metadata',
        mapNode(
          this.#own,
          field('name', textNode(this.#name, this.#own)),
          field('namespace', textNode(edgeNamespace, [])),
          field('labels', this.#labels()),
          field('annotations', annotations),
        ),
      ),
      field('spec', spec),
    );
  }

  #labels(): YamlMap {
    return mapNode(this.#own, field(moduleLabel, textNode(this.#name, [])));
  }

  /** Docker's labels, behind what the agent itself writes. */
  #annotations(own: readonly YamlEntry[] = []): YamlMap | undefined {
    const labels = this.#entries(this.#options.labels.map(({ key, value }) => ({ key: { ...key, text: annotationKey(key.text) }, value })));
    return own.length + labels.length === 0 ? undefined : mapNode(this.#own, own, labels);
  }

  #entries(entries: readonly WrittenEntry[]): readonly YamlEntry[] {
    return entries.map(({ key, value }) => ({ key: key.text, keyOrigins: this.#originsOf(key.place), value: this.#text(value) }));
  }

  #list(items: readonly Written[]): YamlNode | undefined {
    return items.length === 0
      ? undefined
      : listNode(
          this.#own,
          items.map((item) => this.#text(item)),
        );
  }

  #text({ text, place }: Written): YamlNode {
    return textNode(text, this.#originsOf(place));
  }
}
