/**
 * So many Deployments, each with its Service, as one YAML text of the smallest manifests that work: 4 MB for 5,000. Nothing is wrong with them, but that
 * one in `faultyEvery` Services names a port that its pods have not.
 */
export function writeSmallPairs(pairs: number, faultyEvery: number): string {
  const documents: string[] = []
  for (let index = 0; index < pairs; index++) {
    const isFaulty = index % faultyEvery === faultyEvery - 1
    documents.push(pairText(`app-${index}`, `ns-${index % 50}`, isFaulty ? 'htpp' : 'http'))
  }
  return documents.join('---\n')
}

function pairText(name: string, namespace: string, targetPort: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
        tier: web
    spec:
      containers:
      - name: main
        image: registry.example/${name}:1.0
        ports:
        - name: http
          containerPort: 8080
        readinessProbe:
          httpGet:
            path: /healthz
            port: http
        resources:
          limits:
            memory: 128Mi
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app: ${name}
spec:
  selector:
    app: ${name}
  ports:
  - name: http
    port: 80
    targetPort: ${targetPort}
`
}
