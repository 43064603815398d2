import {labelOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {frontOf, usualDoors} from '../door.ts'
import type {IngressController} from './controller.ts'

const PREFIX = 'appgw.ingress.kubernetes.io'

/**
 * The Application Gateway Ingress Controller (learn.microsoft.com/azure/application-gateway/ingress-controller-annotations): the gateway's public address unless
 * `use-private-ip` is "true", or USE_PRIVATE_IP of its ConfigMap for all. 443 with spec.tls or `appgw-ssl-certificate`; `ssl-redirect` "true" sends
 * requests in the clear there; `override-frontend-port` takes the place of either port.
 */
export const APPLICATION_GATEWAY: IngressController = {
  name: 'Application Gateway Ingress Controller',
  implementation: /^azure\/application-gateway$/,
  classNames: ['azure/application-gateway', 'azure-application-gateway'],
  doorsOf: ({ingress: {annotations, tls}, cluster}) => {
    const own = labelOf(annotations, `${PREFIX}/use-private-ip`)
    const forAll = cluster.others.some(
      ({kind, object}) => kind === 'ConfigMap' && textOf(valueAt(object, 'data', 'USE_PRIVATE_IP')) === 'true',
    )
    const isPrivate = own === 'true' || forAll
    const evidence = isPrivate
      ? own === 'true'
        ? `annotation ${PREFIX}/use-private-ip is "true"`
        : 'USE_PRIVATE_IP of the Application Gateway Ingress Controller is "true"'
      : `Application Gateway takes its public address without annotation ${PREFIX}/use-private-ip`
    const hasCertificate = tls.length > 0 || labelOf(annotations, `${PREFIX}/appgw-ssl-certificate`) !== undefined
    const port = Number(labelOf(annotations, `${PREFIX}/override-frontend-port`))
    const doors = usualDoors(frontOf(isPrivate ? 'network' : 'internet', [evidence]), {http: true, https: hasCertificate})
    return Number.isInteger(port) && port > 0 ? doors.slice(-1).map((door) => ({...door, port})) : doors
  },
  hasOwnCertificate: true,
  redirects: (annotations, hasCertificate) =>
    annotations[`${PREFIX}/ssl-redirect`] === 'true' && (hasCertificate || annotations[`${PREFIX}/appgw-ssl-certificate`] !== undefined),
  isShared: true,
}

/**
 * Application Gateway for Containers (learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components): every frontend
 * has a public name, "private IP addresses aren't currently supported". 443 with spec.tls.
 */
export const APPLICATION_GATEWAY_FOR_CONTAINERS: IngressController = {
  name: 'Application Gateway for Containers',
  implementation: /^alb\.networking\.azure\.io\/alb-controller$/,
  classNames: ['azure-alb-external'],
  doorsOf: ({ingress: {tls}}) =>
    usualDoors(frontOf('internet', ['Application Gateway for Containers has public frontends only']), {http: true, https: tls.length > 0}),
  hasOwnCertificate: false,
  isShared: false,
}
