import type {Cluster} from '../../../src/cluster/cluster.ts'
import {type ExposureParameters, type ExposureReport, exposure} from '../../../src/questions/exposure/exposure.ts'
import type {EntryData, ExposureData} from '../../../src/questions/exposure/exposure-data.ts'
import {clusterOf} from '../../manifest.ts'

export function askExposure(cluster: Cluster, words = '', parameters: Partial<ExposureParameters> = {}): ExposureReport {
  return exposure(cluster, {
    words: words === '' ? [] : words.split(' '),
    from: undefined,
    namespace: undefined,
    selector: undefined,
    said: {},
    ...parameters,
  })
}

/** A cluster of objects. */
export function clusterWith(...objects: readonly object[]): Cluster {
  return clusterOf(objects.map((object) => JSON.stringify(object)).join('\n---\n'))
}

export function namespace(name: string, labels: object = {}): object {
  return {apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}}
}

/** A Deployment of namespace shop whose pods are labelled `app: NAME` and listen on 8080, unless told otherwise. */
export function workload(
  name: string,
  {pod = {}, labels = {}, in: home = 'shop', image = 'app:1', ports = [{name: 'http', containerPort: 8080}]}: Shape = {},
) {
  const own = {app: name, ...labels}
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace: home},
    spec: {
      replicas: 2,
      selector: {matchLabels: {app: name}},
      template: {metadata: {labels: own}, spec: {containers: [{name: 'app', image, ports}], ...pod}},
    },
  }
}

interface Shape {
  readonly pod?: object
  readonly labels?: object
  readonly in?: string
  readonly image?: string
  readonly ports?: readonly object[]
}

/** A Service of namespace shop for the pods of that name, on port 80. */
export function service(name: string, spec: object = {}, home = 'shop', more: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: home},
    spec: {selector: {app: name}, ports: [{name: 'http', port: 80, targetPort: 8080}], ...spec},
    ...more,
  }
}

/** A NetworkPolicy of namespace shop for the pods of that app. */
export function policy(name: string, app: string, ingress: readonly object[] | undefined, home = 'shop') {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {name, namespace: home},
    spec: {podSelector: {matchLabels: {app}}, policyTypes: ['Ingress'], ...(ingress && {ingress})},
  }
}

/** `LoadBalancer internet 203.0.113.0/24`, a way a line, in the order of the report. */
export function waysOf({services}: Pick<ExposureData, 'services'>, name = 'web'): readonly string[] {
  return services.filter((one) => one.name === name).flatMap(({entries}) => entries.map(describeWay))
}

export function describeWay({via, reach, sources}: EntryData): string {
  return [via, reach, ...(sources.length > 0 ? [sources.join(', ')] : [])].join(' ')
}
