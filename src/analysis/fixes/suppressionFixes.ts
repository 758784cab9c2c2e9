import { message, type Message } from '../../base/message.ts';
import { unusedSuppression } from '../../checks/suppression/unused.ts';
import type { Finding, FixEdit } from '../../checks/findings/finding.ts';
import { resourceAt } from '../../checks/findings/resourceAt.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { insertionOf } from '../../manifests/insert.ts';
import { commentLineOf } from '../../manifests/locate.ts';
import { blockLines, type NewValue } from '../../manifests/newValue.ts';
import { placeOf, type TextPlace } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { endOfCodes, suppressionAnnotation, suppressionComments } from '../../manifests/suppressions.ts';
import { editAtSource } from '../sourcePlaces.ts';
import { fileEditsOf, type FileEdit } from './fileEdits.ts';
import { clustersOf, type Snapshot } from '../snapshot.ts';

/** One way to say that a finding is meant. */
export interface SuppressionFix {
  readonly title: Message;
  readonly edits: readonly FileEdit[];
  /** A file to be made; nothing stands at its path. */
  readonly newFile: { readonly path: string; readonly text: string } | undefined;
}

/**
 * Ways to keep a finding away, narrowest first: a comment before its line, an annotation of its resource, a comment for its file, an entry of the configuration file
 * (the nearest above the file, else a new one in `workspaceFolder`, a path with `/` at its end or empty; undefined for a file of no folder). Ways that the text does not allow are left out: JSON has no comments, a text that could not be read no place for an annotation.
 */
export function suppressionFixesOf(snapshot: Snapshot, finding: Finding, workspaceFolder: string | undefined): readonly SuppressionFix[] {
  const {
    code,
    place: { document },
  } = finding;
  const found: SuppressionFix[] = [];
  const add = (title: Message, edit: FixEdit | undefined) => {
    const edits = edit === undefined ? undefined : fileEditsOf(snapshot, { title, preferred: false, edits: [edit] });
    if (edits !== undefined) found.push({ title, edits, newFile: undefined });
  };
  // A suppression that keeps nothing away cannot be kept away by another, which would keep nothing away itself.
  if (code === unusedSuppression.code) return [];
  const resource = clustersOf(snapshot, document.file)
    .map(({ cluster }) => resourceAt(cluster, finding.judged?.place ?? finding.place))
    .find((subject) => subject !== undefined);
  const analysed = snapshot.files.get(document.file);
  const first = analysed?.file.documents[0];
  const isWhole = analysed?.documents.some((facts) => facts.document === document && !facts.unreadable) === true;
  const comments = !/^\s*[{[]/.test(document.text);
  if (comments) add(message('Disable {0} for this line', code), commentBefore(finding));
  // In a text that could not be read nothing says where an annotation would stand.
  if (resource !== undefined && isWhole)
    add(
      message('Disable {0} for {1} {2}', code, resource.kind, resource.metadata.name),
      editAtSource(snapshot.files, annotation(resource, code)),
    );
  if (comments && first !== undefined)
    add(message('Disable {0} for this file', code), insertText(first, 0, `# ${suppressionComments.file} ${code}${lineEnd(first.text)}`));
  const configured = configurationFix(snapshot, finding, resource, workspaceFolder);
  return configured === undefined ? found : [...found, configured];
}

/** Undefined where the line says nothing, such as the end of a text that breaks off: a comment speaks of the next line that does. */
function commentBefore({ code, place }: Finding): FixEdit | undefined {
  const { document } = place;
  const start = commentLineOf(place);
  if (!/^[ \t]*[^\s#]/.test(document.text.slice(start))) return undefined;
  const indent = /^[ \t]*/.exec(document.text.slice(start))?.[0] ?? '';
  return insertText(document, start, `${indent}# ${suppressionComments['next-line']} ${code}${lineEnd(document.text)}`);
}

function annotation(resource: Resource, code: string): FixEdit {
  const written = resource.metadata.annotations[suppressionAnnotation];
  const place = placeOf(resource, 'metadata', 'annotations', suppressionAnnotation);
  if (written === undefined) return { kind: 'insert', place, value: code };
  const end = endOfCodes(written);
  return {
    kind: 'replace',
    place,
    replaces: written,
    text: `${end === 0 ? '' : `${written.slice(0, end)}, `}${code}${written.slice(end)}`,
  };
}

/** A comment at an offset; whole lines, so that nothing that stands there moves to the side. */
function insertText(document: ManifestDocument, at: number, text: string): FixEdit {
  const place: TextPlace = { document, path: undefined, start: at, end: at };
  return { kind: 'replace', place, replaces: '', text };
}

function configurationFix(
  snapshot: Snapshot,
  {
    code,
    place: {
      document: { file },
    },
  }: Finding,
  resource: Resource | undefined,
  workspaceFolder: string | undefined,
): SuppressionFix | undefined {
  const title = message('Disable {0} here in {1}', code, '.edge-network.yaml');
  const configuration = nearestConfiguration(snapshot, file);
  const folder = configuration?.folder ?? workspaceFolder;
  if (folder === undefined || !file.startsWith(folder)) return undefined;
  const entry = entryFor(code, file.slice(folder.length), resource);
  if (configuration === undefined) {
    const text = `${blockLines({ ignore: [entry] }, 2).join('\n')}\n`;
    return { title, edits: [], newFile: { path: `${folder}.edge-network.yaml`, text } };
  }
  const { document } = configuration;
  const place = placeOf({ document, root: [] }, 'ignore', configuration.ignore.length);
  const edit: FixEdit =
    insertionOf({ place, value: entry }) === undefined
      ? insertText(
          document,
          document.text.length,
          `${document.text === '' || document.text.endsWith('\n') ? '' : '\n'}${blockLines({ ignore: [entry] }, 2).join('\n')}\n`,
        )
      : { kind: 'insert', place, value: entry };
  // A text that is neither empty nor a map is for its author to put right first.
  if (edit.kind === 'replace' && /^[^#\s]/m.test(document.text)) return undefined;
  const edits = fileEditsOf(snapshot, { title, preferred: false, edits: [edit] });
  return edits === undefined ? undefined : { title, edits, newFile: undefined };
}

function nearestConfiguration(snapshot: Snapshot, file: string) {
  for (let slash = file.lastIndexOf('/'); ; slash = file.lastIndexOf('/', slash - 1)) {
    const folder = file.slice(0, slash + 1);
    for (const name of ['.edge-network.yaml', '.edge-network.yml']) {
      const configuration = snapshot.files.get(`${folder}${name}`)?.configuration;
      if (configuration !== undefined) return configuration;
    }
    if (slash <= 0) return undefined;
  }
}

function entryFor(code: string, path: string, resource: Resource | undefined): NewValue {
  if (resource === undefined || resource.metadata.name === '') return { codes: [code], paths: [path] };
  const {
    kind,
    metadata: { name, namespace },
  } = resource;
  return { codes: [code], paths: [path], kinds: [kind], names: [namespace === undefined ? name : `${namespace}/${name}`] };
}

function lineEnd(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
