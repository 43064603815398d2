import {ANTREA} from './antrea.ts'
import {CALICO} from './calico.ts'
import {CILIUM} from './cilium.ts'
import {KUBE_ROUTER} from './kube-router.ts'
import {OVN_KUBERNETES} from './ovn-kubernetes.ts'
import type {ProxyProduct} from './product.ts'

/** Everything that is known to do kube-proxy's work in its place. */
export const PRODUCTS: readonly ProxyProduct[] = [CILIUM, CALICO, OVN_KUBERNETES, KUBE_ROUTER, ANTREA]
