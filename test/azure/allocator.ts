/** What the allocator's scaler states: batch, and the shares of it that make it request and release. */
export interface Scaler {
  readonly batch: number
  readonly minFree: number
  readonly maxFree: number
  readonly most: number
}

/** The values that the allocator's documents call typical: half a batch and one and a half. */
export function typicalScaler(maxPods: number): Scaler {
  return {batch: 16, minFree: 8, maxFree: 24, most: maxPods}
}

/**
 * The published allocator of one node, as Azure/azure-container-networking cns/ipampool/monitor.go has it (v1): once a tick it compares
 * what it holds with what pods use; fewer than `minFree` free: it requests up to the next whole batch; `maxFree` or more: it gives a
 * batch back. Written from its description, independently of the formula in src.
 */
export function createReactiveAllocator(scaler: Scaler): (pods: number) => number {
  let requested = Math.min(scaler.batch, scaler.most)
  return (pods) => {
    const free = requested - pods
    if (free < scaler.minFree) {
      requested = Math.min(scaler.most, requested + scaler.batch - (requested % scaler.batch))
    } else if (free >= scaler.maxFree) {
      const part = requested % scaler.batch
      requested -= part === 0 ? scaler.batch : part
    }
    return requested
  }
}

/** The idempotent allocator (v2, cns/ipampool/v2/monitor.go): what it holds follows from the pods alone. Counted up, not by a formula. */
export function holdIdempotently(pods: number, scaler: Scaler): number {
  let target = 0
  while (target - pods < scaler.minFree) target += scaler.batch
  return Math.min(scaler.most, target)
}
