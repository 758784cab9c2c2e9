import { expect } from 'chai';
import { defaultConfiguration } from '../../../src/rendering/kustomize/configuration.ts';
import { imageChange, splitImage, withImage } from '../../../src/rendering/kustomize/imageTag.ts';
import { nodeAt } from '../../../src/rendering/yaml/change.ts';
import { toPlain } from '../../../src/rendering/yaml/plain.ts';
import { map, places, plain } from './tree.ts';

function changed(object: string, entry: string): ReturnType<typeof withImage> {
  const image = imageChange(map(entry, 'kustomization.yaml'));
  if ('class' in image) throw new Error(image.class);
  return withImage(map(object), image, defaultConfiguration.images);
}

const deep = (image: string) => `{kind: Thing, spec: {deep: {containers: [{image: "${image}"}]}}}`;

// Each line is what `kubectl kustomize` 1.35.2 makes of it.
const cases: readonly (readonly [image: string, entry: string, result: string])[] = [
  ['app:1', '{name: app, newTag: "2"}', 'app:2'],
  ['app', '{name: app, newName: registry/app}', 'registry/app'],
  ['app:1@sha256:a', '{name: app, newTag: "2"}', 'app:2'],
  ['app:1@sha256:a', '{name: app, digest: "sha256:b"}', 'app@sha256:b'],
  ['app:1', '{name: app, newTag: "2", digest: "sha256:b"}', 'app:2@sha256:b'],
  ['app:1@sha256:a', '{name: app, newName: other}', 'other:1@sha256:a'],
  ['app:1@sha256:a', '{name: app, tagSuffix: -x}', 'app:1-x'],
  ['host:5000/app:1', '{name: "host:5000/app", newTag: "2"}', 'host:5000/app:2'],
  ['application:1', '{name: app, newTag: "2"}', 'application:1'],
  ['app-web:1', '{name: "app-.*", newTag: "2"}', 'app-web:2'],
  ['xapp:1', '{name: "web|app", newTag: "2"}', 'xapp:2'],
];

describe('An image', () => {
  for (const [image, entry, result] of cases)
    it(`${image} becomes ${result} by ${entry}`, () => {
      expect(toPlain(changed(deep(image), entry).root)).to.deep.equal(plain(deep(result)));
    });

  it('gets a suffix twice where kustomize knows the field and finds the list as well', () => {
    const { root } = changed('{kind: Pod, spec: {containers: [{image: "app:1"}]}}', '{name: app, tagSuffix: -x}');
    expect(toPlain(root)).to.deep.equal(plain('{kind: Pod, spec: {containers: [{image: "app:1-x-x"}]}}'));
  });

  it('stays as it is in definitions of kinds', () => {
    const object = '{kind: CustomResourceDefinition, spec: {containers: [{image: app}]}}';
    expect(toPlain(changed(object, '{name: app, newTag: "2"}').root)).to.deep.equal(plain(object));
  });

  it('fails where the fields lead through a single value', () => {
    const object = '{kind: Thing, spec: {template: text}}';
    const { problem } = changed(object, '{name: app, newTag: "2"}');
    expect(problem?.class).to.equal('wrong-node-kind');
    expect(object.slice(problem?.at.start, problem?.at.end)).to.equal('text');
  });

  it('has the place of the entry first, then its own', () => {
    const texts = { 'object.yaml': deep('app:1'), 'kustomization.yaml': '{name: app, newTag: "2"}' };
    const { root } = changed(texts['object.yaml'], texts['kustomization.yaml']);
    const list = nodeAt(root, 'spec', 'deep', 'containers');
    const image = list?.type === 'list' ? nodeAt(list.items[0], 'image') : undefined;
    expect(places(image, texts)).to.deep.equal(['kustomization.yaml:"2"', 'object.yaml:"app:1"']);
  });

  it('is not looked for by a name that Go does not take, or that would cost too much', () => {
    expect(imageChange(map('{name: "a("}'))).to.have.property('class', 'invalid-kustomization');
    expect(imageChange(map('{name: "(((a{1000}){1000}){1000})"}'))).to.have.property('class');
  });

  it('is split behind its first slash', () => {
    expect(splitImage('host:1/a/b:2@sha256:c')).to.deep.equal({ name: 'host:1/a/b', tag: '2', digest: 'sha256:c' });
    expect(splitImage('a@sha256:c:d')).to.deep.equal({ name: 'a', tag: '', digest: 'sha256:c:d' });
    expect(splitImage('a')).to.deep.equal({ name: 'a', tag: '', digest: '' });
  });
});
