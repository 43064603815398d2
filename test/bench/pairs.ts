/** How Services are reached: only inside, or every fourth by a load balancer and every fourth by an Ingress too. */
type Reached = 'inside' | 'outside'

/** What edits do: a Service gets a node port, another port, or a selector that selects nothing; of the fourth kind each takes a policy away. */
const EDITS = ['opened', 'moved', 'lost', 'unguarded'] as const
type Edit = (typeof EDITS)[number]

/**
 * So many Deployments, each with its Service, and NetworkPolicies, as one YAML text like that of a rendered chart: of four policies one holds all pods of
 * a namespace up, one lets in pods of its own and of other namespaces, one blocks of addresses, and one restricts what a workload may connect to. With
 * `edits` so many of them are edited, of each kind the same number.
 */
export function writePairs(pairs: number, policies: number, reached: Reached = 'inside', edits = 0): string {
  const namespaces = Math.min(50, pairs)
  const distance = Math.floor(pairs / edits)
  const editAt = (index: number): Edit | undefined => {
    // Not those that a load balancer or an Ingress leads to already.
    const number = (index - 2) / distance
    return number >= 0 && number < edits && Number.isInteger(number) ? EDITS[number % EDITS.length] : undefined
  }
  const documents: string[] = []
  for (let index = 0; index < namespaces; index++) documents.push(namespaceText(index))
  for (let index = 0; index < pairs; index++) {
    const type = reached === 'outside' && index % 4 === 0 ? 'LoadBalancer' : undefined
    documents.push(deploymentText(index, namespaces), serviceText(index, namespaces, type, editAt(index)))
    if (reached === 'outside' && index % 4 === 1) documents.push(ingressText(index, namespaces))
  }
  if (reached === 'outside') documents.push(CONTROLLER)
  const unguarded = Math.floor(edits / EDITS.length)
  for (let index = unguarded; index < policies; index++) documents.push(policyText(index, namespaces))
  return documents.join('---\n')
}

function namespaceText(index: number): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ns-${index}
  labels: {team: team-${index % 5}, kubernetes.io/metadata.name: ns-${index}}
`
}

/** About 2 kB, as charts render it. */
function deploymentText(index: number, namespaces: number): string {
  const probe = (path: string) => `
            httpGet:
              path: ${path}
              port: http
            initialDelaySeconds: 5
            periodSeconds: 10
            timeoutSeconds: 1`
  const labels = (indent: string) => `
${indent}app: app-${index}
${indent}tier: tier-${index % 3}
${indent}app.kubernetes.io/name: app-${index}
${indent}app.kubernetes.io/instance: release-${index % 7}`
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
  namespace: ns-${index % namespaces}
  labels:${labels('    ')}
    helm.sh/chart: app-1.${index % 9}.0
    app.kubernetes.io/managed-by: Helm
spec:
  replicas: ${1 + (index % 4)}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app: app-${index}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 0
  template:
    metadata:
      annotations:
        checksum/config: 3f0c5b1f9b6f6a2f2b9a5d9b5b0e0f3a7c1d2e4f
        prometheus.io/scrape: "true"
      labels:${labels('        ')}
    spec:
      serviceAccountName: app-${index}
      securityContext:
        runAsNonRoot: true
        fsGroup: 1000
      containers:
        - name: app
          image: registry.example/app:1.${index % 9}
          imagePullPolicy: IfNotPresent
          args:
            - --listen=:8080
            - --log-level=info
          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
            - name: metrics
              containerPort: 9090
              protocol: TCP
          env:
            - name: POD_IP
              valueFrom:
                fieldRef:
                  fieldPath: status.podIP
            - name: DATABASE_HOST
              value: database.ns-${index % namespaces}.svc.cluster.local
          livenessProbe:${probe('/livez')}
          readinessProbe:${probe('/readyz')}
          resources:
            limits:
              memory: 256Mi
            requests:
              cpu: 100m
              memory: 128Mi
          volumeMounts:
            - name: config
              mountPath: /etc/app
      volumes:
        - name: config
          configMap:
            name: app-${index}
`
}

function serviceText(index: number, namespaces: number, stated: string | undefined, edit: Edit | undefined): string {
  const type = edit === 'opened' ? 'NodePort' : stated
  return `apiVersion: v1
kind: Service
metadata:
  name: app-${index}
  namespace: ns-${index % namespaces}
spec:${type === undefined ? '' : `\n  type: ${type}`}
  selector:
    app: app-${index}${edit === 'lost' ? '-former' : ''}
  ports:
  - name: http
    port: ${edit === 'moved' ? 8081 : 80}
    targetPort: http
`
}

function ingressText(index: number, namespaces: number): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app-${index}
  namespace: ns-${index % namespaces}
spec:
  ingressClassName: nginx
  rules:
  - host: app-${index}.example
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: app-${index}
            port: {number: 80}
`
}

const CONTROLLER = `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
spec:
  selector:
    matchLabels: {app: ingress-nginx}
  template:
    metadata:
      labels: {app: ingress-nginx}
    spec:
      containers:
      - name: controller
        image: registry.k8s.io/ingress-nginx/controller:v1.13.0
        args: [/nginx-ingress-controller, --publish-service=ingress-nginx/ingress-nginx-controller]
        ports:
        - {name: http, containerPort: 80}
---
apiVersion: v1
kind: Service
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
spec:
  type: LoadBalancer
  selector: {app: ingress-nginx}
  ports:
  - {name: http, port: 80, targetPort: http}
`

function policyText(index: number, namespaces: number): string {
  const head = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: policy-${index}
  namespace: ns-${index % namespaces}
spec:
`
  const [own, other] = [`app-${index}`, `app-${index + namespaces}`]
  switch (index % 4) {
    case 0:
      return `${head}  podSelector: {}\n  policyTypes: [Ingress]\n`
    case 1:
      return `${head}  podSelector:
    matchLabels: {app: ${own}}
  ingress:
  - from:
    - podSelector:
        matchLabels: {app: ${other}}
    - namespaceSelector:
        matchLabels: {team: team-${index % 5}}
      podSelector:
        matchLabels: {tier: tier-1}
    ports:
    - port: http
`
    case 2:
      return `${head}  podSelector:
    matchLabels: {app: ${own}}
  ingress:
  - from:
    - ipBlock:
        cidr: 10.${index % 200}.0.0/16
        except: [10.${index % 200}.1.0/24]
    - podSelector:
        matchLabels: {tier: tier-2}
    ports:
    - port: 8080
      endPort: 8090
`
    default:
      return `${head}  podSelector:
    matchLabels: {app: ${own}}
  policyTypes: [Egress]
  egress:
  - to:
    - podSelector:
        matchLabels: {app: ${other}}
  - ports:
    - {port: 53, protocol: UDP}
`
  }
}
