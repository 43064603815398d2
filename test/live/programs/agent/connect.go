package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"
)

type connection struct {
	Namespace string `json:"namespace"`
	// tcp or udp
	Protocol string `json:"protocol"`
	// An address and a port, never a name.
	Address string `json:"address"`
	// The client's own address, where it has several; "" leaves it to the kernel.
	Source string `json:"source"`
	// UDP only: the socket takes datagrams from anybody, so it does not hear of refusals.
	Unconnected bool `json:"unconnected"`
	TimeoutMs   int  `json:"timeoutMs"`
}

type outcome struct {
	// answered, refused, timeout or unreachable
	Kind   string `json:"kind"`
	Name   string `json:"name,omitempty"`
	Source string `json:"source,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// connect opens one connection, or sends one datagram, and says what came of it. Its time begins when its thread runs.
func connect(p connection) (any, error) {
	return within(p.Namespace, func() (any, error) { return once(p) })
}

type repetition struct {
	connection
	Times int `json:"times"`
}

type tally struct {
	outcome
	Count int `json:"count"`
}

// repeat opens one connection after the other, as many as are asked for, and counts what came of them.
func repeat(p repetition) (any, error) {
	counts := map[outcome]int{}
	_, err := within(p.Namespace, func() (any, error) {
		for range p.Times {
			o, err := once(p.connection)
			if err != nil {
				return nil, err
			}
			counts[o]++
		}
		return nil, nil
	})
	tallies := make([]tally, 0, len(counts))
	for o, count := range counts {
		tallies = append(tallies, tally{o, count})
	}
	return tallies, err
}

func (p connection) deadline() time.Time {
	return time.Now().Add(time.Duration(p.TimeoutMs) * time.Millisecond)
}

// once is for threads that are in the right namespace already.
func once(p connection) (outcome, error) {
	if p.Unconnected {
		return sendFrom(p)
	}
	deadline := p.deadline()
	ctx, cancel := context.WithDeadline(context.Background(), deadline)
	defer cancel()
	client, err := (&net.Dialer{LocalAddr: local(p)}).DialContext(ctx, p.Protocol, p.Address)
	if err != nil {
		return judge(err)
	}
	defer client.Close()
	_ = client.SetDeadline(deadline)
	return listen(p, client)
}

func local(p connection) net.Addr {
	ip := net.ParseIP(p.Source)
	switch {
	case ip == nil:
		return nil
	case p.Protocol == "udp":
		return &net.UDPAddr{IP: ip}
	}
	return &net.TCPAddr{IP: ip}
}

// listen hears what the other end says, which speaks first; over UDP it has to be asked.
func listen(p connection, client net.Conn) (outcome, error) {
	if p.Protocol == "udp" {
		if _, err := client.Write([]byte("?")); err != nil && !isHeldBack(err) {
			return judge(err)
		}
	}
	buffer := make([]byte, 1024)
	n, err := client.Read(buffer)
	if err != nil {
		return judge(err)
	}
	return read(p, buffer[:n])
}

func read(p connection, text []byte) (outcome, error) {
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return outcome{}, fmt.Errorf("%s answered %q", p.Address, text)
	}
	return outcome{Kind: "answered", Name: a.Name, Source: a.Source}, nil
}

// sendFrom sends a datagram from a socket that is open to everybody, and believes an answer only where it comes from whom was asked.
func sendFrom(p connection) (outcome, error) {
	to, err := net.ResolveUDPAddr("udp", p.Address)
	if err != nil {
		return outcome{}, err
	}
	socket, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(p.Source)})
	if err != nil {
		return outcome{}, err
	}
	defer socket.Close()
	_ = socket.SetDeadline(p.deadline())
	if _, err := socket.WriteTo([]byte("?"), to); err != nil && !isHeldBack(err) {
		return judge(err)
	}
	buffer := make([]byte, 1024)
	for {
		n, from, err := socket.ReadFromUDP(buffer)
		if err != nil {
			return judge(err)
		}
		if from.Port == to.Port && from.IP.Equal(to.IP) {
			return read(p, buffer[:n])
		}
	}
}

// isHeldBack is what a sender hears of the rules of its own node, be it that they drop or that they refuse; reading tells which.
func isHeldBack(err error) bool {
	return errors.Is(err, syscall.EPERM)
}

func judge(err error) (outcome, error) {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET):
		return outcome{Kind: "refused"}, nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, syscall.ETIMEDOUT):
		return outcome{Kind: "timeout"}, nil
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return outcome{Kind: "unreachable", Detail: err.Error()}, nil
	}
	return outcome{}, err
}
