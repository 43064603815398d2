import type {FaultKind} from './fault.ts'
import {exposureFaults} from './faults/exposure-faults.ts'
import {policyFaults} from './faults/policy-faults.ts'
import {serviceFaults} from './faults/service-faults.ts'
import {wayFaults} from './faults/way-faults.ts'

/** The ten kinds, in the order of the table. */
export const FAULT_KINDS: readonly FaultKind[] = [...serviceFaults, ...wayFaults, ...policyFaults, ...exposureFaults]
