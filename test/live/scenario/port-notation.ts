/** A port of a Service or slice as it is written in a scenario, taken apart. */
export interface PortNotation {
  readonly name?: string
  readonly port: number
  readonly targetPort?: number | string
  readonly protocol?: string
  readonly nodePort?: number
  readonly appProtocol?: string
}

const NOTATION =
  /^(?:(?<name>[a-z0-9-]+) )?(?<port>\d+)(?:→(?<target>[a-z0-9-]+))?(?:\/(?<protocol>TCP|UDP|SCTP))?(?:@(?<node>\d+))?(?: (?<app>\S+))?$/

/**
 * Reads `[name ]port[→target][/PROTOCOL][@nodePort][ appProtocol]`: `80`, `http 80→http`, `dns 53→5353/UDP`, `web 443@30443 https`.
 * What is not written is left to the API server. Throws on anything else: a scenario that is misread proves nothing.
 */
export function parsePort(text: string): PortNotation {
  const {name, port, target, protocol, node, app} = NOTATION.exec(text)?.groups ?? {}
  if (port === undefined) throw new Error(`"${text}" is no port: [name ]port[→target][/PROTOCOL][@nodePort][ appProtocol]`)
  return {
    ...(name !== undefined && {name}),
    port: Number(port),
    ...(target !== undefined && {targetPort: /^\d+$/.test(target) ? Number(target) : target}),
    ...(protocol !== undefined && {protocol}),
    ...(node !== undefined && {nodePort: Number(node)}),
    ...(app !== undefined && {appProtocol: app}),
  }
}
