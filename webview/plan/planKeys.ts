/**
 * Where an arrow leads from an item of the plan: left and right along the order of the addresses, up and down to the nearest of the next row. Home and End: first and last.
 * Undefined for other keys, and at the end.
 */
export function nextItem(items: readonly HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const index = items.indexOf(from);
  switch (key) {
    case 'ArrowRight':
      return items[index + 1];
    case 'ArrowLeft':
      return items[index - 1];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    case 'ArrowDown':
      return nearest(items.slice(index + 1), from, 1);
    case 'ArrowUp':
      return nearest(items.slice(0, Math.max(0, index)), from, -1);
    default:
      return undefined;
  }
}

/** Of the nearest row in a direction, the item that lies straightest. */
function nearest(items: readonly HTMLElement[], from: HTMLElement, direction: 1 | -1): HTMLElement | undefined {
  const origin = from.getBoundingClientRect();
  const middle = origin.left + Math.min(origin.width, 200) / 2;
  let best: { readonly item: HTMLElement; readonly row: number; readonly aside: number } | undefined;
  for (const item of items) {
    const rect = item.getBoundingClientRect();
    const row = direction === 1 ? rect.top - origin.bottom : origin.top - rect.bottom;
    // Items of one row may overlap by a pixel of their frames.
    if (row < -2) continue;
    const aside = Math.abs(Math.max(rect.left - middle, middle - rect.right, 0));
    if (best === undefined || row < best.row - 6 || (row <= best.row + 6 && aside < best.aside)) best = { item, row, aside };
  }
  return best?.item;
}
