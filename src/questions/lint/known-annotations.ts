import type {Cloud} from '../../network/entry/entry-facts.ts'

/** An annotation that decides who can come, or whether anything is made at all, and takes a few words only. */
export interface KnownAnnotation {
  readonly kind: 'Service' | 'Ingress'
  readonly key: string
  /** Undefined for what is not of one cloud. */
  readonly cloud?: Cloud
  /** The words that it takes; of booleans those that people write. */
  readonly words: readonly string[]
  /** `exact` spelling, in any case, or all that Go's strconv.ParseBool takes. */
  readonly spelling: 'exact' | 'any-case' | 'parse-bool'
  /** What another word is taken for; those who mean just that have what they want. */
  readonly fallback?: string
  /** What comes of another word: the rest of a sentence. */
  readonly otherwise: string
  /** Whether it is the internet that is let in where it is misspelt. */
  readonly isOpen?: true
  /** Only a word that means something else than the fallback is at fault: others may be right. */
  readonly isLenient?: true
  /** Says that it is internal. */
  readonly internal?: string
}

const BETA = 'service.beta.kubernetes.io/'
const BOOLEANS = ['true', 'false'] as const
const REFUSED = 'is refused, and no load balancer is made'

/** Sources: the readers of each cloud in network/entry/balancers, which name the function that decides. */
export const KNOWN_ANNOTATIONS: readonly KnownAnnotation[] = [
  {
    ...{kind: 'Service', key: `${BETA}azure-load-balancer-internal`, cloud: 'azure', words: BOOLEANS, spelling: 'exact', fallback: 'false'},
    ...{otherwise: 'makes a public load balancer: Azure takes nothing but "true" for internal', isOpen: true, internal: 'true'},
  },
  {
    ...{kind: 'Service', key: `${BETA}openstack-internal-load-balancer`, cloud: 'openstack', words: BOOLEANS, spelling: 'exact'},
    ...{fallback: 'false', otherwise: 'makes a public load balancer: only "true" makes it internal', isOpen: true, internal: 'true'},
  },
  ...['networking.gke.io/load-balancer-type', 'cloud.google.com/load-balancer-type'].map(
    (key): KnownAnnotation => ({
      ...{kind: 'Service', key, cloud: 'gke', words: ['Internal', 'internal', 'External'], spelling: 'exact', fallback: 'External'},
      ...{otherwise: 'makes an external load balancer: GKE takes nothing but "Internal" for internal', isOpen: true, internal: 'Internal'},
    }),
  ),
  {
    ...{kind: 'Service', key: `${BETA}aws-load-balancer-internal`, cloud: 'aws', words: BOOLEANS, spelling: 'exact', fallback: 'true'},
    ...{otherwise: 'makes an internal load balancer: AWS\'s own controller takes nothing but "false" for public', isLenient: true},
    internal: 'true',
  },
  {
    ...{kind: 'Service', key: `${BETA}aws-load-balancer-scheme`, cloud: 'aws', words: ['internal', 'internet-facing'], spelling: 'exact'},
    ...{otherwise: REFUSED, internal: 'internal'},
  },
  {
    ...{kind: 'Service', key: `${BETA}aws-load-balancer-type`, cloud: 'aws', words: ['nlb', 'external', 'nlb-ip', 'clb', 'elb', 'classic']},
    spelling: 'exact',
    otherwise: 'makes a classic load balancer: no other word makes a network load balancer',
    isLenient: true,
  },
  {
    ...{kind: 'Service', key: `${BETA}aws-load-balancer-nlb-target-type`, cloud: 'aws', words: ['instance', 'ip'], spelling: 'exact'},
    otherwise: REFUSED,
  },
  {
    ...{kind: 'Service', key: `${BETA}aws-load-balancer-proxy-protocol`, cloud: 'aws', words: ['*'], spelling: 'exact'},
    otherwise: 'is refused: "*" is the only value that it takes',
  },
  {
    ...{kind: 'Service', key: `${BETA}aws-load-balancer-backend-protocol`, cloud: 'aws', words: ['http', 'https', 'ssl', 'tcp']},
    ...{spelling: 'any-case', otherwise: 'is none of the protocols that it takes'},
  },
  {
    ...{kind: 'Service', key: `${BETA}do-loadbalancer-network`, cloud: 'digitalocean', words: ['INTERNAL', 'EXTERNAL'], spelling: 'exact'},
    ...{otherwise: REFUSED, internal: 'INTERNAL'},
  },
  {
    ...{kind: 'Service', key: 'load-balancer.hetzner.cloud/disable-public-network', cloud: 'hetzner', words: BOOLEANS},
    ...{spelling: 'parse-bool', otherwise: REFUSED, internal: 'true'},
  },
  {
    ...{kind: 'Service', key: `${BETA}scw-loadbalancer-private`, cloud: 'scaleway', words: BOOLEANS, spelling: 'parse-bool'},
    ...{otherwise: REFUSED, internal: 'true'},
  },
  ...[`${BETA}oci-load-balancer-internal`, 'oci-network-load-balancer.oraclecloud.com/internal'].map(
    (key): KnownAnnotation => ({
      ...{kind: 'Service', key, cloud: 'oci', words: BOOLEANS, spelling: 'parse-bool', otherwise: REFUSED, internal: 'true'},
    }),
  ),
  {
    ...{kind: 'Service', key: `${BETA}alibaba-cloud-loadbalancer-address-type`, cloud: 'alibaba', words: ['intranet', 'internet']},
    ...{spelling: 'exact', otherwise: 'is none of the words that it takes', internal: 'intranet'},
  },
  {
    ...{kind: 'Ingress', key: 'alb.ingress.kubernetes.io/scheme', words: ['internal', 'internet-facing'], spelling: 'exact'},
    otherwise: REFUSED,
  },
  {
    ...{kind: 'Ingress', key: 'alb.ingress.kubernetes.io/target-type', words: ['instance', 'ip'], spelling: 'exact'},
    otherwise: REFUSED,
  },
  {
    ...{kind: 'Ingress', key: 'kubernetes.io/ingress.allow-http', words: BOOLEANS, spelling: 'parse-bool', fallback: 'true'},
    otherwise: 'is no boolean, and port 80 stays open',
  },
  {
    ...{kind: 'Ingress', key: 'appgw.ingress.kubernetes.io/use-private-ip', words: BOOLEANS, spelling: 'parse-bool', fallback: 'false'},
    ...{otherwise: 'is no boolean, and the public address serves it', isOpen: true},
  },
  ...['ssl-redirect', 'force-ssl-redirect'].map(
    (name): KnownAnnotation => ({
      ...{kind: 'Ingress', key: `nginx.ingress.kubernetes.io/${name}`, words: BOOLEANS, spelling: 'parse-bool'},
      otherwise: 'is no boolean, and does nothing',
    }),
  ),
]
