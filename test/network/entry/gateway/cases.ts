import {type Fields, FROM_ALL, gateway, grant, listenerSet, namespace, route, service, to} from './objects.ts'

/** Objects that were decided by hand, and the sentence of the API that decides them (sigs.k8s.io/gateway-api v1.7.0 unless it says otherwise). */
export interface Case {
  readonly what: string
  readonly objects: readonly Fields[]
  /** As `describeEntry` has them. */
  readonly entries?: readonly string[]
  /** As `describeBroken` has them. */
  readonly broken?: readonly string[]
  readonly elsewhere?: readonly string[]
  readonly because: string
}

const WEB = service('shop/web')
const HTTPS = {protocol: 'HTTPS', port: 443, tls: {certificateRefs: [{name: 'cert'}]}}
const TLS = {protocol: 'TLS', port: 443, tls: {mode: 'Passthrough'}}
const fromNamespaces = (namespaces: Fields) => ({allowedRoutes: {namespaces}})
const selecting = (selector: Fields) => fromNamespaces({from: 'Selector', selector})

const NAMESPACES: readonly Case[] = [
  {
    what: 'a route of the namespace of its Gateway attaches',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to()]), WEB],
    entries: ['*:80 > shop/web:80'],
    because: 'allowedRoutes: +kubebuilder:default={namespaces:{from: Same}}',
  },
  {
    what: 'a route of another namespace does not, where nothing is said',
    objects: [gateway('infra/edge'), route('shop/web', 'infra/edge', [to()]), WEB],
    broken: ['not-allowed HTTPRoute spec.parentRefs.0'],
    because: 'Namespaces: "This is restricted to the namespace of this Gateway by default."',
  },
  {
    what: 'a route of another namespace attaches where all may',
    objects: [gateway('infra/edge', [FROM_ALL]), route('shop/web', 'infra/edge', [to()]), WEB],
    entries: ['*:80 > shop/web:80'],
    because: '"All: Routes in all namespaces may be used by this Gateway."',
  },
  {
    what: 'no route attaches where none may',
    objects: [gateway('shop/edge', [fromNamespaces({from: 'None'})]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['not-allowed HTTPRoute spec.parentRefs.0'],
    because: 'NamespacesFromNone: "No Routes/ListenerSets may be attached to this Gateway."',
  },
  {
    what: 'a route attaches where its namespace has the label',
    objects: [
      gateway('infra/edge', [selecting({matchLabels: {team: 'a'}})]),
      namespace('shop', {team: 'a'}),
      route('shop/web', 'infra/edge', [to()]),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    because: '"Selector: Routes in namespaces selected by the selector may be used by this Gateway."',
  },
  {
    what: 'a route does not where its namespace has another label',
    objects: [
      gateway('infra/edge', [selecting({matchLabels: {team: 'a'}})]),
      namespace('shop', {team: 'b'}),
      route('shop/web', 'infra/edge', [to()]),
      WEB,
    ],
    broken: ['not-allowed HTTPRoute spec.parentRefs.0'],
    because: '"only Routes in Namespaces matching this Selector will be selected by this Gateway"',
  },
  {
    what: 'whether a namespace has a label cannot be told where its manifest is not there',
    objects: [gateway('infra/edge', [selecting({matchLabels: {team: 'a'}})]), route('shop/web', 'infra/edge', [to()]), WEB],
    entries: ['? *:80 > shop/web:80'],
    because: 'the labels of Namespace shop are nowhere in the input',
  },
  {
    what: 'every namespace has its name as a label',
    objects: [
      gateway('infra/edge', [selecting({matchLabels: {'kubernetes.io/metadata.name': 'shop'}})]),
      route('shop/web', 'infra/edge', [to()]),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    because: 'kubernetes.io/docs/reference/labels-annotations-taints: the API server sets kubernetes.io/metadata.name on all namespaces',
  },
  {
    what: 'from Selector without a selector selects nothing',
    objects: [gateway('shop/edge', [fromNamespaces({from: 'Selector'})]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['not-allowed HTTPRoute spec.parentRefs.0'],
    because: '"Selector must be specified when From is set to Selector"; a metav1.LabelSelector that is nil matches no object',
  },
  {
    what: 'a selector counts only with from Selector',
    objects: [
      gateway('infra/edge', [fromNamespaces({from: 'Same', selector: {matchLabels: {'kubernetes.io/metadata.name': 'shop'}}})]),
      route('shop/web', 'infra/edge', [to()]),
      WEB,
    ],
    broken: ['not-allowed HTTPRoute spec.parentRefs.0'],
    because: '"This field is ignored for other values of From."',
  },
  {
    what: 'a route without a namespace may be meant for that of its Gateway',
    objects: [gateway('infra/edge'), route('web', 'infra/edge', [to()]), service('web')],
    entries: ['? *:80 > default/web:80'],
    because: 'the manifest of the route names no namespace: only -n says whether it is infra',
  },
]

const SECTIONS: readonly Case[] = [
  {
    what: 'where no listener takes it, the one that came nearest says why',
    objects: [
      gateway('shop/edge', [{protocol: 'TCP', port: 9000}, {hostname: 'a.example.com'}, {port: 8080, ...fromNamespaces({from: 'None'})}]),
      route('shop/web', 'edge', [to()], {hostnames: ['b.example.com']}),
      WEB,
    ],
    broken: ['no-hostname-in-common HTTPRoute spec.hostnames'],
    because: 'NoMatchingListenerHostname: "the Gateway has no compatible Listeners whose Hostname matches the route"',
  },
  {
    what: 'sectionName picks one listener',
    objects: [
      gateway('shop/edge', [{name: 'one'}, {name: 'two', port: 8080}]),
      route('shop/web', {name: 'edge', sectionName: 'two'}, [to()]),
      WEB,
    ],
    entries: ['*:8080 > shop/web:80'],
    because: 'SectionName: "Gateway: Listener name"',
  },
  {
    what: 'without it a route attaches to every listener that takes it',
    objects: [gateway('shop/edge', [{}, {port: 8080}]), route('shop/web', 'edge', [to()]), WEB],
    entries: ['*:80 > shop/web:80', '*:8080 > shop/web:80'],
    because: '"When unspecified (empty string), this will reference the entire resource."',
  },
  {
    what: 'a listener of that name must be there',
    objects: [gateway('shop/edge'), route('shop/web', {name: 'edge', sectionName: 'https'}, [to()]), WEB],
    broken: ['no-such-listener HTTPRoute spec.parentRefs.0.sectionName'],
    because: 'NoMatchingParent: "a Route ParentRef specifies a Port and/or SectionName that does not match any Listeners in the Gateway"',
  },
  {
    what: 'a port picks all listeners on it',
    objects: [
      gateway('shop/edge', [{hostname: 'a.example.com'}, {hostname: 'b.example.com'}, {port: 8080}]),
      route('shop/web', {name: 'edge', port: 80}, [to()]),
      WEB,
    ],
    entries: ['a.example.com:80 > shop/web:80', 'b.example.com:80 > shop/web:80'],
    because: '"this targets all listeners listening on the specified port that also support this kind of Route"',
  },
  {
    what: 'a port without listener is none',
    objects: [gateway('shop/edge'), route('shop/web', {name: 'edge', port: 81}, [to()]), WEB],
    broken: ['no-such-listener HTTPRoute spec.parentRefs.0.port'],
    because: 'NoMatchingParent, as above',
  },
  {
    what: 'port and sectionName must both hold',
    objects: [
      gateway('shop/edge', [{name: 'one'}, {name: 'two', port: 8080}]),
      route('shop/web', {name: 'edge', sectionName: 'two', port: 80}, [to()]),
      WEB,
    ],
    broken: ['no-such-listener HTTPRoute spec.parentRefs.0.sectionName'],
    because: '"the name and port of the selected listener must match both specified values"',
  },
  {
    what: 'one listener of two that takes it is enough',
    objects: [gateway('infra/edge', [FROM_ALL, {port: 8080}]), route('shop/web', 'infra/edge', [to()]), WEB],
    entries: ['*:80 > shop/web:80'],
    because:
      '"If 1 of 2 Gateway listeners accept attachment from the referencing Route, the Route MUST be considered successfully attached."',
  },
  {
    what: 'a Gateway that is not there takes nothing',
    objects: [gateway('infra/edge', [FROM_ALL]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['no-such-gateway HTTPRoute spec.parentRefs.0.name'],
    because: 'Namespace: "When unspecified, this refers to the local namespace of the Route."',
  },
  {
    what: 'a route without parents attaches to nothing',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to()], {parentRefs: []}), WEB],
    broken: ['no-parent HTTPRoute spec'],
    because: 'ParentRefs "references the resources (usually Gateways) that a Route wants to be attached to"',
  },
]

const HOSTNAMES: readonly Case[] = [
  {
    what: 'a listener without host name has those of the route',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to()], {hostnames: ['a.example.com', '*.b.example.com']}), WEB],
    entries: ['a.example.com,*.b.example.com:80 > shop/web:80'],
    because: 'Hostname: "When unspecified, all hostnames are matched."',
  },
  {
    what: 'a route without host names has that of the listener',
    objects: [gateway('shop/edge', [{hostname: 'test.example.com'}]), route('shop/web', 'edge', [to()]), WEB],
    entries: ['test.example.com:80 > shop/web:80'],
    because: '"A Listener with test.example.com as the hostname matches HTTPRoutes that have either not specified any hostnames, or …"',
  },
  {
    what: 'a wildcard of the route is narrowed to the listener',
    objects: [
      gateway('shop/edge', [{hostname: 'test.example.com'}]),
      route('shop/web', 'edge', [to()], {hostnames: ['*.example.com']}),
      WEB,
    ],
    entries: ['test.example.com:80 > shop/web:80'],
    because: '"… have specified at least one of test.example.com or *.example.com"',
  },
  {
    what: 'a wildcard of the listener takes one label and more',
    objects: [
      gateway('shop/edge', [{hostname: '*.example.com'}]),
      route('shop/web', 'edge', [to()], {hostnames: ['test.example.com', 'foo.test.example.com']}),
      WEB,
    ],
    entries: ['test.example.com,foo.test.example.com:80 > shop/web:80'],
    because: '"*.example.com, test.example.com, and foo.test.example.com would all match"',
  },
  {
    what: 'a wildcard does not take the domain itself, nor another',
    objects: [
      gateway('shop/edge', [{hostname: '*.example.com'}]),
      route('shop/web', 'edge', [to()], {hostnames: ['example.com', 'test.example.net', 'testexample.com']}),
      WEB,
    ],
    broken: ['no-hostname-in-common HTTPRoute spec.hostnames'],
    because: '"On the other hand, example.com and test.example.net would not match."',
  },
  {
    what: 'host names that the listener does not have are ignored',
    objects: [
      gateway('shop/edge', [{hostname: '*.example.com'}]),
      route('shop/web', 'edge', [to()], {hostnames: ['test.example.com', 'test.example.net']}),
      WEB,
    ],
    entries: ['test.example.com:80 > shop/web:80'],
    because: '"test.example.net must not be considered for a match"',
  },
  {
    what: 'of two wildcards the narrower one is in common',
    objects: [
      gateway('shop/edge', [{hostname: '*.foo.example.com'}]),
      route('shop/web', 'edge', [to()], {hostnames: ['*.example.com']}),
      WEB,
    ],
    entries: ['*.foo.example.com:80 > shop/web:80'],
    because: '"The wildcard character will match any number of characters and dots to the left"',
  },
  {
    what: 'two names that differ have nothing in common',
    objects: [gateway('shop/edge', [{hostname: 'a.example.com'}]), route('shop/web', 'edge', [to()], {hostnames: ['b.example.com']}), WEB],
    broken: ['no-hostname-in-common HTTPRoute spec.hostnames'],
    because: '"If both … have specified hostnames, and none match with the criteria above, then the HTTPRoute is not accepted."',
  },
  {
    what: 'an impossible host name of a listener is no listener',
    objects: [gateway('shop/edge', [{hostname: 'a.*.example.com'}]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['invalid-hostname Gateway spec.listeners.0.hostname', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: '"The wildcard label must appear by itself as the first label."',
  },
  {
    what: 'an address is no host name',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to()], {hostnames: ['10.0.0.1']}), WEB],
    broken: ['invalid-hostname HTTPRoute spec.hostnames.0', 'no-hostname-in-common HTTPRoute spec.hostnames'],
    because: '"IPs are not allowed."',
  },
  {
    what: 'a URL is no host name, and the others stay',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to()], {hostnames: ['https://a.example.com', 'b.example.com']}), WEB],
    entries: ['b.example.com:80 > shop/web:80'],
    broken: ['invalid-hostname HTTPRoute spec.hostnames.0'],
    because: '"a label must consist of lower case alphanumeric characters or -"',
  },
  {
    what: 'TLS routes are matched by SNI in the same way',
    objects: [
      gateway('shop/edge', [{...TLS, hostname: 'something.example.com'}]),
      route('shop/web', 'edge', [to()], {hostnames: ['*.example.com']}, 'TLSRoute'),
      WEB,
    ],
    entries: ['something.example.com:443 > shop/web:80'],
    because: 'TLSRoute: "A listener with something.example.com as the hostname matches a TLSRoute with hostname *.example.com."',
  },
]

