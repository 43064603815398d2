import {expect, test} from 'vitest'
import {parseIpvsadmSave} from '../../../../src/network/proxy/ipvs/dump.ts'
import {findShownAddresses} from '../../../../src/network/proxy/ipvs/shown-addresses.ts'
import {modelOf, webService} from '../objects.ts'

test('an address is shown to be the node’s own by more than half of the node ports', () => {
  const ports = [30_080, 30_081, 30_082, 30_083].map((nodePort, index) => ({
    name: `p${index}`,
    port: 80 + index,
    protocol: 'TCP',
    nodePort,
  }))
  const model = modelOf([webService({type: 'NodePort', ports})]).families.IPv4
  const shownBy = (count: number) => {
    const lines = ports.slice(0, count).map(({nodePort}) => `-A -t 192.168.77.99:${nodePort} -s rr`)
    return findShownAddresses(model, parseIpvsadmSave(lines.join('\n')))
  }
  expect([1, 2, 3, 4].map(shownBy)).toEqual([[], [], ['192.168.77.99'], ['192.168.77.99']])
})
