import type {Cluster} from '../../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelsOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import {findTls} from '../../../../network/entry/ingress/ingress-tls.ts'
import type {ExposedEntry} from '../../../exposure/exposed-service.ts'
import {type PublishedIngress, publishedIngressesOf} from '../../published-ingresses.ts'
import type {Found, Rule} from '../../rule.ts'

export const ingressWithoutTls: Rule = {
  id: 'exposure/ingress-without-tls',
  severity: 'warning',
  title: 'Ingress that serves a host in the clear',
  why: 'Without a certificate for the host, what clients send and get (passwords, cookies) passes in the clear, and whoever is on the way may read and change it. A controller that answers on 443 all the same does so with a certificate of its own that no client trusts.',
  fix: 'Name the host and a Secret with its certificate in spec.tls (cert-manager makes such Secrets). Where something before the controller ends TLS, silence the rule.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, annotations: {alb.ingress.kubernetes.io/scheme: internet-facing}}
spec:
  ingressClassName: alb
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    alb.ingress.kubernetes.io/scheme: internet-facing
    alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:eu-west-1:111122223333:certificate/shop
spec:
  ingressClassName: alb
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
  check: (graph) => {
    const published = publishedIngressesOf(graph)
    const certified = published.length > 0 ? findCertified(graph.cluster) : new Set<string>()
    const clear = published.flatMap((one) => {
      const entry = findClear(certified, one)
      return entry ? {one, entry} : []
    })
    // Looked for where it matters only: every container is asked.
    if (clear.length === 0 || hasCertificateForAll(graph.cluster)) return []
    return clear.map(({one, entry}) => describe(one, entry))
  },
}

/** The way in the clear that is open from farthest away. */
function findClear(certified: ReadonlySet<string>, {ingress, entries}: PublishedIngress): ExposedEntry | undefined {
  const {metadata} = ingress.object
  const annotations = Object.entries(labelsOf(fieldsOf(metadata)['annotations']))
  if (annotations.some(([key, value]) => CERTIFICATES.test(key) || (PASSED_ON.test(key) && value === 'true'))) return undefined
  const clear = entries.filter(
    (entry) =>
      entry.tls === false &&
      !findTls(ingress, entry.hosts[0]) &&
      !isForTests(entry.hosts[0] ?? '') &&
      !entry.path?.startsWith('/.well-known/acme-challenge') &&
      !entry.through.some(({kind, namespace, name}) => kind === 'Service' && certified.has(`${namespace}/${name}`)),
  )
  return clear.find(({reach}) => reach === 'internet') ?? clear.find(({reach}) => reach === 'network')
}

/** How controllers are told of certificates, or of TLS that ends elsewhere, beside spec.tls. */
const CERTIFICATES =
  /^(alb\.ingress\.kubernetes\.io\/(certificate-arn|listen-ports|ssl-redirect)|ingress\.gcp\.kubernetes\.io\/pre-shared-cert|networking\.gke\.io\/(managed-certificates|certmap)|appgw\.ingress\.kubernetes\.io\/(appgw-ssl-certificate|ssl-redirect)|traefik\.ingress\.kubernetes\.io\/router\.(tls|entrypoints)|route\.openshift\.io\/termination|haproxy\.org\/ssl-certificate|konghq\.com\/(protocols|snis)|tailscale\.com\/funnel|cert-manager\.io\/)/

/** What has clients speak TLS without one: it ends at the pods, or requests in the clear are sent away. */
const PASSED_ON = /\/(ssl-passthrough|tls-passthrough|force-ssl-redirect|force-https)$/

/** Names that no certificate is given for (RFC 2606, RFC 6761, RFC 6762), and what is still to be filled in. */
function isForTests(host: string): boolean {
  return /[<>${}]|(^|\.)(localhost|local|test|localdomain|internal|lan|home\.arpa)$|(^|\.)(nip|sslip|xip)\.io$/.test(host)
}

/** The Services that have a certificate on their load balancer, as of a controller before which TLS ends. */
function findCertified({services}: Cluster): ReadonlySet<string> {
  const certified = services.filter(({type, object}) => {
    const annotations = type === 'LoadBalancer' ? labelsOf(valueAt(object, 'metadata', 'annotations')) : {}
    return Object.keys(annotations).some((key) => /ssl-cert|certificate|-tls-/.test(key))
  })
  return new Set(certified.map(({namespace, name}) => `${namespace}/${name}`))
}

const FOR_ALL = /default-ssl-certificate|default-tls-secret|wildcard-tls-secret|certificatesresolvers|websecure\.http\.tls/

/** A controller of the input may have a certificate for every host. */
function hasCertificateForAll({workloads}: Cluster): boolean {
  return workloads.some(({templates}) =>
    templates.some(({spec}) =>
      itemsOf(fieldsOf(spec)['containers'])
        .map(fieldsOf)
        .some(({args, command}) => [...itemsOf(args), ...itemsOf(command)].some((word) => typeof word === 'string' && FOR_ALL.test(word))),
    ),
  )
}

function describe({ingress}: PublishedIngress, {hosts, reach, place}: ExposedEntry): Found {
  const [host] = hosts
  const from = reach === 'internet' ? 'the internet' : 'private networks'
  const path = place?.path ?? []
  // From the path, or the default backend, to the rule's host.
  const hostPath = path[1] === 'rules' ? [...path.slice(0, 3), ...(host === undefined ? [] : ['host'])] : path
  return {
    message: `${host === undefined ? 'every host' : host} is served in the clear, and ${from} may come: spec.tls has no certificate for it`,
    object: referenceTo(ingress),
    place: place && {origin: place.origin, path: hostPath},
    aside: 'no certificate',
    fix: {
      description:
        host === undefined
          ? 'state the host, and spec.tls with a Secret that has its certificate'
          : `add to spec.tls: hosts [${host}] and the secretName of its certificate`,
    },
    ...(reach !== 'internet' && {severity: 'info' as const}),
  }
}
