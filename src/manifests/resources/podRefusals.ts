import { list, message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { FieldPath } from '../place.ts';
import { limits } from '../limits.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { Refusal } from '../refusal.ts';
import { probe as probeFields } from './fieldNames.ts';
import { fieldsOfPod, isFieldOfPod, isWritten, probes, waysIn } from './mayBeRefused.ts';
import { podSettingRefusals } from './podSettingRefusals.ts';

/** Of whom the pods are, as far as it changes what is refused. */
export interface PodMaker {
  /** Rendered: what is empty may be given when it is installed. */
  readonly rendered: boolean;
  /** The image of a container may be filled in while the manifest is taken in. */
  readonly fillsImages: boolean;
  /** A StatefulSet's `volumeClaimTemplates`: the volumes that its controller adds. */
  readonly claims: readonly Fields[] | undefined;
}

/**
 * What the API server, or the kubelet, refuses of a pod spec. Paths are from the document, as the cursors have them.
 * kubernetes pkg/apis/core/validation/validation.go validateContainerCommon, ValidateEnv, ValidateVolumeMounts, validateProbe
 */
export function podRefusals(spec: Fields, maker: PodMaker): readonly Refusal[] {
  // Something else than a list, which is said there.
  const hasNoList = isWritten(spec.at('volumes').node) && spec.at('volumes').node?.type !== 'sequence';
  const volumes = [...spec.maps('volumes'), ...(maker.claims ?? []).map((claim) => claim.map('metadata'))].map((each) =>
    textOf(each.at('name')),
  );
  const found: Refusal[] = [...podSettingRefusals(spec)];
  for (const key of ['containers', 'initContainers']) {
    for (const container of spec.maps(key)) {
      // One that is being typed has nothing else yet.
      if (container.node?.type !== 'map' || container.node.entries.filter(({ value }) => isWritten(value)).length < 2) continue;
      found.push(
        ...imageRefusals(container, maker),
        ...container.maps('env').flatMap(variableRefusals),
        ...(hasNoList ? [] : mountRefusals(container, volumes, maker)),
        ...(key === 'containers' || textOf(container.at('restartPolicy')) === 'Always'
          ? probes.flatMap((probe) => probeRefusals(container, probe))
          : probes
              .filter((probe) => container.at(probe).exists)
              .map((probe) => ({
                path: container.at(probe).path,
                atKey: true as const,
                text: message('A container that runs before the others has no probes, unless its restartPolicy is Always.'),
              }))),
      );
    }
  }
  return found.slice(0, limits.problems);
}

function textOf({ node }: Fields): string | undefined {
  return node?.type === 'scalar' && node.value !== null ? node.text : undefined;
}

function imageRefusals(container: Fields, maker: PodMaker): readonly Refusal[] {
  const image = container.at('image');
  const { path, node } = image;
  const text = textOf(image) ?? '';
  // Where none is written, kubectl says so at once, and nothing here depends on it.
  if (node?.type !== 'scalar' || node.value === null || maker.fillsImages || (maker.rendered && /^\s*$|^[:/@]|[:/@]$/.test(text)))
    return [];
  if (text === '') return [{ path, text: message('A container has no image.') }];
  // Words in capitals are filled in by somebody; `ko://` and labels of Bazel by their tools.
  if (holdsPlaceholder(text) || /[A-Z]{3}|[<>{}[\]$%*]|^(?!https?:)[a-z]+:\/\/|^\/\//.test(text)) return [];
  if (text.trim() !== text) return [{ path, text: message('The image has blanks in front of it or behind it.') }];
  if (isImage(text)) return [];
  return [
    {
      path,
      by: 'nobody',
      text: message(
        'The kubelet refuses the image "{0}" (InvalidImageName), so that the container never starts: an image is a name in small letters without blanks and without a scheme, with a tag or a digest behind it.',
        text,
      ),
    },
  ];
}

/** distribution/reference normalize.go ParseNormalizedNamed, regexp.go; the first part of a path counts as a host where it has capitals. */
function isImage(text: string): boolean {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  if (isHost && !isHostOfImage(first)) return false;
  const [named = '', digest, ...more] = (isHost ? text.slice(slash + 1) : text).split('@');
  if (more.length > 0 || (digest !== undefined && !/^[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}$/.test(digest))) return false;
  const [name = '', tag, ...rest] = named.split(':');
  return (
    rest.length === 0 &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    name.split('/').every((part) => /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/.test(part))
  );
}

function isHostOfImage(host: string): boolean {
  if (host.startsWith('[')) return /^\[[0-9a-fA-F:]+\](?::[0-9]+)?$/.test(host);
  const [name = '', port, ...more] = host.split(':');
  return (
    more.length === 0 &&
    (port === undefined || /^[0-9]+$/.test(port)) &&
    name.split('.').every((part) => /^[A-Za-z0-9-]+$/.test(part) && !/^-|-$/.test(part))
  );
}

function variableRefusals(entry: Fields): readonly Refusal[] {
  const name = textOf(entry.at('name')) ?? '';
  const source = entry.at('valueFrom');
  const fieldPath = source.at('fieldRef', 'fieldPath');
  const field = textOf(fieldPath);
  const found: Refusal[] = [];
  if (name.includes('=') && !holdsPlaceholder(name))
    found.push({ path: entry.at('name').path, text: message('The name of a variable has no equals sign: its value stands below value.') });
  if (source.node?.type === 'map') {
    const written = source.node.entries.filter(({ value }) => isWritten(value)).map(({ key }) => key);
    const value = textOf(entry.at('value'));
    if (value !== undefined && value !== '' && written.length > 0)
      found.push({
        path: entry.at('value').path,
        atKey: true,
        text: message('The variable {0} has a value and valueFrom; it takes one of them.', name),
      });
    if (written.length > 1)
      found.push({
        path: source.path,
        atKey: true,
        text: message('The variable {0} takes its value from one of {1}, not from more.', name, list(written)),
      });
  }
  if (field !== undefined && !isFieldOfPod(field) && !holdsPlaceholder(field))
    found.push({
      path: fieldPath.path,
      text: message(
        '"{0}" is no field that a variable can have the value of. The fields are {1}, and a label or an annotation by its name.',
        field,
        list(fieldsOfPod),
      ),
      written: field,
      words: fieldsOfPod,
    });
  return found;
}

function mountRefusals(container: Fields, volumes: readonly (string | undefined)[], { rendered }: PodMaker): readonly Refusal[] {
  const found: Refusal[] = [];
  const paths = new Set<string>();
  const known = [...new Set(volumes.filter((volume) => volume !== undefined))];
  const isFilledIn = known.some(holdsPlaceholder);
  for (const mount of container.maps('volumeMounts')) {
    const name = textOf(mount.at('name'));
    const path = textOf(mount.at('mountPath'));
    if (name === undefined || name === '') continue;
    if (!known.includes(name) && !holdsPlaceholder(name) && !isFilledIn && found.length < 20)
      found.push({
        path: mount.at('name').path,
        text:
          known.length === 0
            ? message('There is no volume {0}: the pod has no volumes.', name)
            : message('There is no volume {0}; the volumes of the pod are {1}.', name, list(known, 5)),
        written: name,
        words: known,
      });
    if (path === undefined || path === '') {
      if (!rendered && mount.node?.type === 'map' && mount.node.entries.length > 1)
        found.push({ path: mount.path, text: message('A mount needs the mountPath where the container sees the volume.') });
    } else if (paths.has(path) && !holdsPlaceholder(path))
      found.push({ path: mount.at('mountPath').path, text: message('Another volume is mounted at {0}, too.', path) });
    if (path !== undefined) paths.add(path);
  }
  return found;
}

function probeRefusals(container: Fields, probe: string): readonly Refusal[] {
  const { node, path } = container.at(probe);
  if (node?.type !== 'map' || node.entries.length === 0) return [];
  const ways = waysIn(node);
  if (ways.length > 1)
    return [{ path: below(path, ways[1]), atKey: true, text: message('{0} does one thing: it has {1}.', probe, list(ways)) }];
  // One that is being typed, or misspelt, which is said there.
  return ways.length === 1 || node.entries.some(({ key }) => !bounds.includes(key))
    ? []
    : [{ path, atKey: true, text: message('{0} says nothing to do: httpGet, tcpSocket, exec or grpc.', probe) }];
}

const bounds: readonly string[] = probeFields.filter((field) => /Seconds$|Threshold$/.test(field));

function below(path: FieldPath, step: string | undefined): FieldPath {
  return step === undefined ? path : [...path, step];
}

/** kubernetes pkg/apis/batch/validation/validation.go ValidateJobSpec: what is not written is Always. */
export function restartRefusal(template: Fields): Refusal {
  return {
    path: template.at('spec').path,
    atKey: true,
    text: message(
      'The pods of a Job need restartPolicy: Never or OnFailure. Where it is not written, it is Always, which a Job cannot have.',
    ),
    missing: { path: template.at('spec', 'restartPolicy').path, value: 'Never' },
  };
}
