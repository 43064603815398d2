import type {Rule} from './rule.ts'
import {annotationKey} from './rules/exposure/annotation-key.ts'
import {annotationValue} from './rules/exposure/annotation-value.ts'
import {balancerBesideIngress} from './rules/exposure/balancer-beside-ingress.ts'
import {defaultBackend} from './rules/exposure/default-backend.ts'
import {externalIps} from './rules/exposure/external-ips.ts'
import {hostNetworkBesideService} from './rules/exposure/host-network-beside-service.ts'
import {hostPortBesideService} from './rules/exposure/host-port-beside-service.ts'
import {ingressWithoutHost} from './rules/exposure/ingress-without-host.ts'
import {ingressWithoutTls} from './rules/exposure/ingress-without-tls.ts'
import {noSourceRanges} from './rules/exposure/no-source-ranges.ts'
import {nodePort} from './rules/exposure/node-port.ts'
import {nodePortsUnneeded} from './rules/exposure/node-ports-unneeded.ts'
import {openSourceRange} from './rules/exposure/open-source-range.ts'
import {publicWithoutNeed} from './rules/exposure/public-without-need.ts'
import {sensitivePort} from './rules/exposure/sensitive-port.ts'
import {sourceRangeHostBits} from './rules/exposure/source-range-host-bits.ts'
import {wildcardHost} from './rules/exposure/wildcard-host.ts'
import {accidentalIsolation} from './rules/policy/accidental-isolation.ts'
import {allowsEverything} from './rules/policy/allows-everything.ts'
import {egressForgotDns} from './rules/policy/egress-forgot-dns.ts'
import {forbidsClient} from './rules/policy/forbids-client.ts'
import {forbidsOwnService} from './rules/policy/forbids-own-service.ts'
import {invalid} from './rules/policy/invalid.ts'
import {ipBlockPods} from './rules/policy/ip-block-pods.ts'
import {ipBlockSnat} from './rules/policy/ip-block-snat.ts'
import {namedPortMissing} from './rules/policy/named-port-missing.ts'
import {noDefaultDeny} from './rules/policy/no-default-deny.ts'
import {peerSelectsNothing} from './rules/policy/peer-selects-nothing.ts'
import {selectsNothing} from './rules/policy/selects-nothing.ts'
import {servicePort} from './rules/policy/service-port.ts'
import {undeclaredPort} from './rules/policy/undeclared-port.ts'
import {apiRejects} from './rules/routing/api-rejects.ts'
import {appProtocolMismatch} from './rules/routing/app-protocol-mismatch.ts'
import {classUnserved} from './rules/routing/class-unserved.ts'
import {conflict} from './rules/routing/conflict.ts'
import {conflictingListeners} from './rules/routing/conflicting-listeners.ts'
import {deprecatedAnnotation} from './rules/routing/deprecated-annotation.ts'
import {deprecatedEndpoints} from './rules/routing/deprecated-endpoints.ts'
import {deprecatedField} from './rules/routing/deprecated-field.ts'
import {endpointsBesideSelector} from './rules/routing/endpoints-beside-selector.ts'
import {endpointsDiffer} from './rules/routing/endpoints-differ.ts'
import {externalNameAddress} from './rules/routing/external-name-address.ts'
import {externalNameInCluster} from './rules/routing/external-name-in-cluster.ts'
import {externalNameMetadata} from './rules/routing/external-name-metadata.ts'
import {finished} from './rules/routing/finished.ts'
import {headlessPortTranslation} from './rules/routing/headless-port-translation.ts'
import {hostNetworkPortClash} from './rules/routing/host-network-port-clash.ts'
import {invalidListener} from './rules/routing/invalid-listener.ts'
import {ipFamily} from './rules/routing/ip-family.ts'
import {labelsNotOnTemplate} from './rules/routing/labels-not-on-template.ts'
import {localTrafficPolicy} from './rules/routing/local-traffic-policy.ts'
import {mismatchingSelector} from './rules/routing/mismatching-selector.ts'
import {noAddress} from './rules/routing/no-address.ts'
import {noBackend} from './rules/routing/no-backend.ts'
import {noEndpoints} from './rules/routing/no-endpoints.ts'
import {noGrant} from './rules/routing/no-grant.ts'
import {noHostnameInCommon} from './rules/routing/no-hostname-in-common.ts'
import {noParent} from './rules/routing/no-parent.ts'
import {noSuchGateway} from './rules/routing/no-such-gateway.ts'
import {noSuchKind} from './rules/routing/no-such-kind.ts'
import {noSuchListener} from './rules/routing/no-such-listener.ts'
import {noSuchOrdinal} from './rules/routing/no-such-ordinal.ts'
import {noSuchPort} from './rules/routing/no-such-port.ts'
import {noSuchService} from './rules/routing/no-such-service.ts'
import {notAllowed} from './rules/routing/not-allowed.ts'
import {notCreated} from './rules/routing/not-created.ts'
import {notReady} from './rules/routing/not-ready.ts'
import {nothingSelected} from './rules/routing/nothing-selected.ts'
import {otherNamespace} from './rules/routing/other-namespace.ts'
import {overBroad} from './rules/routing/over-broad.ts'
import {portNameProtocol} from './rules/routing/port-name-protocol.ts'
import {probePort} from './rules/routing/probe-port.ts'
import {publishNotReady} from './rules/routing/publish-not-ready.ts'
import {refused} from './rules/routing/refused.ts'
import {removedApiVersion} from './rules/routing/removed-api-version.ts'
import {scaledToZero} from './rules/routing/scaled-to-zero.ts'
import {selector} from './rules/routing/selector.ts'
import {selectorless} from './rules/routing/selectorless.ts'
import {servicesCollide} from './rules/routing/services-collide.ts'
import {sessionAffinity} from './rules/routing/session-affinity.ts'
import {slicePort} from './rules/routing/slice-port.ts'
import {statefulSetService} from './rules/routing/stateful-set-service.ts'
import {straySlice} from './rules/routing/stray-slice.ts'
import {targetPortName} from './rules/routing/target-port-name.ts'
import {targetPortProtocol} from './rules/routing/target-port-protocol.ts'

