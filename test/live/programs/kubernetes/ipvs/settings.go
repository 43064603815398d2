package main

import (
	"net"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/proxy/apis/config"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
	netutils "k8s.io/utils/net"
)

// nodeAddresses does what detectNodeIPs of kube-proxy does: the first address of each family, loopback without, and bindAddress before all.
func nodeAddresses(stated []net.IP, bindAddress string) map[v1.IPFamily]net.IP {
	addresses := map[v1.IPFamily]net.IP{v1.IPv4Protocol: net.IPv4(127, 0, 0, 1), v1.IPv6Protocol: net.IPv6loopback}
	for _, address := range stated {
		addresses[familyOf(address)] = address
	}
	if bound := netutils.ParseIPSloppy(bindAddress); bound != nil && !bound.IsUnspecified() {
		addresses[familyOf(bound)] = bound
	}
	return addresses
}

func familyOf(address net.IP) v1.IPFamily {
	if netutils.IsIPv4(address) {
		return v1.IPv4Protocol
	}
	return v1.IPv6Protocol
}

// expandKeywords does what expandNodePortAddressKeywords of kube-proxy does.
func expandKeywords(stated []string, addresses map[v1.IPFamily]net.IP) []string {
	var expanded []string
	for _, text := range stated {
		switch text {
		case config.NodePortAddressesPrimary:
			for family, length := range map[v1.IPFamily]string{v1.IPv4Protocol: "/32", v1.IPv6Protocol: "/128"} {
				if !addresses[family].IsLoopback() {
					expanded = append(expanded, addresses[family].String()+length)
				}
			}
		case config.NodePortAddressesLocalhost:
			expanded = append(expanded, "127.0.0.0/8", "::1/128")
		case config.NodePortAddressesAll:
			expanded = append(expanded, proxyutil.IPv4ZeroCIDR, proxyutil.IPv6ZeroCIDR)
		default:
			expanded = append(expanded, text)
		}
	}
	return expanded
}

// localDetectors does what getLocalDetectors of kube-proxy does.
func localDetectors(from *config.KubeProxyConfiguration, podRanges []string) map[v1.IPFamily]proxyutil.LocalTrafficDetector {
	detectors := map[v1.IPFamily]proxyutil.LocalTrafficDetector{
		v1.IPv4Protocol: proxyutil.NewNoOpLocalDetector(),
		v1.IPv6Protocol: proxyutil.NewNoOpLocalDetector(),
	}
	byRange := func(ranges []string) {
		for family, ofFamily := range proxyutil.MapCIDRsByIPFamily(ranges) {
			detectors[family] = proxyutil.NewDetectLocalByCIDR(ofFamily[0].String())
		}
	}
	byInterface := func(detector proxyutil.LocalTrafficDetector) {
		detectors[v1.IPv4Protocol], detectors[v1.IPv6Protocol] = detector, detector
	}
	switch from.DetectLocalMode {
	case config.LocalModeClusterCIDR:
		byRange(from.DetectLocal.ClusterCIDRs)
	case config.LocalModeNodeCIDR:
		byRange(podRanges)
	case config.LocalModeBridgeInterface:
		byInterface(proxyutil.NewDetectLocalByBridgeInterface(from.DetectLocal.BridgeInterface))
	case config.LocalModeInterfaceNamePrefix:
		byInterface(proxyutil.NewDetectLocalByInterfaceNamePrefix(from.DetectLocal.InterfaceNamePrefix))
	}
	return detectors
}
