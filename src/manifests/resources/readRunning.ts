import type { Fields } from '../fields.ts';
import { namingTexts, type NamingText } from '../namingTexts.ts';
import type { Container, ContainerConnection } from './workloads.ts';

/** What a container runs with: only what may name something is kept, since environments are long and closed files are many. */
export function readRunning(container: Fields): Pick<Container, 'texts' | 'connections'> {
  const texts: NamingText[] = [];
  for (const variable of container.maps('env')) {
    const value = variable.at('value');
    if (value.node === undefined || value.asFreeText() === undefined) continue;
    const { node } = variable.at('name');
    texts.push(...namingTexts(value, node?.type === 'scalar' ? node.text : ''));
  }
  for (const key of ['command', 'args']) addWords(container, key, texts);
  const connections: ContainerConnection[] = [];
  for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) readHandler(container.at(probe), [probe], texts, connections);
  const lifecycle = container.at('lifecycle');
  if (lifecycle.exists)
    for (const hook of ['postStart', 'preStop']) readHandler(lifecycle.at(hook), ['lifecycle', hook], texts, connections);
  return { texts: texts.length === 0 ? none : texts, connections: connections.length === 0 ? none : connections };
}

const none: readonly never[] = [];

function addWords(fields: Fields, key: string, texts: NamingText[]): void {
  for (const word of fields.list(key)) if (word.asFreeText() !== undefined) texts.push(...namingTexts(word));
}

function readHandler(handler: Fields, path: readonly string[], texts: NamingText[], connections: ContainerConnection[]): void {
  if (!handler.exists) return;
  for (const way of ['httpGet', 'tcpSocket', 'grpc']) {
    const fields = handler.at(way);
    if (fields.node?.type === 'map')
      connections.push({ path: [...path, way], port: plainValue(fields.at('port')), host: textOf(fields.at('host')) });
  }
  addWords(handler.at('exec'), 'command', texts);
}

/** As written; programs of the pod or a template may fill it in, which is nobody's fault here. */
function plainValue({ node }: Fields): number | string | undefined {
  return node?.type === 'scalar' && (typeof node.value === 'number' || typeof node.value === 'string') ? node.value : undefined;
}

function textOf({ node }: Fields): string | undefined {
  return node?.type === 'scalar' && node.value !== null ? node.text : undefined;
}
