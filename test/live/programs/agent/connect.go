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
	Address   string `json:"address"`
	TimeoutMs int    `json:"timeoutMs"`
}

type outcome struct {
	// answered, refused, timeout or unreachable
	Kind   string `json:"kind"`
	Name   string `json:"name,omitempty"`
	Source string `json:"source,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// connect opens one connection, or sends one datagram, and says what came of it.
func connect(p connection) (any, error) {
	deadline := time.Now().Add(time.Duration(p.TimeoutMs) * time.Millisecond)
	client, err := within(p.Namespace, func() (net.Conn, error) {
		ctx, cancel := context.WithDeadline(context.Background(), deadline)
		defer cancel()
		return (&net.Dialer{}).DialContext(ctx, p.Protocol, p.Address)
	})
	if err != nil {
		return judge(err)
	}
	defer client.Close()
	_ = client.SetDeadline(deadline)
	if p.Protocol == "udp" {
		if _, err := client.Write([]byte("?")); err != nil {
			return judge(err)
		}
	}
	buffer := make([]byte, 1024)
	n, err := client.Read(buffer)
	if err != nil {
		return judge(err)
	}
	var a answer
	if err := json.Unmarshal(buffer[:n], &a); err != nil {
		return nil, fmt.Errorf("%s answered %q", p.Address, buffer[:n])
	}
	return outcome{Kind: "answered", Name: a.Name, Source: a.Source}, nil
}

func judge(err error) (any, error) {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET):
		return outcome{Kind: "refused"}, nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, syscall.ETIMEDOUT):
		return outcome{Kind: "timeout"}, nil
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return outcome{Kind: "unreachable", Detail: err.Error()}, nil
	}
	return nil, err
}
