import { expect } from 'chai';
import type { ChartUnit, KustomizationUnit } from '../../src/rendering/clusters/unit.ts';
import { buildKustomization } from '../../src/rendering/kustomize/build.ts';
import { UnitRenderings } from '../../src/rendering/unitRenderings.ts';
import { sourcesOf } from './kustomize/memory.ts';
import { memorySources } from './memorySources.ts';

const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\n`;

const root = (index: number): KustomizationUnit => ({ kind: 'kustomization', folder: `root${index}` });

/** A tree whose ways double at each of six levels, and roots that build on it. */
function doubling(roots: number): Record<string, string> {
  const files: Record<string, string> = { 'k6/a.yaml': service('a'), 'k6/kustomization.yaml': 'resources: [a.yaml]\n' };
  for (let level = 0; level < 6; level++) {
    files[`k${level}/kustomization.yaml`] = `resources: [../l${level}, ../r${level}]\n`;
    for (const side of ['l', 'r']) files[`${side}${level}/kustomization.yaml`] = `resources: [../k${level + 1}]\nnamePrefix: ${side}\n`;
  }
  for (let index = 0; index < roots; index++) files[`root${index}/kustomization.yaml`] = 'resources: [../k0]\n';
  return files;
}

describe('kustomizations that ask for more than any cluster holds', () => {
  it('by many roots of one tree, end at the limit of all together', () => {
    const bounds = { kustomizeSteps: 400, allKustomizeSteps: 900 };
    const renderings = new UnitRenderings(bounds);
    const sources = sourcesOf(doubling(40));
    const rendered = Array.from({ length: 40 }, (_, index) => renderings.render(root(index), sources));
    expect(rendered.reduce((sum, { documents }) => sum + documents.length, 0)).to.be.within(64, bounds.allKustomizeSteps);
    expect(rendered[0]?.problems).to.deep.equal([]);
    expect(rendered.at(-1)?.problems.map(({ severity }) => severity)).to.deep.equal(['unknown']);
  });

  it('by many roots, are tried again when others ask for less', () => {
    const files = doubling(9);
    const sources = sourcesOf(files);
    const renderings = new UnitRenderings({ kustomizeSteps: 400, allKustomizeSteps: 900 });
    const units = Array.from({ length: 9 }, (_, index) => root(index));
    for (const unit of units) renderings.render(unit, sources);
    expect(renderings.get(root(8))?.problems).to.have.length(1);
    for (let index = 0; index < 6; index++) files[`root${index}/kustomization.yaml`] = 'resources: [../k6]\n';
    renderings.forget(new Set(units.slice(0, 6).map((_, index) => `root${index}/kustomization.yaml`)));
    expect(renderings.isCurrent(root(8))).to.equal(false);
    for (const unit of units) renderings.render(unit, sources);
    expect(renderings.get(root(8))?.problems).to.deep.equal([]);
  });

  it('by many prefixes for one large file, end at the limit of one', () => {
    const files: Record<string, string> = {
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': Array.from({ length: 30 }, (_, index) => service(`s${index}`)).join('---\n'),
    };
    const bases = Array.from({ length: 40 }, (_, index) => `b${index}`);
    for (const base of bases) files[`${base}/kustomization.yaml`] = `resources: [../base]\nnamePrefix: ${base}-\n`;
    files['all/kustomization.yaml'] = `resources: [${bases.map((base) => `../${base}`).join(', ')}]\n`;
    const { manifests, problems } = buildKustomization(sourcesOf(files), 'all', { mostSteps: 400 });
    expect(manifests.length).to.be.within(100, 400);
    expect(problems.map(({ severity }) => severity)).to.deep.equal(['unknown']);
  });
});

describe('a chart that nobody installs', () => {
  for (const [folder, named] of [
    ['charts/store', 'store'],
    ['charts/store/1.15.2', 'store'],
    ['charts/store/v2', 'store'],
    ['charts/store/1.15.2-rc.1', 'store'],
    ['charts/1-store', 'store'],
    ['charts/Big_Store', 'big-store'],
    ['1.0.0', 'release-name'],
  ] as const)
    it(`in ${folder} is released as ${named}`, () => {
      const sources = memorySources({
        [`${folder}/Chart.yaml`]: 'apiVersion: v2\nname: any\nversion: 1.15.2\n',
        [`${folder}/templates/name.yaml`]: '{{ fail .Release.Name }}\n',
      });
      const unit: ChartUnit = { kind: 'chart', folder, valuesFiles: [], variant: '' };
      expect(new UnitRenderings().render(unit, sources).problems.map(({ message }) => message)).to.deep.equal([named]);
    });
});
