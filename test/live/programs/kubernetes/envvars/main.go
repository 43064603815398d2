// Answers with the environment variables that kubelet makes of Services.
//
// Standard input: a JSON array of sets, each an array of v1 Services. Standard output: for each set one line with a JSON array of
// {"name", "value"}, in the order of k8s.io/kubernetes/pkg/kubelet/envvars.FromServices.
package main

import (
	"encoding/json"
	"log"
	"os"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/kubelet/envvars"
)

type variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func main() {
	var sets [][]*v1.Service
	if err := json.NewDecoder(os.Stdin).Decode(&sets); err != nil {
		log.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	for _, services := range sets {
		variables := []variable{}
		for _, made := range envvars.FromServices(services) {
			variables = append(variables, variable{Name: made.Name, Value: made.Value})
		}
		if err := out.Encode(variables); err != nil {
			log.Fatal(err)
		}
	}
}
