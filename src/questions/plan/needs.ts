import type {Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'

/** What `plan subnet --from-cluster` reads: the nodes with what runs on them, what has load balancers, and the ranges of Services. */
export const planNeeds: Needs = () => [NODES, {kind: 'Pod'}, {kind: 'Service'}, {kind: 'ServiceCIDR'}]
