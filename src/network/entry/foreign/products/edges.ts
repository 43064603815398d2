import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {frontOf} from '../../ingress/door.ts'
import type {Entrance, ForeignProduct, ForeignReading} from '../foreign-route.ts'
import {backendAt, backendOfUrl, itemsAt, readingOf, routeTo, textsOf} from '../reading.ts'

export const TARGET_GROUP_PRODUCT: ForeignProduct = {name: 'a load balancer of AWS', className: 'target-group-binding'}
export const CLOUDFLARE_PRODUCT: ForeignProduct = {name: 'Cloudflare Tunnel', className: 'cloudflare-tunnel'}
export const NGROK_PRODUCT: ForeignProduct = {name: 'ngrok', className: 'ngrok'}

/** By which the AWS Load Balancer Controller knows those that it made itself, for an Ingress, a Service or a Gateway (pkg/deploy/tracking). */
const OWN_LABEL = /^(ingress|service|gateway)\.k8s\.aws[^/]*\//

/**
 * TargetGroupBinding (kubernetes-sigs.github.io/aws-load-balancer-controller, "TargetGroupBinding"): pods of a Service become targets of a load balancer
 * that somebody made elsewhere. Those that the controller makes itself are told of by what it makes them for.
 */
export function readTargetGroupBinding(object: OtherObject): ForeignReading {
  const labels = labelsOf(valueAt(object.object, 'metadata', 'labels'))
  if (Object.keys(labels).some((key) => OWN_LABEL.test(key))) return readingOf([])
  const {name, port} = fieldsOf(valueAt(object.object, 'spec', 'serviceRef'))
  const question = `how far does TargetGroupBinding ${object.namespace}/${object.name} lead? its load balancer is not in the input: say of class "target-group-binding" whether it is public, in svcscope.yaml`
  const front = frontOf('unknown', ['a TargetGroupBinding puts its pods behind a load balancer that was made elsewhere'], question)
  return readingOf(
    routeTo(backendAt(object, {name, port, path: ['spec', 'serviceRef', 'name']}), {entrance: {kind: 'edge', front, port: null}}),
  )
}

const CLOUDFLARE = frontOf('internet', ["Cloudflare Tunnel publishes at Cloudflare's edge, past the cluster's load balancers"])

/** TunnelBinding of adyanth/cloudflare-operator: `subjects` stand beside the spec it has not; a target may say the port. */
export function readTunnelBinding(object: OtherObject): ForeignReading {
  const routes = itemsAt(object.object['subjects'], ['subjects']).flatMap(({fields, path}) => {
    const {fqdn, target} = fieldsOf(fields['spec'])
    const [, port] = /:(\d+)(?:\/|$)/.exec(textOf(target) ?? '') ?? []
    const host = textOf(fqdn)
    const backend = backendAt(object, {name: fields['name'], port, path: [...path, 'name']})
    const isWeb = textOf(target) === undefined || /^https?:/.test(String(target))
    const entrance: Entrance = {kind: 'edge', front: CLOUDFLARE, port: isWeb ? 443 : null}
    return routeTo(backend, {hosts: host === undefined ? [] : [host], tls: isWeb ? true : null, entrance})
  })
  return readingOf(routes)
}

/**
 * AgentEndpoint (ngrok.com/docs/k8s/crds/agentendpoint): public, unless it is bound to `internal`, for other endpoints of the account, or `kubernetes`, for clusters
 * that run the operator; names in `.internal` are internal.
 */
export function readAgentEndpoint(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const [, scheme, host, port] = /^(?:([a-z]+):\/\/)?([^:/]+)?(?::(\d+))?/.exec(textOf(spec['url']) ?? '') ?? []
  const bindings = textsOf(spec['bindings'])
  const isKept = bindings.some((one) => one !== 'public') || host?.endsWith('.internal') === true
  const front = isKept
    ? frontOf(
        'unknown',
        ['its binding is not public'],
        `which endpoints of ngrok forward to AgentEndpoint ${object.namespace}/${object.name}?`,
      )
    : frontOf('internet', ["ngrok publishes at its own edge, past the cluster's load balancers"])
  const usual = scheme === 'http' ? 80 : scheme === 'https' ? 443 : null
  const entrance: Entrance = {kind: 'edge', front, port: port === undefined ? usual : Number(port)}
  const backend = backendOfUrl(object, fieldsOf(spec['upstream'])['url'], ['spec', 'upstream', 'url'])
  const tls = scheme === 'https' || scheme === 'tls' ? true : scheme === 'http' ? false : null
  return readingOf(routeTo(backend, {hosts: host === undefined ? [] : [host], tls, entrance}))
}
