import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rules } from '../src/checks/all.ts';
import { pageOf } from '../src/checks/pages.ts';
import { severities } from '../src/checks/findings/finding.ts';
import { profileNames } from '../src/manifests/resources/edgeNetwork.ts';

const manifest = read('package.json') as Manifest;
const texts = read('package.nls.json') as Readonly<Record<string, string>>;

interface Manifest {
  readonly [field: string]: unknown;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly yamlValidation: readonly { readonly url: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly image?: string; readonly markdown?: string } }[];
    }[];
    readonly grammars: readonly { readonly path: string }[];
  };
}

interface Setting {
  readonly default: unknown;
  readonly scope: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Setting>>;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function keysIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(/^%(.+)%$/g)].map(([, key]) => key ?? '');
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(keysIn) : [];
}

const setting = (name: string): Setting => {
  const found = manifest.contributes.configuration.properties[name];
  if (found === undefined) throw new Error(`There is no setting ${name}.`);
  return found;
};

describe('package.json', () => {
  it('has a text for each of its keys, and no text without a key', () => {
    assert.deepEqual([...new Set(keysIn(manifest))].sort(), Object.keys(texts).sort());
  });

  it('names files that exist', () => {
    const {
      icon,
      contributes: { yamlValidation, grammars },
    } = manifest;
    for (const file of [icon, ...yamlValidation.map(({ url }) => url), ...grammars.map(({ path }) => path), 'l10n/bundle.l10n.json'])
      assert.ok(existsSync(file), file);
  });

  it('has an icon of at least 128 by 128 pixels', () => {
    const png = readFileSync(manifest.icon);
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 128 && png.readUInt32BE(20) >= 128);
  });

  it('contributes the commands that the extension registers, under one category', () => {
    // `showCheck` is where links lead; it is no use in the palette.
    const registered = ['src/extension.ts', ...readdirSync('src/editor').map((name) => `src/editor/${name}`)].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/registerCommand\(\s*'(edgeNetwork\.\w+)'/g)].map(([, name]) => name ?? ''),
    );
    const commands = manifest.contributes.commands.map(({ command }) => command);
    for (const command of commands) assert.ok(registered.includes(command), `${command} is not registered`);
    assert.deepEqual([...new Set(manifest.contributes.commands.map(({ category }) => category))], ['%category%']);
    for (const { command } of Object.values(manifest.contributes.menus).flat()) assert.ok(commands.includes(command), command);
  });

  it('wakes up for YAML, for a topology that was open and for workspaces with files of its own, never at every start', () => {
    assert.deepEqual(manifest.activationEvents.slice(0, 2), ['onLanguage:yaml', 'onWebviewPanel:edgeNetwork.topology']);
    for (const event of manifest.activationEvents.slice(2)) assert.match(event, /^workspaceContains:.*(edge|device|deployment)/);
  });

  it('brings the files of its example and of its walkthrough', () => {
    const listed = readdirSync('examples/store-42-faulty', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll('\\', '/').replace('examples/store-42-faulty/', ''));
    const source = readFileSync('src/editor/example.ts', 'utf8');
    const copied = /exampleFiles = \[(.*)\]/.exec(source)?.[1]?.replaceAll("'", '').split(', ');
    assert.deepEqual(copied?.toSorted(), listed.toSorted());
    const { walkthroughs } = manifest.contributes;
    const media = walkthroughs.flatMap(({ steps }) =>
      steps.flatMap((step) => [
        ...(step.media.image === undefined ? [] : [step.media.image]),
        ...(step.media.markdown === undefined ? [] : [step.media.markdown]),
      ]),
    );
    assert.equal(media.length, 4);
    for (const file of media) assert.ok(existsSync(file), file);
  });

  it('works in untrusted and in virtual workspaces, and in the browser', () => {
    assert.deepEqual(manifest['capabilities'], { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
    assert.deepEqual([manifest['main'], manifest['browser']], ['./dist/extension.js', './dist/extension.web.js']);
    assert.equal(manifest['extensionKind'], undefined);
    assert.equal(manifest['extensionDependencies'], undefined);
  });

  it('is typed against the oldest VS Code that it says to support', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });

  it('gives every setting a default, a scope and a description', () => {
    for (const [name, { default: value, scope, description, markdownDescription }] of Object.entries(
      manifest.contributes.configuration.properties,
    )) {
      assert.ok(value !== undefined, name);
      assert.ok(['window', 'resource'].includes(scope), name);
      assert.ok((description ?? markdownDescription) !== undefined, name);
    }
  });

  it("offers a severity for each check, which begins with the check's own", () => {
    const offered = setting('edgeNetwork.checks').properties ?? {};
    assert.deepEqual(
      Object.entries(offered).map(([code, { default: severity }]) => [code, severity]),
      rules.map(({ code, severity }) => [code, severity]),
    );
    for (const { enum: values } of Object.values(offered)) assert.deepEqual(values, [...severities, 'off']);
    for (const { code } of rules) assert.equal(texts[`check.${code}`], pageOf(code).title);
  });

  it('offers each profile with a description', () => {
    const { enum: values = [], markdownEnumDescriptions } = setting('edgeNetwork.defaultProfile');
    assert.deepEqual([...values].sort(), [...profileNames].sort());
    assert.deepEqual(
      markdownEnumDescriptions,
      values.map((name) => `%configuration.defaultProfile.${name}%`),
    );
  });
});

