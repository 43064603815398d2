/**
 * A population of Services and Pods as `kubectl get -o yaml` would print it, as one multi-document YAML text. Every so manieth Service is broken,
 * so that deciding why is measured too.
 */
export function writePopulation(services: number, pods: number, brokenEvery = 20): string {
  const documents: string[] = []
  for (let index = 0; index < services; index++) documents.push(serviceText(index, index % brokenEvery === brokenEvery - 1))
  for (let index = 0; index < pods; index++) documents.push(podText(index, index % services))
  return documents.join('---\n')
}

export function serviceText(index: number, broken: boolean): string {
  const app = broken ? `ap-${index}x` : `app-${index}`
  return `apiVersion: v1
kind: Service
metadata:
  name: svc-${index}
  namespace: ns-${index % 50}
  labels: {app: app-${index}, team: team-${index % 17}}
spec:
  selector:
    app: ${app}
    tier: tier-${index % 3}
  ports:
    - name: http
      port: 80
      targetPort: http
    - name: metrics
      port: 9090
      targetPort: 9090
`
}

/** About 4.5 kB, as `kubectl get pods -o yaml` prints an ordinary running pod. */
export function podText(index: number, service: number): string {
  const hash = (service * 7919).toString(16)
  const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  const ready = index % 31 === 0 ? 'False' : 'True'
  const condition = (type: string, status: string) => `
  - lastProbeTime: null
    lastTransitionTime: "2026-05-04T09:17:42Z"
    status: "${status}"
    type: ${type}`
  const probe = (path: string) => `
        failureThreshold: 3
        httpGet:
          path: ${path}
          port: http
          scheme: HTTP
        initialDelaySeconds: 5
        periodSeconds: 10
        successThreshold: 1
        timeoutSeconds: 1`
  return `apiVersion: v1
kind: Pod
metadata:
  annotations:
    checksum/config: 3f0c5b1f9b6f6a2f2b9a5d9b5b0e0f3a7c1d2e4f
    prometheus.io/scrape: "true"
    prometheus.io/port: "9090"
  creationTimestamp: "2026-05-04T09:17:40Z"
  generateName: app-${service}-${hash}-
  labels:
    app: app-${service}
    pod-template-hash: "${hash}"
    release: r${index % 5}
    tier: tier-${service % 3}
  name: app-${service}-${hash}-${index}
  namespace: ns-${service % 50}
  ownerReferences:
  - apiVersion: apps/v1
    blockOwnerDeletion: true
    controller: true
    kind: ReplicaSet
    name: app-${service}-${hash}
    uid: 00000000-0000-4000-9000-${String(service).padStart(12, '0')}
  resourceVersion: "${100_000 + index}"
  uid: 00000000-0000-4000-8000-${String(index).padStart(12, '0')}
spec:
  affinity:
    podAntiAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
      - podAffinityTerm:
          labelSelector:
            matchLabels:
              app: app-${service}
          topologyKey: kubernetes.io/hostname
        weight: 100
  containers:
  - args:
    - --listen=:8080
    - --log-level=info
    env:
    - name: POD_IP
      valueFrom:
        fieldRef:
          apiVersion: v1
          fieldPath: status.podIP
    - name: DATABASE_HOST
      value: database.ns-${service % 50}.svc.cluster.local
    - name: DATABASE_PASSWORD
      valueFrom:
        secretKeyRef:
          key: password
          name: database
    image: registry.example/app:1.${index % 9}
    imagePullPolicy: IfNotPresent
    livenessProbe:${probe('/livez')}
    name: app
    ports:
    - containerPort: 8080
      name: http
      protocol: TCP
    - containerPort: 9090
      name: metrics
      protocol: TCP
    readinessProbe:${probe('/readyz')}
    resources:
      limits:
        memory: 256Mi
      requests:
        cpu: 100m
        memory: 128Mi
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
    terminationMessagePath: /dev/termination-log
    terminationMessagePolicy: File
    volumeMounts:
    - mountPath: /etc/app
      name: config
    - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
      name: kube-api-access
      readOnly: true
  dnsPolicy: ClusterFirst
  enableServiceLinks: true
  nodeName: node-${index % 100}
  preemptionPolicy: PreemptLowerPriority
  priority: 0
  restartPolicy: Always
  schedulerName: default-scheduler
  securityContext:
    runAsNonRoot: true
  serviceAccount: default
  serviceAccountName: default
  terminationGracePeriodSeconds: 30
  tolerations:
  - effect: NoExecute
    key: node.kubernetes.io/not-ready
    operator: Exists
    tolerationSeconds: 300
  - effect: NoExecute
    key: node.kubernetes.io/unreachable
    operator: Exists
    tolerationSeconds: 300
  volumes:
  - configMap:
      defaultMode: 420
      name: app-${service}
    name: config
  - name: kube-api-access
    projected:
      defaultMode: 420
      sources:
      - serviceAccountToken:
          expirationSeconds: 3607
          path: token
      - configMap:
          items:
          - key: ca.crt
            path: ca.crt
          name: kube-root-ca.crt
status:
  conditions:${condition('PodReadyToStartContainers', 'True')}${condition('Initialized', 'True')}${condition('Ready', ready)}${condition('ContainersReady', ready)}${condition('PodScheduled', 'True')}
  containerStatuses:
  - containerID: containerd://5b1f9b6f6a2f2b9a5d9b5b0e0f3a7c1d2e4f5b1f9b6f6a2f2b9a5d9b5b0e0f3a
    image: registry.example/app:1.${index % 9}
    imageID: registry.example/app@sha256:5b1f9b6f6a2f2b9a5d9b5b0e0f3a7c1d2e4f5b1f9b6f6a2f2b9a5d9b5b0e0f3a
    lastState: {}
    name: app
    ready: ${ready === 'True'}
    restartCount: 0
    started: true
    state:
      running:
        startedAt: "2026-05-04T09:17:43Z"
  hostIP: 192.168.7.${index % 100}
  phase: Running
  podIP: ${address}
  podIPs:
  - ip: ${address}
  qosClass: Burstable
  startTime: "2026-05-04T09:17:40Z"
`
}
