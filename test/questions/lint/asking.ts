import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {Input} from '../../../src/cluster/object.ts'
import {type LintParameters, type LintReport, lint} from '../../../src/questions/lint/lint.ts'
import {readText} from '../../sources/scratch.ts'

/** Every rule, everywhere. */
export const PARAMETERS: LintParameters = {namespace: undefined, selector: undefined, choice: {only: [], skip: []}, said: {}, strict: false}

export function askLint(input: Input, parameters: Partial<LintParameters> = {}): LintReport {
  return lint(buildCluster(input, undefined), {...PARAMETERS, ...parameters}, input)
}

export async function askLintOf(yaml: string, parameters: Partial<LintParameters> = {}): Promise<LintReport> {
  return askLint(await readText(yaml), parameters)
}

/** A Service whose selector misses the pods of its Deployment by a letter, with what its metadata has beside. */
export function misspelt(name: string, metadata = ''): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop${metadata && `, ${metadata}`}}
spec:
  selector: {app: ${name}-pds}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${name}-pods}}
  template:
    metadata: {labels: {app: ${name}-pods}}
    spec: {containers: [{name: app, image: app}]}
`
}