/** Every rule, a line each, by group and in the order of their names. */
export const RULES: readonly Rule[] = [
  apiRejects,
  appProtocolMismatch,
  classUnserved,
  conflict,
  conflictingListeners,
  deprecatedAnnotation,
  deprecatedEndpoints,
  deprecatedField,
  endpointsBesideSelector,
  endpointsDiffer,
  externalNameAddress,
  externalNameInCluster,
  externalNameMetadata,
  finished,
  headlessPortTranslation,
  hostNetworkPortClash,
  invalidListener,
  ipFamily,
  labelsNotOnTemplate,
  localTrafficPolicy,
  mismatchingSelector,
  noAddress,
  noBackend,
  noEndpoints,
  noGrant,
  noHostnameInCommon,
  noParent,
  noSuchGateway,
  noSuchKind,
  noSuchListener,
  noSuchOrdinal,
  noSuchPort,
  noSuchService,
  notAllowed,
  notCreated,
  notReady,
  nothingSelected,
  otherNamespace,
  overBroad,
  portNameProtocol,
  probePort,
  publishNotReady,
  refused,
  removedApiVersion,
  scaledToZero,
  selector,
  selectorless,
  servicesCollide,
  sessionAffinity,
  slicePort,
  statefulSetService,
  straySlice,
  targetPortName,
  targetPortProtocol,
  annotationKey,
  annotationValue,
  balancerBesideIngress,
  defaultBackend,
  externalIps,
  hostNetworkBesideService,
  hostPortBesideService,
  ingressWithoutHost,
  ingressWithoutTls,
  noSourceRanges,
  nodePort,
  nodePortsUnneeded,
  openSourceRange,
  publicWithoutNeed,
  sensitivePort,
  sourceRangeHostBits,
  wildcardHost,
  accidentalIsolation,
  allowsEverything,
  egressForgotDns,
  forbidsClient,
  forbidsOwnService,
  invalid,
  ipBlockPods,
  ipBlockSnat,
  namedPortMissing,
  noDefaultDeny,
  peerSelectsNothing,
  selectsNothing,
  servicePort,
  undeclaredPort,
]
