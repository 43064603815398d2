//go:build tools

// Package tools keeps CoreDNS among the module's requirements.
package tools

import _ "github.com/coredns/coredns"
