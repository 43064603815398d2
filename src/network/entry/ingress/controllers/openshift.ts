import type {IngressController} from './controller.ts'

/** OpenShift's router (docs.redhat.com, "Creating a route through an Ingress object"): how it is published stands in an IngressController of its operator. */
export const OPENSHIFT: IngressController = {
  name: 'OpenShift router',
  implementation: /^openshift\.io\/ingress-to-route$/,
  classNames: ['openshift-default'],
  hasOwnCertificate: true,
  isShared: true,
}
