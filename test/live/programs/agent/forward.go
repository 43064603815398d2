package main

import (
	"io"
	"net"
)

type forwarding struct {
	Socket  string `json:"socket"`
	Address string `json:"address"`
}

// forward makes a TCP address of the sandbox's own network reachable through a Unix socket, which a process outside can open.
func forward(p forwarding) (any, error) {
	listener, err := net.Listen("unix", p.Socket)
	if err != nil {
		return nil, err
	}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go join(client, p.Address)
		}
	}()
	return nil, nil
}

func join(client net.Conn, address string) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan struct{}, 2)
	copy := func(to, from net.Conn) {
		_, _ = io.Copy(to, from)
		done <- struct{}{}
	}
	go copy(server, client)
	go copy(client, server)
	<-done
}
