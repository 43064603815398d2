// What the client library's KubeConfig imports and svcscope never calls. It says nowhere that these have no side effects, so that a bundler keeps them
// all: three quarters of what every question to a cluster would load.

const LIBRARY = /[\\/]@kubernetes[\\/]client-node[\\/]dist$/

/** The modules by the name that KubeConfig imports them by, and what stands for them. */
const STUBS = {
  // The typed API, a class for every kind: raw lists are read instead.
  './gen/index.js': `
    export class ServerConfiguration {}
    export function createConfiguration() { throw new Error('the typed API is not part of the bundle') }
  `,
  // Providers that kubectl dropped with 1.26: src/sources/live/transport.ts refuses their users before the library sees them.
  './azure_auth.js': 'export class AzureAuth { isAuthProvider() { return false } }',
  './gcp_auth.js': 'export class GoogleCloudPlatformAuth { isAuthProvider() { return false } }',
  // src/sources/live/oidc.ts asks it directly, and loads it where somebody has logged in so.
  './oidc_auth.js': 'export class OpenIDConnectAuth { isAuthProvider() { return false } }',
  // For makeApiClient and applyToFetchOptions alone.
  'node-fetch': 'export const Headers = globalThis.Headers',
}

/** An esbuild plugin. A stub that no import asks for ends the build: the library is another than the one that these were written for. */
export const clientNodeStubs = {
  name: 'client-node-stubs',
  setup(build) {
    const unused = new Set(Object.keys(STUBS))
    build.onResolve({filter: /^(\.\/|node-fetch$)/}, ({path, resolveDir}) => {
      if (!Object.hasOwn(STUBS, path) || !LIBRARY.test(resolveDir)) return undefined
      unused.delete(path)
      return {path, namespace: 'client-node-stub', sideEffects: false}
    })
    build.onLoad({filter: /./, namespace: 'client-node-stub'}, ({path}) => ({contents: STUBS[path], loader: 'js'}))
    build.onEnd(() => ({
      errors: [...unused].map((path) => ({text: `@kubernetes/client-node imports ${path} no more: look at scripts/client-node-stubs.js`})),
    }))
  },
}
