import type {OtherObject} from '../../../../cluster/cluster.ts'
import {labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Path} from '../../../../cluster/object.ts'
import {wasLookedFor} from '../../../../cluster/read.ts'
import {editDistance} from '../../../resemblance.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import {checkBroken} from '../../broken-check.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'

export const classUnserved: Rule = {
  id: 'routing/class-unserved',
  severity: 'error',
  title: 'an Ingress or a Gateway of a class that nobody serves',
  why: 'Controllers take what is of their class, and leave everything else alone without a word. Of a running cluster every class is known; of manifests only what is misspelt, or what a controller of the input is set up to leave alone.',
  fix: 'Write the name of a class that there is: `kubectl get ingressclass,gatewayclass`.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class',
    'https://gateway-api.sigs.k8s.io/api-types/gatewayclass/',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: edge}
spec: {controller: example.com/edge}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: egde
  defaultBackend: {service: {name: web, port: {number: 80}}}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: edge}
spec: {controller: example.com/edge}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: edge
  defaultBackend: {service: {name: web, port: {number: 80}}}
`,
  check: (graph) => [...checkControllers(graph), ...findMisspelt(graph), ...findMissing(graph)],
}

/** What the controllers of the input say of an Ingress: of a running cluster that is all there is. */
const checkControllers = checkBroken(['no-such-class', 'no-class', 'not-served'], ({reason, manifest}) => {
  const fix = {description: 'write the name of a class that there is (kubectl get ingressclass)'}
  if (!manifest.origin) return {fix, ...(reason !== 'no-such-class' && {severity: 'warning'})}
  return reason === 'not-served' && manifest.uid === undefined
    ? {fix, settledBy: 'the controller that serves the class, in the input (-f)'}
    : undefined
})

const CLASSED = [
  {kind: 'Ingress', className: 'IngressClass', group: 'networking.k8s.io', path: ['spec', 'ingressClassName']},
  {
    kind: 'Ingress',
    className: 'IngressClass',
    group: 'networking.k8s.io',
    path: ['metadata', 'annotations', 'kubernetes.io/ingress.class'],
  },
  {kind: 'Gateway', className: 'GatewayClass', group: 'gateway.networking.k8s.io', path: ['spec', 'gatewayClassName']},
] as const

interface Classed {
  readonly object: OtherObject
  readonly name: string
  readonly className: 'IngressClass' | 'GatewayClass'
  readonly path: Path
}

/** What names a class that the input does not have, with those that it has. */
function unknownClasses({cluster, facts, isInScope}: Graph): readonly (Classed & {readonly names: ReadonlySet<string>})[] {
  return CLASSED.flatMap(({kind, className, group, path}) => {
    const names = new Set(cluster.others.filter((one) => one.kind === className && one.group === group).map(({name}) => name))
    return cluster.others
      .filter((one) => one.kind === kind && one.group === group && isInScope(one.namespace))
      .flatMap((object) => {
        const name =
          path[0] === 'metadata'
            ? labelsOf(valueAt(object.object, 'metadata', 'annotations'))[path[2]]
            : textOf(valueAt(object.object, ...path))
        return name === undefined || name === '' || names.has(name) || facts.classes.has(name)
          ? []
          : [{object, name, className, path, names}]
      })
  })
}

function findMisspelt(graph: Graph): readonly Found[] {
  return unknownClasses(graph).flatMap(({object, name, className, path, names}) => {
    const meant =
      object.origin && name.length > 3
        ? [...names].find((one) => editDistance(name, one, 1) <= 1 && digits(name) === digits(one))
        : undefined
    if (meant === undefined) return []
    const change = {kind: 'set', target: targetOf(object, object.origin), path, from: name, to: meant} as const
    return [
      {
        message: `there is no ${className} "${name}"; there is one called ${meant}`,
        object: referenceTo(object),
        place: object.origin && {origin: object.origin, path},
        aside: `there is ${meant}`,
        fix: fixWith(`write ${meant}`, [change]),
      },
    ]
  })
}

/** Of Ingresses the way in has it already. */
function findMissing(graph: Graph): readonly Found[] {
  const {coverage} = graph.cluster
  if (!coverage) return []
  return unknownClasses(graph).flatMap(({object, name, className}) =>
    className === 'GatewayClass' && !object.origin && wasLookedFor(coverage, className, {namespace: undefined, name})
      ? [
          {
            message: `there is no GatewayClass "${name}"`,
            object: referenceTo(object),
            place: undefined,
            fix: {description: 'write the name of a class that there is (kubectl get gatewayclass)'},
          },
        ]
      : [],
  )
}

function digits(text: string): string {
  return text.replace(/\D+/g, ' ')
}
