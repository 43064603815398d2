import type {ExposureCase} from './exposure-case.ts'
import {ingress, ingressClass, nginx} from './ingress-objects.ts'
import {type Fields, type Labels, PODS, web} from './objects.ts'

const AZURE = {flags: {cloud: 'azure', nodes: 'private'}} as const
const INSIDE = 'ClusterIP:80 cluster'
const WEB = [PODS, web()]
const BOTH = ['Ingress:80 internet', 'Ingress:443 internet', INSIDE]
const conf = (data: Labels, name = 'controller', namespace = 'edge') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, namespace},
  data,
})
const NGINX = [...WEB, ingressClass('nginx'), ...nginx('controller', ['--configmap=$(POD_NAMESPACE)/controller'])]
const fromNginx = (annotations: Labels = {}, spec: Fields = {}) => ingress({ingressClassName: 'nginx', ...spec}, {annotations})
const OWN_LIST = {'nginx.ingress.kubernetes.io/whitelist-source-range': '198.51.100.0/24'}
const TLS = {tls: [{hosts: ['shop.example'], secretName: 'cert'}]}

/** What controllers are told for all their Ingresses: the ConfigMap of ingress-nginx (docs/user-guide/nginx-configuration/configmap.md), and redirects. */
export const OF_SETTINGS: readonly ExposureCase[] = [
  {
    name: 'ingress-nginx with a list for all',
    why: '"whitelist-source-range: Sets the default whitelisted IPs for each server block", which an Ingress without a list has (annotations/ipallowlist/main.go)',
    input: [...NGINX, conf({'whitelist-source-range': '203.0.113.0/24, 10.0.0.0/8'}), fromNginx()],
    ...AZURE,
    reach: 'internet',
    ways: ['Ingress:80 internet 203.0.113.0/24, 10.0.0.0/8', 'Ingress:443 internet 203.0.113.0/24, 10.0.0.0/8', INSIDE],
    says: 'whitelist-source-range of ConfigMap edge/controller lets 203.0.113.0/24, 10.0.0.0/8 in',
  },
  {
    name: 'ingress-nginx with a private list for all',
    why: 'nobody on the internet has an address of RFC 1918',
    input: [...NGINX, conf({'whitelist-source-range': '10.0.0.0/8'}), fromNginx()],
    ...AZURE,
    reach: 'network',
    ways: ['Ingress:80 network 10.0.0.0/8', 'Ingress:443 network 10.0.0.0/8', INSIDE],
  },
  {
    name: 'ingress-nginx with a list for all and one of the Ingress',
    why: '"A missing annotation is not a problem, just use the default": with the annotation the default is not read (annotations/ipallowlist/main.go)',
    input: [...NGINX, conf({'whitelist-source-range': '10.0.0.0/8'}), fromNginx(OWN_LIST)],
    ...AZURE,
    reach: 'internet',
    ways: ['Ingress:80 internet 198.51.100.0/24', 'Ingress:443 internet 198.51.100.0/24', INSIDE],
  },
  {
    name: 'ingress-nginx with a ConfigMap of another name',
    why: '--configmap names the one that is read (cli-arguments)',
    input: [...NGINX, conf({'whitelist-source-range': '10.0.0.0/8'}, 'other'), fromNginx()],
    ...AZURE,
    reach: 'internet',
    ways: BOTH,
  },
  {
    name: 'ingress-nginx with a list of those turned away',
    why: '"denylist-source-range: Sets the default denylisted IPs for each server block": the rest comes in',
    input: [...NGINX, conf({'denylist-source-range': '198.51.100.0/24'}), fromNginx()],
    ...AZURE,
    reach: 'internet',
    ways: BOTH,
    says: 'turns away 198.51.100.0/24',
  },
  {
    name: 'ingress-nginx that redirects nobody',
    why: '"ssl-redirect: Sets the global value of redirects (301) to HTTPS if the server has a TLS certificate", here false: port 80 leads on',
    input: [...NGINX, conf({'ssl-redirect': 'false'}), fromNginx({}, TLS)],
    ...AZURE,
    reach: 'internet',
    ways: BOTH,
  },
  {
    name: 'ingress-nginx that redirects nobody but one',
    why: 'the annotation goes before the ConfigMap (annotations/rewrite/main.go)',
    input: [...NGINX, conf({'ssl-redirect': 'false'}), fromNginx({'nginx.ingress.kubernetes.io/ssl-redirect': 'true'}, TLS)],
    ...AZURE,
    reach: 'internet',
    ways: ['Ingress:443 internet', INSIDE],
  },
  {
    name: 'ingress-nginx that redirects everybody',
    why: '"force-ssl-redirect: Sets the global value of redirects (308) to HTTPS if the server has a default TLS certificate": port 80 leads to no pod',
    input: [...NGINX, conf({'force-ssl-redirect': 'true'}), fromNginx()],
    ...AZURE,
    reach: 'internet',
    ways: ['Ingress:443 internet', INSIDE],
    says: 'port 80 answers too, with a redirect to TLS and nothing else',
  },
  {
    name: 'an Application Load Balancer that redirects',
    why: '"the controller configures each HTTP listener with a default action to redirect to HTTPS. The controller does not add any other rules to the HTTP listener" (AWS Load Balancer Controller, guide/tasks/ssl_redirect)',
    input: [
      ...WEB,
      ingress(
        {ingressClassName: 'alb'},
        {
          annotations: {
            'alb.ingress.kubernetes.io/scheme': 'internet-facing',
            'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 80}, {"HTTPS": 443}]',
            'alb.ingress.kubernetes.io/ssl-redirect': '443',
          },
        },
      ),
    ],
    reach: 'internet',
    ways: ['Ingress:443 internet', INSIDE],
    says: 'port 80 answers too, with a redirect to TLS and nothing else',
  },
  {
    name: 'an Application Load Balancer that would redirect to no listener',
    why: '"the ssl-redirect port must appear in the listen-port annotation, and must be an HTTPS port" (ibid.): where it does not, nobody is redirected, and port 80 may lead on',
    input: [
      ...WEB,
      ingress(
        {ingressClassName: 'alb'},
        {
          annotations: {
            'alb.ingress.kubernetes.io/scheme': 'internet-facing',
            'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 80}]',
            'alb.ingress.kubernetes.io/ssl-redirect': '443',
          },
        },
      ),
    ],
    reach: 'internet',
    ways: ['Ingress:80 internet', INSIDE],
  },
  {
    name: 'a load balancer of GKE that redirects',
    why: 'redirectToHttps of the FrontendConfig sends port 80 on (docs.cloud.google.com, configure Ingress features)',
    input: [
      ...WEB,
      ingress(
        {ingressClassName: undefined, tls: [{secretName: 'cert'}]},
        {annotations: {'networking.gke.io/v1beta1.FrontendConfig': 'secure'}},
      ),
      {
        apiVersion: 'networking.gke.io/v1beta1',
        kind: 'FrontendConfig',
        metadata: {name: 'secure', namespace: 'shop'},
        spec: {redirectToHttps: {enabled: true}},
      },
    ],
    reach: 'internet',
    ways: ['Ingress:443 internet', INSIDE],
    says: 'port 80 answers too, with a redirect to TLS and nothing else',
  },
  {
    name: 'two ingress-nginx of a class, of which one has a list for all',
    why: 'each serves the Ingress, and whom the one turns away comes by the other (ingress-nginx, multiple-ingress)',
    input: [
      ...NGINX,
      ...nginx('other', ['--configmap=$(POD_NAMESPACE)/other']),
      conf({'whitelist-source-range': '10.0.0.0/8'}),
      conf({}, 'other'),
      fromNginx(),
    ],
    ...AZURE,
    reach: 'internet',
    ways: BOTH,
  },
]
