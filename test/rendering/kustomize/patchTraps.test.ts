import { expect } from 'chai';
import { builtInMergeSchema } from '../../../src/rendering/kustomize/mergeSchema.ts';
import { lostInPatch, unanchoredMatches } from '../../../src/rendering/kustomize/patchTraps.ts';
import { strategicMerge } from '../../../src/rendering/kustomize/strategicMerge.ts';
import type { YamlScalar } from '../../../src/rendering/yaml/node.ts';
import { map, tree } from './tree.ts';

const service = (ports: string) => `{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: ${ports}}}`;
const pod = (containers: string) => `{apiVersion: v1, kind: Pod, spec: {containers: ${containers}}}`;

/** What stands in the patch where a warning points. */
function lost(object: string, patch: string): readonly string[] {
  const [target, change] = [map(object), map(patch, 'patch.yaml')];
  const { result } = strategicMerge(target, change, builtInMergeSchema);
  return result === undefined ? [] : lostInPatch(target, change, result, builtInMergeSchema).map(({ at }) => patch.slice(at.start, at.end));
}

describe('What a patch loses', () => {
  it('is a port without protocol where the object has one', () => {
    expect(lost(service('[{port: 80, protocol: TCP}]'), service('[{port: 80, name: web}]'))).to.deep.equal(['{port: 80, name: web}']);
  });

  it('is a port of another protocol where the object has none', () => {
    expect(lost(service('[{port: 53}]'), service('[{port: 53, protocol: UDP}]'))).to.deep.equal(['{port: 53, protocol: UDP}']);
  });

  it('is such a port of a container as well', () => {
    const object = pod('[{name: a, ports: [{containerPort: 80, protocol: TCP}]}]');
    expect(lost(object, pod('[{name: a, ports: [{containerPort: 80, name: web}]}]'))).to.deep.equal(['{containerPort: 80, name: web}']);
  });

  it('is a container without a name', () => {
    expect(lost(pod('[{name: a}]'), pod('[{image: b}]'))).to.deep.equal(['{image: b}']);
  });

  it('is nothing where all of it arrives', () => {
    expect(lost(service('[{port: 80, protocol: TCP}]'), service('[{port: 80, protocol: TCP, name: web}, {port: 81}]'))).to.deep.equal([]);
    expect(lost(service('[{port: 80, name: a}]'), service('[{port: 80, name: web}]'))).to.deep.equal([]);
    expect(lost(pod('[{name: a, image: b}]'), pod('[{name: a, image: null}, {name: c, $patch: delete}]'))).to.deep.equal([]);
    expect(lost(service('[{port: 80}]'), '{apiVersion: v1, kind: Service, metadata: {labels: {a: b}}}')).to.deep.equal([]);
  });
});

describe('An expression in a path', () => {
  const matches = (object: string, path: string) =>
    unanchoredMatches(map(object), tree(path) as YamlScalar).map(({ related }) => related.length);

  it('is warned of where it reaches more than the element that it spells', () => {
    expect(matches('{l: [{n: cam}, {n: camera}, {n: webcam}, {n: other}]}', '"l.[n=cam].v"')).to.deep.equal([2]);
    expect(matches('{a: [{l: [cam, camera]}, {l: [cam, camera]}]}', '"a.*.l.[=cam]"')).to.deep.equal([1]);
  });

  it('is not where it reaches that one alone, or none that it spells', () => {
    expect(matches('{l: [{n: cam}, {n: other}]}', '"l.[n=cam].v"')).to.deep.equal([]);
    expect(matches('{l: [{n: cam}, {n: camera}]}', '"l.[n=^cam$].v"')).to.deep.equal([]);
    expect(matches('{l: [{n: cam1}, {n: cam2}]}', '"l.[n=cam.].v"')).to.deep.equal([]);
    expect(matches('{l: 1}', '"l.[n=(].v"')).to.deep.equal([]);
  });
});
