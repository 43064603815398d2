import type {Cluster} from './cluster.ts'
import {type Fields, fieldsOf} from './fields.ts'

/** What a ConfigMap holds; undefined where the input does not have it. */
export function dataOfConfigMap({others}: Pick<Cluster, 'others'>, namespace: string, name: string): Fields | undefined {
  const map = others.find((one) => one.group === '' && one.kind === 'ConfigMap' && one.namespace === namespace && one.name === name)
  return map && fieldsOf(map.object['data'])
}