const KINDS: readonly Case[] = [
  {
    what: 'HTTPS is never passed through',
    objects: [gateway('shop/edge', [{...HTTPS, tls: {mode: 'Passthrough'}}]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['invalid-listener Gateway spec.listeners.0.tls.mode', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: 'XValidation: "tls mode must be Terminate for protocol HTTPS"',
  },
  {
    what: 'a listener of protocol TLS says how',
    objects: [gateway('shop/edge', [{protocol: 'TLS', port: 443}]), route('shop/web', 'edge', [to()], {}, 'TLSRoute'), WEB],
    broken: ['invalid-listener Gateway spec.listeners.0', 'broken-listener TLSRoute spec.parentRefs.0'],
    because: 'XValidation: "tls mode must be set for protocol TLS"',
  },
  {
    what: 'TLS that is terminated takes TCPRoutes, that is passed through does not',
    objects: [
      gateway('shop/edge', [
        {...TLS, tls: {mode: 'Terminate', certificateRefs: [{name: 'cert'}]}},
        {...TLS, port: 8443},
      ]),
      route('shop/web', 'edge', [to()], {}, 'TCPRoute'),
      WEB,
    ],
    entries: ['*:443 > shop/web:80'],
    because: 'gateway-api.sigs.k8s.io/concepts/api-overview, route summary: TCPRoute is for "TLS (Terminate)" or TCP',
  },
  {
    what: 'HTTP takes GRPCRoutes, and a method is a path',
    objects: [
      gateway('shop/edge'),
      route(
        'shop/web',
        'edge',
        [],
        {rules: [{matches: [{method: {service: 'shop.Cart', method: 'Add'}}, {method: {service: 'shop.Pay'}}], backendRefs: [to()]}]},
        'GRPCRoute',
      ),
      WEB,
    ],
    entries: ['*:80/shop.Cart/Add > shop/web:80', '*:80/shop.Pay > shop/web:80'],
    because: 'GRPCRoute: "Implementations supporting GRPCRoute with the HTTP ProtocolType MUST support HTTP/2 over cleartext TCP"',
  },
  {
    what: 'HTTP takes no TCPRoute',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to()], {}, 'TCPRoute'), WEB],
    broken: ['not-allowed TCPRoute spec.parentRefs.0'],
    because: 'Kinds: "When unspecified or empty, the kinds of Routes selected are determined using the Listener protocol."',
  },
  {
    what: 'kinds that are stated leave others out',
    objects: [
      gateway('shop/edge', [{allowedRoutes: {kinds: [{kind: 'HTTPRoute'}]}}]),
      route('shop/web', 'edge', [to()], {}, 'GRPCRoute'),
      WEB,
    ],
    broken: ['not-allowed GRPCRoute spec.parentRefs.0'],
    because: 'Kinds "specifies the groups and kinds of Routes that are allowed to bind to this Gateway Listener"',
  },
  {
    what: 'a kind that the protocol does not know is refused, and the valid one stays',
    objects: [
      gateway('shop/edge', [{allowedRoutes: {kinds: [{kind: 'TCPRoute'}, {kind: 'HTTPRoute'}]}}]),
      route('shop/web', 'edge', [to()]),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    broken: ['no-such-kind Gateway spec.listeners.0.allowedRoutes.kinds.0'],
    because: '"If both valid and invalid Route kinds are specified, the implementation MUST reference the valid Route kinds"',
  },
  {
    what: 'a TLSRoute needs a listener of protocol TLS',
    objects: [gateway('shop/edge', [HTTPS]), route('shop/web', 'edge', [to()], {hostnames: ['a.example.com']}, 'TLSRoute'), WEB],
    broken: ['not-allowed TLSRoute spec.parentRefs.0'],
    because: '"A TLSRoute MUST be attached to a Listener of protocol TLS."',
  },
  {
    what: 'TLS that is terminated takes TLSRoutes too',
    objects: [
      gateway('shop/edge', [{...TLS, tls: {mode: 'Terminate', certificateRefs: [{name: 'cert'}]}}]),
      route('shop/web', 'edge', [to()], {hostnames: ['a.example.com']}, 'TLSRoute'),
      WEB,
    ],
    entries: ['a.example.com:443 > shop/web:80'],
    because: '"Extended: The listener CAN be of type Terminate"',
  },
  {
    what: 'a UDPRoute goes to a UDP port',
    objects: [
      gateway('shop/edge', [{protocol: 'UDP', port: 53}]),
      route('shop/dns', 'edge', [to('dns', {port: 53})], {}, 'UDPRoute'),
      service('shop/dns', [
        {name: 'tcp', port: 53, protocol: 'TCP'},
        {name: 'udp', port: 53, protocol: 'UDP'},
      ]),
    ],
    entries: ['*:53/UDP > shop/dns:53'],
    because: 'UDPProtocolType: "Accepts UDP packets."',
  },
  {
    what: 'a UDPRoute does not go to a TCP port',
    objects: [
      gateway('shop/edge', [{protocol: 'UDP', port: 53}]),
      route('shop/dns', 'edge', [to('dns', {port: 53})], {}, 'UDPRoute'),
      service('shop/dns', [{port: 53}]),
    ],
    broken: ['no-such-port UDPRoute spec.rules.0.backendRefs.0.port'],
    because: 'a Service has a port by its number and protocol: 53/TCP is not 53/UDP',
  },
  {
    what: 'what calls itself a kind of the API that there is not is named',
    objects: [gateway('shop/edge'), {...route('shop/web', 'edge', [to()]), kind: 'HttpRoute'}, WEB],
    broken: ['no-such-kind HttpRoute kind'],
    because: 'the API has HTTPRoute; an API server without HttpRoute has no such resource',
  },
  {
    what: 'a word that is no protocol makes no listener',
    objects: [gateway('shop/edge', [{protocol: 'HTTP2'}]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['unknown-protocol Gateway spec.listeners.0.protocol', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: '"Un-prefixed names are reserved for core protocols."',
  },
  {
    what: "what an implementation's own protocol takes only it knows",
    objects: [gateway('shop/edge', [{protocol: 'example.com/bar'}]), route('shop/web', 'edge', [to()]), WEB],
    entries: ['? *:80 > shop/web:80'],
    because: '"example.com/bar" - Implementation-specific support',
  },
  {
    what: 'a listener of protocol HTTP has no tls',
    objects: [gateway('shop/edge', [{tls: {certificateRefs: [{name: 'cert'}]}}]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['invalid-listener Gateway spec.listeners.0.tls', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: "XValidation: \"tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']\"",
  },
  {
    what: 'a port beyond 65535 is none',
    objects: [gateway('shop/edge', [{port: 70_000}]), route('shop/web', 'edge', [to()]), WEB],
    broken: ['invalid-listener Gateway spec.listeners.0.port', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: '+kubebuilder:validation:Maximum=65535',
  },
]

const CONFLICTS: readonly Case[] = [
  {
    what: 'of two listeners that cannot be told apart neither serves',
    objects: [gateway('shop/edge', [{name: 'one'}, {name: 'two'}, {name: 'three', port: 8080}]), route('shop/web', 'edge', [to()]), WEB],
    entries: ['*:8080 > shop/web:80'],
    broken: ['conflicting-listeners Gateway spec.listeners.0', 'conflicting-listeners Gateway spec.listeners.1'],
    because: '"ALL indistinct Listeners must not be accepted for processing."',
  },
  {
    what: 'host names tell listeners apart',
    objects: [gateway('shop/edge', [{hostname: 'a.example.com'}, {hostname: '*.example.com'}, {}]), route('shop/web', 'edge', [to()]), WEB],
    entries: ['a.example.com:80 > shop/web:80', '*.example.com:80 > shop/web:80', '*:80 > shop/web:80'],
    because: '"HTTP, HTTPS, TLS: Port, Hostname"',
  },
  {
    what: 'TCP and HTTP on one port cannot be told apart',
    objects: [gateway('shop/edge', [{protocol: 'TCP'}, {hostname: 'a.example.com'}]), route('shop/web', 'edge', [to()]), WEB],
    broken: [
      'conflicting-listeners Gateway spec.listeners.0',
      'conflicting-listeners Gateway spec.listeners.1',
      'broken-listener HTTPRoute spec.parentRefs.0',
    ],
    because: '"all the Listeners that share a port with the TCP Listener are not distinct and so MUST NOT be accepted"',
  },
  {
    what: 'TCP and UDP on one port are two things',
    objects: [
      gateway('shop/edge', [
        {protocol: 'TCP', port: 53},
        {protocol: 'UDP', port: 53},
      ]),
      route('shop/dns', 'edge', [to('dns', {port: 53})], {}, 'TCPRoute'),
      service('shop/dns', [{port: 53}]),
    ],
    entries: ['*:53 > shop/dns:53'],
    because: '"When multiple listeners have the same value for the Protocol field" they must differ in more; these have not',
  },
  {
    what: 'two listeners of one name are refused',
    objects: [gateway('shop/edge', [{name: 'one'}, {name: 'one', port: 8080}]), route('shop/web', 'edge', [to()]), WEB],
    entries: ['*:80 > shop/web:80'],
    broken: ['invalid-listener Gateway spec.listeners.1.name'],
    because: '"Name is the name of the Listener. This name MUST be unique within a Gateway."',
  },
]

const allowing = (from: string) => ({allowedListeners: {namespaces: {from}}})

const SETS: readonly Case[] = [
  {
    what: 'a Gateway takes no ListenerSets where nothing is said',
    objects: [
      gateway('shop/edge'),
      listenerSet('shop/more', 'edge', [{port: 8080}]),
      route('shop/web', {kind: 'ListenerSet', name: 'more'}, [to()]),
      WEB,
    ],
    broken: ['not-allowed ListenerSet spec.parentRef', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: 'AllowedListeners: "The default value is to allow no ListenerSets."',
  },
  {
    what: 'a route attaches to the listeners of a ListenerSet that is allowed',
    objects: [
      gateway('shop/edge', [{}], allowing('Same')),
      listenerSet('shop/more', 'edge', [{port: 8080}]),
      route('shop/web', {kind: 'ListenerSet', name: 'more'}, [to()]),
      WEB,
    ],
    entries: ['*:8080 > shop/web:80'],
    because: 'GEP-1713: "Routes MUST be able to specify a ListenerSet as a parentRef."',
  },
  {
    what: 'a route of the Gateway does not attach to those of its ListenerSets',
    objects: [
      gateway('shop/edge', [{}], allowing('Same')),
      listenerSet('shop/more', 'edge', [{port: 8080}]),
      route('shop/web', 'edge', [to()]),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    because: 'GEP-1713: "MUST NOT attach to any listeners in the child ListenerSets of the Gateway"',
  },
  {
    what: 'a listener of the Gateway wins against one of a ListenerSet',
    objects: [
      gateway('shop/edge', [{}], allowing('Same')),
      listenerSet('shop/more', 'edge', [{}]),
      route('shop/web', 'edge', [to()]),
      route('shop/set', {kind: 'ListenerSet', name: 'more'}, [to()]),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    broken: ['conflicting-listeners ListenerSet spec.listeners.0', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: 'GEP-1713: "the first Listener in the precedence list MUST be accepted"; the parent Gateway comes first',
  },
  {
    what: 'a listener that lost takes none of its siblings with it',
    objects: [
      gateway('shop/edge', [{hostname: 'a.example.com'}], allowing('Same')),
      listenerSet('shop/more', 'edge', [{protocol: 'TCP'}, {hostname: 'b.example.com'}]),
      route('shop/set', {kind: 'ListenerSet', name: 'more'}, [to()]),
      WEB,
    ],
    entries: ['b.example.com:80 > shop/web:80'],
    broken: ['conflicting-listeners ListenerSet spec.listeners.0'],
    because:
      'GEP-1713: "conflicting listeners MUST have a Conflicted condition", with those that come before them; b.example.com is distinct of them',
  },
  {
    what: 'the older of two ListenerSets wins',
    objects: [
      gateway('shop/edge', [{port: 9000}], allowing('Same')),
      listenerSet('shop/a', 'edge', [{}], '2026-02-01T00:00:00Z'),
      listenerSet('shop/b', 'edge', [{}], '2026-01-01T00:00:00Z'),
      route('shop/of-a', {kind: 'ListenerSet', name: 'a'}, [to()]),
      route('shop/of-b', {kind: 'ListenerSet', name: 'b'}, [to('older')]),
      WEB,
      service('shop/older'),
    ],
    entries: ['*:80 > shop/older:80'],
    broken: ['conflicting-listeners ListenerSet spec.listeners.0', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: '"ListenerSet ordered by creation time (oldest first)"',
  },
  {
    what: 'Same is the namespace of the ListenerSet, not of its Gateway',
    objects: [
      gateway('infra/edge', [{}], allowing('All')),
      listenerSet('shop/more', 'infra/edge', [{port: 8080}]),
      route('shop/web', {kind: 'ListenerSet', name: 'more'}, [to()]),
      WEB,
    ],
    entries: ['*:8080 > shop/web:80'],
    because: 'GEP-1713: "A listener on a ListenerSet allows routes from the same namespace as the ListenerSet"',
  },
]

const other = service('pay/api')
const toPay = [to('pay/api')]
const fromShop = {kind: 'HTTPRoute', namespace: 'shop'}

const BACKENDS: readonly Case[] = [
  {
    what: 'a backend of another namespace needs a grant',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', toPay), other],
    broken: ['no-grant HTTPRoute spec.rules.0.backendRefs.0.namespace'],
    because: '"a ReferenceGrant object is required in the referent namespace to allow that namespace\'s owner to accept the reference"',
  },
  {
    what: 'with a grant it is reached',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', toPay), other, grant('pay/shop', fromShop)],
    entries: ['*:80 > pay/api:80'],
    because: 'ReferenceGrant "identifies kinds of resources in other namespaces that are trusted to reference the specified kinds"',
  },
  {
    what: 'a grant of v1 is one too',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', toPay),
      other,
      grant('pay/shop', fromShop, {group: '', kind: 'Service'}, 'v1'),
    ],
    entries: ['*:80 > pay/api:80'],
    because: 'apis/v1/referencegrant_types.go',
  },
  {
    what: 'a grant in the namespace of the route grants nothing',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', toPay), other, grant('shop/pay', fromShop)],
    broken: ['no-grant HTTPRoute spec.rules.0.backendRefs.0.namespace'],
    because: '"the specified kinds of resources in the same namespace as the policy"',
  },
  {
    what: 'a grant for another namespace is none',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', toPay), other, grant('pay/x', {...fromShop, namespace: 'ops'})],
    broken: ['no-grant HTTPRoute spec.rules.0.backendRefs.0.namespace'],
    because: 'ReferenceGrantFrom: "trusted namespaces and kinds"',
  },
  {
    what: 'a grant for another kind of route is none',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', toPay), other, grant('pay/x', {...fromShop, kind: 'GRPCRoute'})],
    broken: ['no-grant HTTPRoute spec.rules.0.backendRefs.0.namespace'],
    because: 'ReferenceGrantFrom: "trusted namespaces and kinds"',
  },
  {
    what: 'a grant for one name is for no other',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', toPay),
      other,
      grant('pay/x', fromShop, {group: '', kind: 'Service', name: 'admin'}),
    ],
    broken: ['no-grant HTTPRoute spec.rules.0.backendRefs.0.namespace'],
    because: 'Name: "When unspecified, this policy refers to all resources of the specified Group and Kind in the local namespace."',
  },
  {
    what: 'a grant for Secrets lets no route to Services',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', toPay), other, grant('pay/x', fromShop, {group: '', kind: 'Secret'})],
    broken: ['no-grant HTTPRoute spec.rules.0.backendRefs.0.namespace'],
    because: 'ReferenceGrantTo: "what Kinds are allowed as targets of the references"',
  },
  {
    what: 'a route that names its own namespace needs no grant',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to('shop/web')]), WEB],
    entries: ['*:80 > shop/web:80'],
    because: '"when a namespace different than the local namespace is specified"',
  },
  {
    what: 'a certificate of another namespace needs a grant, or the listener serves nothing',
    objects: [
      gateway('shop/edge', [{...HTTPS, tls: {certificateRefs: [{namespace: 'certs', name: 'wild'}]}}]),
      route('shop/web', 'edge', [to()]),
      WEB,
    ],
    broken: ['no-grant Gateway spec.listeners.0.tls.certificateRefs.0', 'broken-listener HTTPRoute spec.parentRefs.0'],
    because: '"References to a resource in different namespace are invalid UNLESS there is a ReferenceGrant in the target namespace"',
  },
  {
    what: 'certificates of a listener that passes through are not asked for',
    objects: [
      gateway('shop/edge', [{...TLS, tls: {mode: 'Passthrough', certificateRefs: [{namespace: 'certs', name: 'wild'}]}}]),
      route('shop/web', 'edge', [to()], {hostnames: ['a.example.com']}, 'TLSRoute'),
      WEB,
    ],
    entries: ['a.example.com:443 > shop/web:80'],
    because: 'Passthrough: "The certificateRefs field is ignored in this mode."',
  },
  {
    what: 'with a grant for Gateways it serves',
    objects: [
      gateway('shop/edge', [{...HTTPS, tls: {certificateRefs: [{namespace: 'certs', name: 'wild'}]}}]),
      route('shop/web', 'edge', [to()]),
      grant('certs/shop', {kind: 'Gateway', namespace: 'shop'}, {group: '', kind: 'Secret'}),
      WEB,
    ],
    entries: ['*:443 > shop/web:80'],
    because: 'ReferenceGrantFrom: "When used to permit a SecretObjectReference: Gateway"',
  },
  {
    what: 'a Service that is not there is no backend, and the other one stays',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to('wbe'), to()]), WEB],
    entries: ['*:80 > shop/web:80'],
    broken: ['no-such-service HTTPRoute spec.rules.0.backendRefs.0.name'],
    because: 'BackendNotFound: "a reference to a resource that does not exist"',
  },
  {
    what: 'the port is that of the Service, not the target port',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to('web', {port: 8080})]), WEB],
    broken: ['no-such-port HTTPRoute spec.rules.0.backendRefs.0.port'],
    because: '"the port number is the service port number, not the target port"',
  },
  {
    what: 'a Service needs a port',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [{name: 'web'}]), WEB],
    broken: ['no-port HTTPRoute spec.rules.0.backendRefs.0'],
    because: 'XValidation: "Must have port for Service reference"',
  },
  {
    what: 'a weight of 0 gets nothing',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to('old', {weight: 0}), to('web', {weight: 1})]), WEB, service('shop/old')],
    entries: ['*:80 > shop/web:80'],
    elsewhere: ['weight-0 HTTPRoute spec.rules.0.backendRefs.0.weight'],
    because: '"If weight is set to 0, no traffic should be forwarded for this entry."',
  },
  {
    what: 'weights share, and an unspecified one is 1',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to('new'), to('web', {weight: 99})]), WEB, service('shop/new')],
    entries: ['*:80 > shop/new:80', '*:80 > shop/web:80'],
    because: '"If unspecified, weight defaults to 1."',
  },
  {
    what: 'a negative weight is none',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to('web', {weight: -1})]), WEB],
    broken: ['invalid-weight HTTPRoute spec.rules.0.backendRefs.0.weight'],
    because: '+kubebuilder:validation:Minimum=0',
  },
  {
    what: 'a redirect has no backend and reaches nothing',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [], {rules: [{filters: [{type: 'RequestRedirect', requestRedirect: {scheme: 'https'}}]}]}),
    ],
    elsewhere: ['redirect HTTPRoute spec.rules.0'],
    because: 'HTTPRequestRedirect "defines a filter that redirects a request"',
  },
  {
    what: 'a redirect with backends is refused',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [], {rules: [{filters: [{type: 'RequestRedirect'}], backendRefs: [to()]}]}),
      WEB,
    ],
    broken: ['redirect-with-backends HTTPRoute spec.rules.0.backendRefs'],
    because: 'XValidation: "RequestRedirect filter must not be used together with backendRefs"',
  },
  {
    what: 'a rule without backends fails every request',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [])],
    broken: ['no-backend HTTPRoute spec.rules.0'],
    because: '"If all entries in BackendRefs are invalid, and there are also no filters …, all traffic … MUST receive a 500 status code."',
  },
  {
    what: 'mirrored requests reach their Service',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [], {
        rules: [{filters: [{type: 'RequestMirror', requestMirror: {backendRef: to('copy')}}], backendRefs: [to()]}],
      }),
      WEB,
      service('shop/copy'),
    ],
    entries: ['*:80 > shop/copy:80', '*:80 > shop/web:80'],
    because: 'HTTPRequestMirrorFilter: "mirrors requests … responses from that destination are ignored"',
  },
  {
    what: 'a backend of another API is named',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [{group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'web', port: 80}]),
    ],
    elsewhere: ['other-kind HTTPRoute spec.rules.0.backendRefs.0'],
    because: '"Support: Extended for Kubernetes ServiceImport"',
  },
  {
    what: 'a kind of the core group that is no Service is no backend',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to('web', {kind: 'Pod'})]), WEB],
    broken: ['no-such-kind HTTPRoute spec.rules.0.backendRefs.0.kind'],
    because: 'InvalidKind: "a reference to an unknown or unsupported Group and/or Kind"',
  },
  {
    what: 'an ExternalName leads out',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [to()]),
      service('shop/web', [], {type: 'ExternalName', externalName: 'a.example.com'}),
    ],
    elsewhere: ['external-name HTTPRoute spec.rules.0.backendRefs.0'],
    because: '"Implementations SHOULD NOT support ExternalName Services."',
  },
  {
    what: 'a port for WebSockets takes no gRPC',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [to()], {}, 'GRPCRoute'),
      service('shop/web', [{port: 80, appProtocol: 'kubernetes.io/ws'}]),
    ],
    broken: ['unsupported-protocol GRPCRoute spec.rules.0.backendRefs.0.port'],
    because: '"If a Route is not able to send traffic to the backend using the specified protocol then the backend is considered invalid."',
  },
  {
    what: 'a port for h2c takes gRPC',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [to()], {}, 'GRPCRoute'),
      service('shop/web', [{port: 80, appProtocol: 'kubernetes.io/h2c'}]),
    ],
    entries: ['*:80 > shop/web:80'],
    because: 'GEP-1911: "GRPC works over h2c - so a GRPCRoute should be able to connect to an h2c backend"',
  },
  {
    what: 'a Service that names no namespace may be meant for that of the route',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [to()]), service('web')],
    entries: ['? *:80 > default/web:80'],
    because: 'the manifest of the Service names no namespace: only -n says whether it is shop',
  },
  {
    what: 'a path without a type is a prefix',
    objects: [gateway('shop/edge'), route('shop/web', 'edge', [], {rules: [{matches: [{path: {value: '/'}}], backendRefs: [to()]}]}), WEB],
    entries: ['*:80 > shop/web:80'],
    because: 'PathMatchType: +kubebuilder:default=PathPrefix',
  },
  {
    what: 'exactly the root is no more than that',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [], {rules: [{matches: [{path: {type: 'Exact', value: '/'}}], backendRefs: [to()]}]}),
      WEB,
    ],
    entries: ['*:80/ > shop/web:80'],
    because: 'PathMatchExact: "Matches the URL path exactly and with case sensitivity."',
  },
  {
    what: 'a rule that differs in its headers only is no other way',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [], {
        rules: [{matches: [{headers: [{name: 'version', value: 'two'}]}], backendRefs: [to()]}, {backendRefs: [to()]}],
      }),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    because: 'a match without path has the default of all paths; both rules lead from the same place to the same port',
  },
  {
    what: 'every path of a rule is a way, and the root is all of them',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [], {
        rules: [
          {matches: [{path: {type: 'PathPrefix', value: '/a'}}, {path: {type: 'Exact', value: '/b'}}], backendRefs: [to()]},
          {matches: [{path: {type: 'PathPrefix', value: '/'}}, {path: {value: '/c'}}], backendRefs: [to()]},
        ],
      }),
      WEB,
    ],
    entries: ['*:80/a > shop/web:80', '*:80/b > shop/web:80', '*:80 > shop/web:80'],
    because: '"this rule will be matched if any one of the matches is satisfied"; "/" has "the effect of matching every HTTP request"',
  },
]

