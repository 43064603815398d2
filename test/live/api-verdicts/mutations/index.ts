import type {Mutation} from '../mutation.ts'
import {ADDRESSES} from './addresses.ts'
import {METADATA} from './metadata.ts'
import {POLICIES} from './policies.ts'
import {PORTS} from './ports.ts'
import {SHAPE} from './shape.ts'

export const MUTATIONS: readonly Mutation[] = [...METADATA, ...PORTS, ...ADDRESSES, ...POLICIES, ...SHAPE]
