import { message, type Message } from '../base/message.ts';
import type { Unit } from '../rendering/clusters/unit.ts';

/** A unit for people. */
export function unitName(unit: Unit): Message {
  const folder = unit.folder || '.';
  if (unit.kind === 'delivery') {
    const { kind, namespace, name } = unit.delivery.by;
    return message('{0} {1}', kind, `${namespace}/${name}`);
  }
  if (unit.kind === 'modules') return message('IoT Edge modules of {0}', folder);
  if (unit.kind === 'kustomization') return message('Kustomization {0}', folder);
  return unit.variant === '' ? message('Chart {0}', folder) : message('Chart {0} with the values of {1}', folder, unit.variant);
}