const PARENTS: readonly Case[] = [
  {
    what: 'a route of a Service steers what is inside',
    objects: [route('shop/web', {group: '', kind: 'Service', name: 'web', port: 80}, [to('web')]), WEB],
    elsewhere: ['mesh HTTPRoute spec.parentRefs.0'],
    because: '"Service (Mesh conformance profile, ClusterIP Services only)"',
  },
  {
    what: 'a Service of the group of the API there is not',
    objects: [route('shop/web', {kind: 'Service', name: 'web'}, [to('web')]), WEB],
    broken: ['no-such-kind HTTPRoute spec.parentRefs.0.kind'],
    because: '"To set the core API group …, Group must be explicitly set to \\"\\" (empty string)."',
  },
  {
    what: 'a parent of another API is for its controller',
    objects: [route('shop/web', {group: 'networking.istio.io', kind: 'ServiceEntry', name: 'out'}, [to('web')]), WEB],
    elsewhere: ['other-parent HTTPRoute spec.parentRefs.0'],
    because: '"Support for other resources is Implementation-Specific."',
  },
  {
    what: 'each parent is asked for itself',
    objects: [
      gateway('shop/edge'),
      route('shop/web', 'edge', [to()], {parentRefs: [{name: 'edge'}, {name: 'gone'}, {group: '', kind: 'Service', name: 'web'}]}),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    broken: ['no-such-gateway HTTPRoute spec.parentRefs.1.name'],
    elsewhere: ['mesh HTTPRoute spec.parentRefs.2'],
    because: '"Implementations MUST treat each parentRef in the Route separately"',
  },
  {
    what: 'a default Gateway claims what asks for one',
    objects: [
      gateway('shop/edge', [{}], {defaultScope: 'All'}),
      gateway('shop/other'),
      route('shop/web', 'edge', [to()], {parentRefs: undefined, useDefaultGateways: 'All'}),
      WEB,
    ],
    entries: ['*:80 > shop/web:80'],
    because: '"the Gateway will claim any Route with a matching scope set in its UseDefaultGateway field"',
  },
]

export const CASES: readonly Case[] = [...NAMESPACES, ...SECTIONS, ...HOSTNAMES, ...KINDS, ...CONFLICTS, ...SETS, ...BACKENDS, ...PARENTS]
