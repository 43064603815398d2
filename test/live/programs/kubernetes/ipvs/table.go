package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	util "k8s.io/kubernetes/pkg/proxy/ipvs/util"
	"k8s.io/kubernetes/pkg/proxy/ipvs/util/testing"
)

// table stands for the kernel's: Kubernetes' fake, behind a lock, since the proxiers of both families and their graceful terminations share it.
//
// Where it is not like the kernel: real servers are sorted by their text, where the kernel has the newest first; nothing ever has a connection, so
// a real server that goes is gone at once, where the kernel's TCP ones stay with weight 0 as long as connections last; no scheduler is refused, so
// one that the kernel lacks is not found out; and a flag that the kernel adds by itself (hashed) is not there.
type table struct {
	lock sync.Mutex
	fake *testing.FakeIPVS
}

var _ util.Interface = &table{}

func newTable() *table {
	return &table{fake: testing.NewFake()}
}

func (t *table) Flush() error {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.Flush()
}

func (t *table) AddVirtualServer(server *util.VirtualServer) error {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.AddVirtualServer(server)
}

func (t *table) UpdateVirtualServer(server *util.VirtualServer) error {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.UpdateVirtualServer(server)
}

func (t *table) DeleteVirtualServer(server *util.VirtualServer) error {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.DeleteVirtualServer(server)
}

func (t *table) GetVirtualServer(server *util.VirtualServer) (*util.VirtualServer, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.GetVirtualServer(server)
}

func (t *table) GetVirtualServers() ([]*util.VirtualServer, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.GetVirtualServers()
}

func (t *table) AddRealServer(server *util.VirtualServer, real *util.RealServer) error {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.AddRealServer(server, real)
}

// The fake hands out its own list, which it goes on sorting.
func (t *table) GetRealServers(server *util.VirtualServer) ([]*util.RealServer, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	servers, err := t.fake.GetRealServers(server)
	return slices.Clone(servers), err
}

func (t *table) DeleteRealServer(server *util.VirtualServer, real *util.RealServer) error {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.DeleteRealServer(server, real)
}

func (t *table) UpdateRealServer(server *util.VirtualServer, real *util.RealServer) error {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.fake.UpdateRealServer(server, real)
}

func (t *table) ConfigureTimeouts(_, _, _ time.Duration) error {
	return nil
}

var protocolFlags = map[string]string{"TCP": "-t", "UDP": "-u", "SCTP": "--sctp-service"}

// text is what `ipvsadm-save -n` prints (print_service_entry of ipvsadm 1.31), but for the order: virtual servers are sorted by their text, and
// their real servers too.
func (t *table) text() string {
	t.lock.Lock()
	defer t.lock.Unlock()
	var blocks []string
	for key, server := range t.fake.Services {
		address := fmt.Sprintf("%s:%d", key.IP, key.Port)
		if strings.Contains(key.IP, ":") {
			address = fmt.Sprintf("[%s]:%d", key.IP, key.Port)
		}
		service := protocolFlags[key.Protocol] + " " + address
		block := []string{fmt.Sprintf("-A %s -s %s%s", service, server.Scheduler, flagsOf(server))}
		for _, real := range t.fake.Destinations[key] {
			block = append(block, fmt.Sprintf("-a %s -r %s -m -w %d", service, real, real.Weight))
		}
		blocks = append(blocks, strings.Join(block, "\n")+"\n")
	}
	slices.Sort(blocks)
	return strings.Join(blocks, "")
}

func flagsOf(server *util.VirtualServer) string {
	flags := ""
	if server.Flags&util.FlagPersistent != 0 {
		flags += fmt.Sprintf(" -p %d", server.Timeout)
	}
	if server.Flags&util.FlagSourceHash != 0 {
		// Kubernetes sets it for the scheduler mh alone; ipvsadm names it by the scheduler.
		flags += " -b mh-port"
	}
	return flags
}
