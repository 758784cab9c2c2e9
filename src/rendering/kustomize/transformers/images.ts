import type { YamlMap } from '../../yaml/node.ts';
import { currentIdentity } from '../resource.ts';
import type { FieldSpec } from '../fieldSpec.ts';
import { lostNothing } from '../problem.ts';
import { imageChange, withImage } from '../imageTag.ts';
import { changeEach } from './changeEach.ts';
import type { Transforming } from './transforming.ts';

/** An entry of `images`, over all objects. */
export function setImages(entry: YamlMap, specs: readonly FieldSpec[], transforming: Transforming): void {
  const { report } = transforming;
  const image = imageChange(entry);
  if ('class' in image) {
    report({ ...image, severity: image.class === 'unsupported' ? 'unknown' : 'error', reach: lostNothing });
    return;
  }
  changeEach(transforming, (resource) => {
    const { root, problem } = withImage(resource.root, image, specs, currentIdentity(resource));
    if (problem !== undefined) report({ ...problem, severity: 'error', reach: lostNothing });
    return root === resource.root ? resource : { ...resource, root };
  });
}
