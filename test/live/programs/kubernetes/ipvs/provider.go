package main

import (
	"sync/atomic"

	"k8s.io/kubernetes/pkg/proxy"
)

// provider syncs once more after the first time: only then do addresses count that the first sync has bound to kube-ipvs0. A kube-proxy that runs
// does so after its sync period.
type provider struct {
	proxy.Provider
	// How many of the two kinds of objects are still to come.
	left atomic.Int32
}

func (p *provider) OnServiceSynced() {
	p.Provider.OnServiceSynced()
	p.oneMore()
}

func (p *provider) OnEndpointSlicesSynced() {
	p.Provider.OnEndpointSlicesSynced()
	p.oneMore()
}

func (p *provider) oneMore() {
	if p.left.Add(-1) == 0 {
		p.Provider.Sync()
	}
}

// isSynced is whether the first sync is done.
func (p *provider) isSynced() bool {
	return p.left.Load() <= 0
}
