import { message, type Message } from '../../../base/message.ts';
import type { Span } from '../../origin.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import { withPlacesIn } from '../../helm/output/document.ts';
import { strategicMerge } from '../../kustomize/strategicMerge.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textOf as textOfRope } from '../../rope.ts';
import { entryAt, mapNode, nodeAt, textAt, textNode, valueAt, withValue } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import type { ClusterObject, Deliveries, Surroundings } from '../delivery.ts';
import { gitOpsObject } from '../object.ts';
import { isTrue, making, mapsOf, placeOf, refused, specOf, textOf, unknown } from '../reading.ts';
import { valueOfYaml } from '../../helm/yamlValue.ts';
import { treeFilling } from './filledTree.ts';
import { generated, mostApplications, newWork, type Generating } from './generators.ts';
import { firstWins, type Parameters } from './parameters.ts';

/** The Applications that an ApplicationSet makes, each once; what its generators ask of others is not known here. argo-cd applicationset/controllers/template */
export function applicationSetDeliveries(object: ClusterObject, surroundings: Surroundings): Omit<Deliveries, 'looked' | 'destination'> {
  const problems: RenderingProblem[] = [];
  const said = new Set<string>();
  const report = (problem: RenderingProblem): void => {
    // What is wrong with the template is wrong with every Application.
    const key = `${problem.class} ${problem.at.file} ${problem.at.start}`;
    if (said.has(key)) return;
    said.add(key);
    problems.push(problem);
  };
  const namespace = textOf(specOf(object, 'template', 'spec', 'destination', 'namespace'));
  const reach = making(namespace?.includes('{{') === true ? undefined : namespace);
  const filling = treeFilling(isTrue(specOf(object, 'goTemplate')));
  const generating: Generating = {
    object,
    surroundings,
    filling,
    report,
    reportUnknown: (text, at) => {
      report(unknown(text, at, reach));
    },
    work: newWork(),
  };
  const objects = new Map<string, ClusterObject>();
  for (const generator of mapsOf(specOf(object, 'generators'))) {
    const made = generated(generator, generating);
    if (made === undefined) continue;
    const own = specOf(object, 'template');
    const base: YamlMap = own?.type === 'map' ? own : mapNode([], object.root.origins);
    const template = made.template === undefined ? base : firstWins(made.template, base);
    for (const set of made.sets) {
      if (objects.size >= mostApplications) {
        report(
          failure(
            'limit',
            message('This makes more than {0} Applications; what lies beyond is left out.', mostApplications),
            placeOf(object, generator),
          ),
        );
        break;
      }
      const application = applicationOf(template, set, generating);
      if (application === undefined) continue;
      if (!objects.has(application.name)) objects.set(application.name, application);
      else if (!holdsPlaceholder(application.name) && application.name !== '')
        report(
          refused(
            message('Argo CD makes one Application of each name, and this set makes two that are named {0}.', application.name),
            placeOf(object, specOf(object, 'template', 'metadata', 'name'), own),
          ),
        );
    }
  }
  return { deliveries: [], objects: [...objects.values()], problems };
}

function failure(name: string, text: Message, at: Span): RenderingProblem {
  return { class: name, severity: 'error', message: text, at, related: [] };
}

function applicationOf(template: YamlMap, parameters: Parameters, generating: Generating): ClusterObject | undefined {
  const { object, filling, report } = generating;
  const filled = filling.tree(template, parameters);
  if ('complaint' in filled) {
    report(failure('template', message('This cannot be filled in: {0}.', filled.complaint), filled.at));
    return undefined;
  }
  if (filled.type !== 'map') return undefined;
  const origins = template.origins;
  const metadata = valueAt(filled, 'metadata');
  const head: YamlMap = metadata?.type === 'map' ? metadata : mapNode([], origins);
  let root = mapNode(
    [
      { key: 'apiVersion', keyOrigins: origins, value: textNode(object.apiVersion, origins) },
      { key: 'kind', keyOrigins: origins, value: textNode('Application', origins) },
      {
        key: 'metadata',
        keyOrigins: entryAt(filled, 'metadata')?.keyOrigins ?? origins,
        value: withValue(head, 'namespace', textNode(object.namespace, origins)),
      },
      ...filled.entries.filter(({ key }) => key === 'spec'),
    ],
    origins,
  );
  const patch = specOf(object, 'templatePatch');
  if (patch?.type === 'scalar' && patch.text.trim() !== '' && filling.isGo) root = patched(root, patch, parameters, generating);
  return gitOpsObject(root);
}

/** `templatePatch` is a text that is filled in, read and merged; it cannot change the project. */
function patched(
  root: YamlMap,
  patch: YamlNode & { readonly type: 'scalar' },
  parameters: Parameters,
  { filling, report, surroundings }: Generating,
): YamlMap {
  const [at = { file: '', start: 0, end: 0 }] = patch.origins;
  const written = valueOfYaml(patch, surroundings.sources.text(at.file));
  const rope = filling.rope(written.kind === 'string' ? written.rope : [], parameters);
  if ('complaint' in rope) {
    report(failure('template', message('This cannot be filled in: {0}.', rope.complaint), rope.at));
    return root;
  }
  const { root: read, problem } = firstDocument(textOfRope(rope), (start, end) => ({ file: '', start, end }));
  if (problem !== undefined || (read !== undefined && read.type !== 'map')) {
    report(failure('template', message('What this patch comes to is no YAML of an Application: {0}.', problem?.text ?? ''), at));
    return root;
  }
  if (read === undefined) return root;
  const { result = root } = strategicMerge(root, withPlacesIn(read, rope, at), undefined);
  const project = nodeAt(root, 'spec', 'project');
  const spec = valueAt(result, 'spec');
  const isKept = project === undefined || spec?.type !== 'map' || textAt(spec, 'project') === textOf(project);
  return isKept ? result : withValue(result, 'spec', withValue(spec, 'project', project));
}
