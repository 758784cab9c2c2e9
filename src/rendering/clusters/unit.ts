import { objectKey, type Delivery } from '../gitops/delivery.ts';

/** What is rendered as one by itself: a kustomization that no other one includes, a chart with one set of values, what a GitOps object applies, or the modules of a device. */
export type Unit = KustomizationUnit | ChartUnit | DeliveryUnit | ModulesUnit;

export interface KustomizationUnit {
  readonly kind: 'kustomization';
  readonly folder: string;
}

export interface ChartUnit {
  readonly kind: 'chart';
  readonly folder: string;
  /** Behind the chart's own defaults, in order. */
  readonly valuesFiles: readonly string[];
  /** What tells it from the chart's other units: the `west` of `values-west.yaml`; empty for the defaults. */
  readonly variant: string;
}

export interface DeliveryUnit {
  readonly kind: 'delivery';
  /** Of the entry point from which the object is reached: the same object may build something else in another cluster. */
  readonly folder: string;
  /** Which entry point it is, and to where the object has come from there: equal for all whose objects live beside each other. */
  readonly context: string;
  readonly delivery: Delivery;
  /** The objects by way of which the entry point applies it, the outermost first, the one that applies the unit last. */
  readonly lineage: readonly Ancestor[];
}

export interface Ancestor {
  /** As `objectKey` writes it. */
  readonly object: string;
  /** Of what brought the object: a lower one comes first. */
  readonly wave: number;
}

/** IoT Edge deployment manifests that may be meant for one device: its agent makes objects of their modules. */
export interface ModulesUnit {
  readonly kind: 'modules';
  readonly folder: string;
  /** Every deployment manifest there, by path. */
  readonly files: readonly string[];
}

/** Equal for units that render the same, of a delivery while nothing that it is built from has changed. */
export function unitKey(unit: Unit): string {
  switch (unit.kind) {
    case 'chart':
      return `chart ${unit.folder}\n${unit.valuesFiles.join('\n')}`;
    case 'kustomization':
      return `kustomization ${unit.folder}`;
    case 'modules':
      return `modules ${unit.folder}\n${unit.files.join('\n')}`;
    case 'delivery':
      return `delivery ${unit.context}\n${objectKey(unit.delivery.by)}\n${unit.delivery.key}`;
  }
}

/** Equal for units that render the same, and that come in the same order. */
export function plannedKey(unit: Unit): string {
  if (unit.kind !== 'delivery') return unitKey(unit);
  const { delivery, lineage } = unit;
  return [unitKey(unit), ...delivery.after, '', ...lineage.map(({ object, wave }) => `${object} ${String(wave)}`)].join('\n');
}
