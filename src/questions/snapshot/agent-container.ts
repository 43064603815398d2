import {type Fields, fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import {isImageOfCloud, wordsOfCloud} from '../../network/entry/find-cloud.ts'
import {isReadVariable as isVariableOfController, readSettings, writeSettings} from '../../network/entry/ingress/controller-settings.ts'
import {isController} from '../../network/entry/ingress/installation.ts'
import {readFlags} from '../kube-proxy/flags.ts'

/** The containers whose command and arguments are a configuration that questions read: kube-proxy's, and those of kube-router in its place. */
const PROXIES = ['kube-proxy', 'kube-router']
/** Of the others that kube-router knows some hold passwords of routers. */
const READ_OF_KUBE_ROUTER = ['run-service-proxy', 'hairpin-mode']
/** Of what Calico is told in its environment, only whether it does kube-proxy's work. */
const READ_OF_CALICO = 'FELIX_BPFENABLED'

/** Whether what is left of a container's command and arguments are flags of a proxy. */
export function isProxy({name}: Fields): boolean {
  return PROXIES.includes(String(name))
}

/** Whether a variable of an environment is one that questions read. */
export function isReadVariable({name}: Fields): boolean {
  return name === READ_OF_CALICO || isVariableOfController(name)
}

/** What questions read of how containers are told whether they do kube-proxy's work, or which Ingresses they serve; nothing of any other container. */
export function reduceSettings(container: Fields): Fields {
  const {name, command, args, env} = container
  switch (name) {
    case 'kube-proxy':
      return {...(command !== undefined && {command}), ...(args !== undefined && {args})}
    case 'kube-router': {
      const flags = Object.entries(readFlags(container)).filter(([flag]) => READ_OF_KUBE_ROUTER.includes(flag))
      return flags.length > 0 ? {args: flags.map(([flag, value]) => `--${flag}=${value}`)} : {}
    }
    case 'calico-node': {
      return reduceEnvironment(env, (variable) => variable === READ_OF_CALICO)
    }
    default:
      return reduceController(container)
  }
}

function reduceEnvironment(env: unknown, isRead: (name: unknown) => boolean): Fields {
  const told = itemsOf(env)
    .map(fieldsOf)
    .filter(({name}) => isRead(name))
  return told.length > 0 ? {env: told.map(({name, value}) => ({name, ...(value !== undefined && {value})}))} : {}
}

/** Of a controller of Ingresses its settings, of one of a cloud which cloud that is. */
function reduceController(container: Fields): Fields {
  const {command, args, env, image} = container
  const words = [...itemsOf(command), ...itemsOf(args)].filter((word) => typeof word === 'string')
  const isServing = isController(container)
  const kept = [
    ...(isServing ? writeSettings(readSettings(words)) : []),
    ...(isImageOfCloud(textOf(image) ?? '') ? wordsOfCloud(words) : []),
  ]
  return {...(kept.length > 0 && {args: kept}), ...(isServing && reduceEnvironment(env, isVariableOfController))}
}

/** Of the volumes of Antrea's agents, by their names, the ConfigMaps that may be its configuration: some releases put a hash behind the name. */
export function reduceVolumes(podSpec: Fields): Fields {
  const isAntrea = itemsOf(podSpec['containers']).some((container) => fieldsOf(container)['name'] === 'antrea-agent')
  const volumes = (isAntrea ? itemsOf(podSpec['volumes']).map(fieldsOf) : []).flatMap(({name, configMap}) => {
    const map = textOf(fieldsOf(configMap)['name'])
    return map?.startsWith('antrea-config') ? [{name, configMap: {name: map}}] : []
  })
  return volumes.length > 0 ? {volumes} : {}
}
