/**
 * What happens beyond a limit: `enforced` is refused by Azure, `supported` works at nobody's risk but yours, `guidance` is what the
 * documents advise. A plan that breaks one of the first two does not fit; guidance only warns.
 */
export type Strength = 'enforced' | 'supported' | 'guidance'

/** One number that a document states, with the document and the date of the edition that was read. */
export interface Limit {
  readonly value: number
  readonly unit: string
  /** Completes the sentence "this is the limit of …". */
  readonly of: string
  readonly strength: Strength
  /** The document, by repository and path where it has one. */
  readonly source: string
  /** Date of the edition, as exactly as the document states it; `read …` where it states none. */
  readonly date: string
}

const AKS_DOCS = 'MicrosoftDocs/azure-aks-docs articles/aks'
/** Edition of the AKS documentation that all of `aks()` cites. */
export const AKS_DOCS_DATE = '2026-08-21'

/** The citation of one AKS document: `aks('create-node-pools')`. */
export function aks(document: string): {readonly source: string; readonly date: string} {
  return {source: `${AKS_DOCS}/${document}.md`, date: AKS_DOCS_DATE}
}

export const VNET_LIMITS = {source: 'MicrosoftDocs/azure-docs includes/azure-virtual-network-limits.md', date: '2022-12'} as const
export const VNET_FAQ = {
  source: 'MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-faq.md',
  date: 'editions 2019 to 2025',
} as const
export const CONTAINER_LIMITS = {source: 'MicrosoftDocs/azure-docs includes/container-service-limits.md', date: '2024-01'} as const
export const LOAD_BALANCER_LIMITS = {source: 'Azure load balancer limits page', date: '2024-10-24'} as const
