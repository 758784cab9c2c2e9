import type { Rope } from '../../rope.ts';
import type { YamlMap } from '../../yaml/node.ts';
import { inFile, readYaml } from '../../yaml/read.ts';
import { textOfBytes } from '../goText.ts';
import type { Chart } from '../chart/chart.ts';

/** A file below `crds/`: raw text, printed as it is. */
export interface CrdDocument {
  /** `web/crds/site.yaml` */
  readonly source: string;
  readonly text: Rope;
  /** The manifests in it, as far as they can be read: Helm does not look. */
  readonly roots: readonly YamlMap[];
}

/** Those of the chart, then those of the charts in it. helm/pkg/chart/v2/chart.go (CRDObjects) */
export function crdDocuments(chart: Chart, path = chart.metadata.name): readonly CrdDocument[] {
  const own = chart.files
    .filter((file) => file.path.startsWith('crds/') && /\.(?:ya?ml|json)$/i.test(file.path))
    .map((file): CrdDocument => {
      const text = textOfBytes(file.bytes());
      return {
        source: `${path}/${file.path}`,
        text: [{ text, origins: [{ file: file.file, start: 0, end: text.length }] }],
        roots: readYaml(file.text(), inFile(file.file), { dialect: 'yaml-1.1', duplicates: 'last' }).flatMap(({ root }) =>
          root?.type === 'map' ? [root] : [],
        ),
      };
    });
  return [...own, ...chart.dependencies.flatMap((sub) => crdDocuments(sub, `${path}/charts/${sub.metadata.name}`))];
}
