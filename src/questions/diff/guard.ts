import type {ExposedEntry} from '../exposure/exposed-service.ts'

/** What a way asks of clients before it lets them through: `asks for a password (auth-type basic)`, as what shows its reach says it. */
export function guardsOf({via, evidence}: Pick<ExposedEntry, 'via' | 'evidence'>): readonly string[] {
  if (via !== 'Ingress' && via !== 'Gateway') return []
  return evidence.filter((one) => GUARD.test(one))
}

/** The sentences of the controllers that narrow an Ingress (src/network/entry/ingress/controllers). */
const GUARD = /^(middleware \S+ )?asks (for |another |\S+ whether )/
