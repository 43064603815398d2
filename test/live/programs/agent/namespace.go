package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// within runs a function on a thread of its own inside a network namespace that `ip netns add` made; "" is the sandbox's own. Sockets and processes
// that it makes stay in that namespace. The thread is thrown away afterwards: it is never unlocked.
func within[T any](namespace string, run func() (T, error)) (T, error) {
	if namespace == "" {
		return run()
	}
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome)
	go func() {
		runtime.LockOSThread()
		var o outcome
		if o.err = enter(namespace); o.err == nil {
			o.value, o.err = run()
		}
		done <- o
	}()
	o := <-done
	return o.value, o.err
}

func enter(namespace string) error {
	handle, err := os.Open("/run/netns/" + namespace)
	if err != nil {
		return fmt.Errorf("namespace %s: %w", namespace, err)
	}
	defer handle.Close()
	return unix.Setns(int(handle.Fd()), unix.CLONE_NEWNET)
}
