/** A population of Services and Pods as `kubectl get -o yaml` would print it, as one multi-document YAML text. */
export function writePopulation(services: number, pods: number): string {
  const documents: string[] = []
  for (let index = 0; index < services; index++) documents.push(serviceText(index))
  for (let index = 0; index < pods; index++) documents.push(podText(index, index % services))
  return documents.join('---\n')
}

function serviceText(index: number): string {
  // Every twentieth is broken, so that deciding why is measured too.
  const app = index % 20 === 7 ? `ap-${index}x` : `app-${index}`
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

function podText(index: number, service: number): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: app-${service}-${index}
  namespace: ns-${service % 50}
  uid: 00000000-0000-4000-8000-${String(index).padStart(12, '0')}
  labels:
    app: app-${service}
    tier: tier-${service % 3}
    release: r${index % 5}
    pod-template-hash: ${(service * 7919).toString(16)}
  ownerReferences:
    - {apiVersion: apps/v1, kind: ReplicaSet, name: app-${service}-${(service * 7919).toString(16)}, controller: true, uid: u-${service}}
spec:
  nodeName: node-${index % 100}
  containers:
    - name: app
      image: registry.example/app:1.${index % 9}
      env:
        - {name: A, value: one}
        - {name: B, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
      ports:
        - name: http
          containerPort: 8080
          protocol: TCP
      readinessProbe:
        httpGet: {path: /healthz, port: http}
        periodSeconds: 10
      resources:
        requests: {cpu: 100m, memory: 128Mi}
        limits: {cpu: "1", memory: 256Mi}
status:
  phase: Running
  podIP: 10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}
  podIPs:
    - ip: 10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}
  conditions:
    - {type: Ready, status: "${index % 31 === 0 ? 'False' : 'True'}"}
    - {type: PodScheduled, status: "True"}
`
}
