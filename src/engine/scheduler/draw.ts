/**
 * Stands in for the chance by which the scheduler chooses among nodes that it rates alike: numbers that a pod's name and a node's name make together, the lowest of which wins.
 * So a node more or less, or one taken by another pod, changes the choice of nobody who had not chosen it, as it would if nodes were taken in turn.
 */
export function drawOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return mixed(hash);
}

/** What a pod and a node draw together, 32 bits. */
export function drawnBy(pod: number, node: number): number {
  return mixed(pod ^ node);
}

/** Each bit of the number decides over all others: MurmurHash3's last step. */
function mixed(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
