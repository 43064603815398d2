/** Whoever asks about ipvs mode hears it. */
export const IPVS_IS_DEPRECATED = 'ipvs mode is deprecated since Kubernetes 1.35; nftables is what comes after it'
