package main

import (
	"encoding/json"
	"net"
	"strconv"
)

type pod struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	TCP       []int  `json:"tcp"`
	UDP       []int  `json:"udp"`
	// Addresses to listen on; none is all. Pods on their node's network share it.
	Addresses []string `json:"addresses"`
}

// answer is what a pod says to whoever connects.
type answer struct {
	Name   string `json:"name"`
	Source string `json:"source"`
}

func (p pod) greet(source net.Addr) []byte {
	host, _, _ := net.SplitHostPort(source.String())
	text, _ := json.Marshal(answer{p.Name, host})
	return append(text, '\n')
}

// serve listens on a pod's ports; it returns when every one of them listens.
func serve(p pod) (any, error) {
	return within(p.Namespace, func() (any, error) {
		addresses := p.Addresses
		if len(addresses) == 0 {
			addresses = []string{""}
		}
		for _, address := range addresses {
			for _, port := range p.TCP {
				listener, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
				if err != nil {
					return nil, err
				}
				go p.serveTCP(listener)
			}
			for _, port := range p.UDP {
				connection, err := net.ListenPacket("udp", net.JoinHostPort(address, strconv.Itoa(port)))
				if err != nil {
					return nil, err
				}
				go p.serveUDP(connection)
			}
		}
		return nil, nil
	})
}

func (p pod) serveTCP(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			_, _ = client.Write(p.greet(client.RemoteAddr()))
			client.Close()
		}()
	}
}

func (p pod) serveUDP(connection net.PacketConn) {
	buffer := make([]byte, 64)
	for {
		_, client, err := connection.ReadFrom(buffer)
		if err != nil {
			return
		}
		_, _ = connection.WriteTo(p.greet(client), client)
	}
}
