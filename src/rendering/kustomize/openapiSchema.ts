import { message } from '../../base/message.ts';
import { valueAt } from '../yaml/change.ts';
import { toPlain } from '../yaml/plain.ts';
import { inFile, readYaml } from '../yaml/read.ts';
import { fileOf, loadFile } from './entries.ts';
import type { Kustomization } from './kustomizationFile.ts';
import type { Loader } from './loader.ts';
import { builtInMergeSchema, mergeSchemaOf, mergeSchemaOfBoth, type MergeSchema } from './mergeSchema.ts';
import { failure, placeOf, type Report } from './problem.ts';

/**
 * What a build has done with the built-in schema before one is set: nothing; met a kind that the list of scopes does not have, so that it reads it
 * beside the other, and over it; or merged by it, so that the other is read over it. kyaml/openapi/openapi.go (initSchema)
 */
export type BuiltInUse = 'none' | 'wanted' | 'read';

/** What both of two parts of a build have done. */
export function bothUses(one: BuiltInUse, other: BuiltInUse): BuiltInUse {
  return one === 'read' || other === 'none' ? one : other;
}

function beside(use: BuiltInUse, custom: MergeSchema): MergeSchema {
  if (use === 'none') return custom;
  return use === 'read' ? mergeSchemaOfBoth(custom, builtInMergeSchema, custom) : mergeSchemaOfBoth(builtInMergeSchema, custom, custom);
}

/**
 * The schema that a build goes on with: a schema is set once, by the first kustomization that has one; it decides what strategic merges join.
 * `before`: the one that is set already. kyaml/openapi/openapi.go (SetSchema)
 */
export function schemaAfter(
  before: MergeSchema | undefined,
  kustomization: Kustomization,
  loader: Loader,
  report: Report,
  use: BuiltInUse,
): MergeSchema | undefined {
  const openapi = valueAt(kustomization.root, 'openapi');
  const path = valueAt(openapi, 'path');
  const version = valueAt(openapi, 'version');
  if (path?.type === 'scalar') {
    const loaded = loadFile(loader, kustomization, path, report);
    if (loaded === undefined || before !== undefined) return before;
    if (version !== undefined) {
      report(failure('openapi', message('A version and a path exclude each other here.'), placeOf(version, fileOf(kustomization))));
      return undefined;
    }
    const [document] = readYaml(loader.text(loaded.file) ?? '', inFile(loaded.file), { dialect: 'yaml-1.1', duplicates: 'last' });
    if (document?.root !== undefined && document.problems.length === 0) return beside(use, mergeSchemaOf(toPlain(document.root)));
    report(failure('openapi', message('{0} is no OpenAPI document.', path.text), placeOf(path, fileOf(kustomization))));
  } else if (version?.type === 'scalar' && version.text !== '' && before === undefined) {
    if (version.text === 'v1.21.2') return builtInMergeSchema;
    report(
      failure('openapi', message('Kustomize has no schema of the version {0}.', version.text), placeOf(version, fileOf(kustomization))),
    );
  }
  return before;
}
