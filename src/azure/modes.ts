import type {Mode, ModeRules} from './mode.ts'
import {BYO} from './modes/byo.ts'
import {KUBENET} from './modes/kubenet.ts'
import {NODE_SUBNET} from './modes/node-subnet.ts'
import {OVERLAY} from './modes/overlay.ts'
import {POD_SUBNET_DYNAMIC} from './modes/pod-subnet-dynamic.ts'
import {POD_SUBNET_STATIC} from './modes/pod-subnet-static.ts'

export const RULES: Record<Mode, ModeRules> = {
  overlay: OVERLAY,
  'pod-subnet-dynamic': POD_SUBNET_DYNAMIC,
  'pod-subnet-static': POD_SUBNET_STATIC,
  'node-subnet': NODE_SUBNET,
  byo: BYO,
  kubenet: KUBENET,
}
