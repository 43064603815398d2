//go:build tools

// Package tools keeps the program that the harness builds among the module's requirements.
package tools

import (
	_ "k8s.io/kubernetes/cmd/kubectl"
)
