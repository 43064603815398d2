// A kube-proxy in ipvs mode for kernels without IPVS: everything is Kubernetes' own but the table of virtual servers, which is the exported fake.
//
// ipvs --config=FILE --save=FILE: reads a KubeProxyConfiguration as kube-proxy does, programs the real ip sets and iptables rules of the network
// namespace that it runs in, and keeps the second file as `ipvsadm-save -n` would print the virtual servers. The device kube-ipvs0 must be there:
// kernels without IPVS may lack dummy devices too, and any device will do.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/events"
	"k8s.io/kubernetes/cmd/kube-proxy/app"
	"k8s.io/kubernetes/pkg/proxy"
	"k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
	"k8s.io/kubernetes/pkg/proxy/ipvs"
	"k8s.io/kubernetes/pkg/proxy/ipvs/ipset"
)

func main() {
	configFile := flag.String("config", "", "a KubeProxyConfiguration")
	saveFile := flag.String("save", "", "where the virtual servers are written")
	flag.Parse()
	if err := run(context.Background(), *configFile, *saveFile); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, configFile, saveFile string) error {
	config, err := readConfig(configFile)
	if err != nil {
		return err
	}
	// Nobody asks it how it is.
	config.HealthzBindAddress, config.MetricsBindAddress = "", ""
	rest, err := clientcmd.BuildConfigFromFlags("", config.ClientConnection.Kubeconfig)
	if err != nil {
		return err
	}
	rest.QPS, rest.Burst = 50, 100
	client, err := kubernetes.NewForConfig(rest)
	if err != nil {
		return err
	}
	node, err := proxy.NewNodeManager(ctx, client, config.HostnameOverride, config)
	if err != nil {
		return err
	}
	table := newTable()
	provider, err := newProvider(ctx, config, node, table)
	if err != nil {
		return err
	}
	server := &app.ProxyServer{
		Config:      config,
		Client:      client,
		Recorder:    &events.FakeRecorder{},
		NodeName:    config.HostnameOverride,
		NodeRef:     &v1.ObjectReference{APIVersion: "v1", Kind: "Node", Name: config.HostnameOverride},
		NodeManager: node,
		Proxier:     provider,
	}
	go save(table, provider, saveFile)
	return server.Run(ctx)
}

// readConfig decodes and defaults as app.Options does.
func readConfig(file string) (*config.KubeProxyConfiguration, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	read := &config.KubeProxyConfiguration{}
	if _, _, err := scheme.Codecs.UniversalDecoder().Decode(data, nil, read); err != nil {
		return nil, err
	}
	if read.DetectLocalMode == "" {
		read.DetectLocalMode = config.LocalModeClusterCIDR
	}
	return read, nil
}

// newProvider makes the proxiers as ProxyServer.createProxier does in ipvs mode. They know their Node's zone from the start: ProxyServer.Run may
// tell them late, or never.
func newProvider(ctx context.Context, config *config.KubeProxyConfiguration, node *proxy.NodeManager, table *table) (*provider, error) {
	addresses := nodeAddresses(node.NodeIPs(), config.BindAddress)
	config.NodePortAddresses = expandKeywords(config.NodePortAddresses, addresses)
	proxier, err := ipvs.NewDualStackProxier(ctx, config, newIptables(), table, ipset.New(), noSysctls{},
		localDetectors(config, node.PodCIDRs()), config.HostnameOverride, addresses, &events.FakeRecorder{}, nil, false)
	if err != nil {
		return nil, err
	}
	if zone, ok := node.Node().Labels[v1.LabelTopologyZone]; ok {
		proxier.OnTopologyChange(map[string]string{v1.LabelTopologyZone: zone})
	}
	made := &provider{Provider: proxier}
	made.left.Store(2)
	return made, nil
}

// save writes the table whenever it has changed, from the first sync on, whole and then renamed into place.
func save(table *table, provider *provider, file string) {
	last := ""
	for range time.Tick(200 * time.Millisecond) {
		text := table.text()
		if !provider.isSynced() || text == last {
			continue
		}
		if err := os.WriteFile(file+".new", []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			log.Fatal(err)
		}
		last = text
	}
}
