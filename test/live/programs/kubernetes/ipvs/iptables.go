package main

import (
	"regexp"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/util/iptables"
)

// withoutMatch is the real iptables in a kernel that lacks the match `ipvs`, where one rule with it makes iptables-restore refuse all. Such a match
// is written as a comment with the text that iptables-save would print for it, so that whoever reads the rules can put it back.
type withoutMatch struct {
	iptables.Interface
}

func newIptables() map[v1.IPFamily]iptables.Interface {
	found := iptables.NewBestEffort()
	for family, one := range found {
		found[family] = withoutMatch{one}
	}
	return found
}

var (
	match           = regexp.MustCompile(`-m ipvs --vaddr (\S+) --vproto (\S+) --vport (\d+)`)
	protocolNumbers = map[string]string{"tcp": "6", "udp": "17", "sctp": "132"}
)

// libxt_ipvs prints the number of the protocol, and it first.
func (w withoutMatch) RestoreAll(data []byte, flush iptables.FlushFlag, counters iptables.RestoreCountersFlag) error {
	written := match.ReplaceAllFunc(data, func(found []byte) []byte {
		parts := match.FindSubmatch(found)
		return []byte(`-m comment --comment "ipvs --vproto ` + protocolNumbers[string(parts[2])] +
			" --vaddr " + string(parts[1]) + " --vport " + string(parts[3]) + `"`)
	})
	return w.Interface.RestoreAll(written, flush, counters)
}

// noSysctls takes every setting and keeps none: those of IPVS are not there.
type noSysctls struct{}

func (noSysctls) GetSysctl(string) (int, error) { return 0, nil }

func (noSysctls) SetSysctl(string, int) error { return nil }