describe('the schema of EdgeNetwork', () => {
  interface Schema {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly enum?: readonly string[];
    readonly enumDescriptions?: readonly string[];
    readonly description?: string;
  }
  const schema = read('schemas/edge-network.schema.json') as {
    readonly if: {
      readonly required: readonly string[];
      readonly properties: Readonly<Record<string, { readonly not: { readonly pattern?: string; readonly const?: string } }>>;
    };
    readonly else: { readonly $ref: string };
    readonly definitions: { readonly EdgeNetwork: Required<Schema> };
  };
  const { spec } = schema.definitions.EdgeNetwork.properties;
  /** Whether the schema leaves a manifest alone: what its `if` says, in as much of JSON Schema as it uses. */
  function isLeftAlone(other: Readonly<Record<string, unknown>>): boolean {
    return (
      schema.if.required.every((key) => key in other) &&
      Object.entries(schema.if.properties).every(([key, { not }]) => {
        const value = String(other[key]);
        return not.pattern === undefined ? value !== not.const : !new RegExp(not.pattern).test(value);
      })
    );
  }

  it('leaves the other manifests of its file alone', () => {
    assert.equal(schema.else.$ref, '#/definitions/EdgeNetwork');
    for (const [apiVersion, kind] of [
      ['metallb.io/v1beta1', 'IPAddressPool'],
      ['v1', 'Service'],
      ['kustomize.config.k8s.io/v1beta1', 'Kustomization'],
    ])
      assert.ok(isLeftAlone({ apiVersion, kind }), kind);
  });

  it('holds what is, or is on the way to be, an EdgeNetwork to its fields', () => {
    for (const other of [
      {},
      { kind: 'EdgeNetwork' },
      { kind: 'Service' },
      { apiVersion: 'edgenetwork/v1' },
      { apiVersion: 'edgenetwork/v2', kind: 'EdgeNetwork' },
      { apiVersion: 'edgenetwork/v1', kind: 'EdgeNetwrok' },
      { apiVersion: 'edgenetwrok/v1', kind: 'EdgeNetwork' },
    ])
      assert.ok(!isLeftAlone(other), JSON.stringify(other));
  });

  it('offers each profile', () => {
    const profile = spec?.properties?.['profile'];
    assert.deepEqual([...(profile?.enum ?? [])].sort(), [...profileNames].sort());
    assert.equal(profile?.enumDescriptions?.length, profileNames.length);
  });

  it('knows the fields of the page about EdgeNetwork, and explains each', () => {
    const page = readFileSync('docs/edge-network.md', 'utf8');
    for (const [name, { description }] of Object.entries(spec?.properties ?? {})) {
      assert.ok(page.includes(`\`${name}`), `docs/edge-network.md does not tell of ${name}`);
      assert.ok((description ?? '') !== '', name);
    }
  });
});

it('l10n/bundle.l10n.json holds the texts of the source', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/strings.mjs', '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
