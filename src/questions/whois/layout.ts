import type {Line, Table} from '../../report.ts'
import {enumerate, shortName} from '../naming.ts'
import type {IdentityData, OwnerData} from './identity.ts'
import {type Owner, portName} from './owner.ts'

/** The first line: the sign, what was asked, and what it is. */
export function headlineOf({question, verdict, message, owners}: IdentityData): Line {
  const name = {text: question.text, tone: 'name'} as const
  const [only, ...others] = owners
  switch (verdict) {
    case 'found':
      return [{text: '✓', tone: 'good'}, ' ', name, others.length === 0 ? ` is ${only?.description}` : ` is one of ${owners.length} things`]
    case 'none':
      return [{text: '✗', tone: 'bad'}, ' ', name, ` has no owner: ${message}`]
    case 'unknown':
      return [{text: '?', tone: 'unsure'}, ' ', name, ` can't be told from this input: ${message}`]
  }
}

/** One owner in detail, several in a row each. */
export function tablesOf({owners}: IdentityData, found: readonly Owner[]): readonly Table[] {
  const [only, ...others] = owners
  if (only && others.length === 0) {
    const rows = detailsOf(only, found[0])
    return rows.length > 0 ? [{rows, indent: 2}] : []
  }
  return [
    {
      columns: [{name: 'WHAT'}, {name: 'SERVICE'}, {name: 'PORT'}, {name: 'PODS'}],
      rows: owners.map((owner, index): Line[] => {
        const port = found[index]?.port
        return [
          [owner.description],
          owner.service ? [{text: `${owner.service.namespace}/${owner.service.name}`, tone: 'name'}] : [],
          [port ? portName(port) : ''],
          [podsOf(owner)],
        ]
      }),
      indent: 2,
    },
  ]
}

function detailsOf(owner: OwnerData, found: Owner | undefined): readonly (readonly Line[])[] {
  const {service, endpointOf, node} = owner
  const row = (name: string, ...text: readonly string[]): readonly Line[] => [[{text: name, tone: 'dim'}], [text.join('')]]
  const target = found?.port && found.port.targetPort !== found.port.port ? ` → ${found.port.targetPort}` : ''
  return [
    ...(service ? [row('service', `${service.namespace}/${service.name}  ${service.type}`)] : []),
    ...(found?.port ? [row('port', portName(found.port), target)] : []),
    ...(endpointOf.length > 1
      ? [
          row(
            'services',
            enumerate(
              endpointOf.map((one) => `${one.namespace}/${one.name}${one.port === null ? '' : `:${one.port}`}`),
              5,
            ),
          ),
        ]
      : []),
    ...(owner.pods.length > 0 ? [row(owner.pods.length > 1 ? 'pods' : 'pod', podsOf(owner))] : []),
    ...(node !== null ? [row('node', node)] : []),
  ]
}

function podsOf({pods}: OwnerData): string {
  return enumerate(
    pods.map(({kind, name}) => (kind === 'Pod' ? name : shortName({kind, name}))),
    4,
  )
}
