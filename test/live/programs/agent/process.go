package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

type execution struct {
	Namespace string   `json:"namespace"`
	Argv      []string `json:"argv"`
	Input     string   `json:"input"`
	TimeoutMs int      `json:"timeoutMs"`
}

type executed struct {
	Code   int    `json:"code"`
	Stdout string `json:"stdout"`
	Stderr string `json:"stderr"`
}

// execute runs a program to its end.
func execute(p execution) (any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(p.TimeoutMs)*time.Millisecond)
	defer cancel()
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(ctx, p.Argv[0], p.Argv[1:]...)
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(p.Input), &stdout, &stderr
	if _, err := within(p.Namespace, func() (any, error) { return nil, command.Start() }); err != nil {
		return nil, err
	}
	err := command.Wait()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s did not end within %d ms", p.Argv[0], p.TimeoutMs)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	return executed{command.ProcessState.ExitCode(), stdout.String(), stderr.String()}, nil
}

type process struct {
	Name      string            `json:"name"`
	Namespace string            `json:"namespace"`
	Argv      []string          `json:"argv"`
	Env       map[string]string `json:"env"`
	Log       string            `json:"log"`
}

type running struct {
	command *exec.Cmd
	ended   chan struct{}
}

var (
	processes = map[string]*running{}
	table     sync.Mutex
)

// start starts a program that goes on; its output goes to a log file.
func start(p process) (any, error) {
	log, err := os.OpenFile(p.Log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	command := exec.Command(p.Argv[0], p.Argv[1:]...)
	command.Stdout, command.Stderr = log, log
	command.Env = os.Environ()
	for name, value := range p.Env {
		command.Env = append(command.Env, name+"="+value)
	}
	if _, err := within(p.Namespace, func() (any, error) { return nil, command.Start() }); err != nil {
		return nil, err
	}
	r := &running{command, make(chan struct{})}
	go func() {
		_ = command.Wait()
		close(r.ended)
	}()
	table.Lock()
	defer table.Unlock()
	processes[p.Name] = r
	return command.Process.Pid, nil
}

type ending struct {
	Name string `json:"name"`
}

// stop asks a program to end and waits until it has, five seconds at most; then it is killed.
func stop(p ending) (any, error) {
	table.Lock()
	r, known := processes[p.Name]
	delete(processes, p.Name)
	table.Unlock()
	if !known {
		return nil, fmt.Errorf("no process %s", p.Name)
	}
	_ = r.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-r.ended:
	case <-time.After(5 * time.Second):
		_ = r.command.Process.Kill()
		<-r.ended
	}
	return nil, nil
}
