// Command agent is the first process of a sandbox: it starts programs in the sandbox's network namespaces, plays the pods (servers that answer
// their name and the source they saw), connects from any namespace, and asks DNS. It reads requests from standard input, one JSON object a line,
// and answers on standard output. When its input ends it exits, and with the first process of a PID namespace the kernel ends all others: nothing
// can stay behind, however its parent ended.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

type request struct {
	ID int    `json:"id"`
	Do string `json:"do"`
}

type response struct {
	ID     int    `json:"id"`
	Error  string `json:"error,omitempty"`
	Result any    `json:"result,omitempty"`
}

var operations = map[string]func(line []byte) (any, error){
	"exec":    operation(execute),
	"start":   operation(start),
	"stop":    operation(stop),
	"forward": operation(forward),
	"serve":   operation(serve),
	"connect": operation(connect),
	"repeat":  operation(repeat),
	"query":   operation(query),
}

// operation decodes the parameters that an operation declares.
func operation[P any](run func(P) (any, error)) func([]byte) (any, error) {
	return func(line []byte) (any, error) {
		var parameters P
		if err := json.Unmarshal(line, &parameters); err != nil {
			return nil, err
		}
		return run(parameters)
	}
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	var writing sync.Mutex
	answer := func(r response) {
		writing.Lock()
		defer writing.Unlock()
		_ = out.Encode(r)
	}
	answer(response{ID: 0, Result: "ready"})
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var r request
		if err := json.Unmarshal(line, &r); err != nil {
			fmt.Fprintln(os.Stderr, "agent:", err)
			os.Exit(2)
		}
		run, known := operations[r.Do]
		if !known {
			answer(response{ID: r.ID, Error: "no operation " + r.Do})
			continue
		}
		go func() {
			result, err := run(line)
			if err != nil {
				answer(response{ID: r.ID, Error: err.Error()})
				return
			}
			answer(response{ID: r.ID, Result: result})
		}()
	}
}
