import {loadAll} from 'js-yaml'
import {buildCluster, type Cluster} from '../src/cluster/cluster.ts'
import type {SourcedObject, WireObject} from '../src/cluster/object.ts'

/** The objects of a YAML text, as if they had been read from `file`. */
export function objectsOf(text: string, file = 'manifest.yaml'): readonly SourcedObject[] {
  const documents = (loadAll(text) as WireObject[]).filter((document) => document !== null && document !== undefined)
  return documents.map((object, document) => ({object, origin: {file, document, path: []}}))
}

/** A cluster from texts by file name, or from one text. */
export function clusterOf(texts: string | Readonly<Record<string, string>>, namespace?: string): Cluster {
  const byFile = typeof texts === 'string' ? {'manifest.yaml': texts} : texts
  return buildCluster({objects: Object.entries(byFile).flatMap(([file, text]) => objectsOf(text, file)), leftOut: []}, namespace)
}

interface Shape {
  readonly kind?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly own?: Readonly<Record<string, string>>
  readonly replicas?: number
  readonly namespace?: string
  readonly ports?: readonly {readonly name?: string; readonly containerPort: number; readonly protocol?: string}[]
}

/** A workload with one container. */
export function workload(
  name: string,
  {kind = 'Deployment', labels = {app: name}, own, replicas, namespace, ports = []}: Shape = {},
): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind,
    metadata: {name, namespace, labels: own},
    spec: {
      replicas,
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'app', image: 'app:1', ports}]}},
    },
  })
}

/** A Service on port 80, unless told otherwise. */
export function service(name: string, spec: Readonly<Record<string, unknown>> = {}, namespace?: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace},
    spec: {selector: {app: name}, ports: [{port: 80}], ...spec},
  })
}

/** A Pod of a running cluster. */
export function runningPod(
  name: string,
  labels: Readonly<Record<string, string>>,
  status: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, labels, uid: `uid-of-${name}`, ...metadata},
    spec: {containers: [{name: 'app', image: 'app:1', ports: [{name: 'http', containerPort: 8080}]}]},
    status: {phase: 'Running', podIP: '10.244.0.9', podIPs: [{ip: '10.244.0.9'}], conditions: [{type: 'Ready', status: 'True'}], ...status},
  })
}

/** Several objects as one text. */
export function together(...objects: readonly string[]): string {
  return objects.join('\n---\n')
}
