import { goFunction } from '../function.ts';
import { string, type GoFunction } from '../value.ts';
import { casing } from './casing.ts';
import { dates } from './dates.ts';
import { defaults } from './defaults.ts';
import { dicts } from './dicts.ts';
import { encoding } from './encoding.ts';
import { hashes } from './hashes.ts';
import { joining } from './joining.ts';
import { json } from './json.ts';
import { lists } from './lists.ts';
import { numbers } from './numbers.ts';
import { paths } from './paths.ts';
import { random } from './random.ts';
import { regex } from './regex.ts';
import { semver } from './semver.ts';
import { splitting } from './splitting.ts';
import { toml } from './toml.ts';
import { trimming } from './trimming.ts';
import { types } from './types.ts';
import { urls } from './urls.ts';
import { wrapping } from './wrapping.ts';
import { yaml } from './yaml.ts';

const families: readonly Readonly<Record<string, GoFunction>>[] = [
  casing,
  dates,
  defaults,
  dicts,
  encoding,
  hashes,
  joining,
  json,
  lists,
  numbers,
  paths,
  random,
  regex,
  semver,
  splitting,
  toml,
  trimming,
  types,
  urls,
  wrapping,
  yaml,
  { hello: goFunction([], () => string('Hello!')) },
];

/**
 * The functions that templates have from Sprig 3.3.0 and from Helm 4.1.4 (pkg/engine/funcs.go), by name: without those of Go's templates
 * (`eq`, `printf`…) and those that the engine binds (`include`, `tpl`, `required`, `fail`, `lookup`, `getHostByName`).
 */
export const functions: ReadonlyMap<string, GoFunction> = new Map(families.flatMap((family) => Object.entries(family)));
