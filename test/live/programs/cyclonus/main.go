// Answers with the verdicts of cyclonus' policy simulator.
//
// Standard input: one cluster a line, {"policies", "traffic"}: networking.k8s.io/v1 NetworkPolicies with their policyTypes stated, and an array of
// matcher.Traffic. Standard output: for each cluster one line with a JSON array of {"egress", "ingress", "both"}, in the order of the traffic.
package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	networkingv1 "k8s.io/api/networking/v1"
)

type cluster struct {
	Policies []*networkingv1.NetworkPolicy `json:"policies"`
	Traffic  []*matcher.Traffic            `json:"traffic"`
}

type verdict struct {
	Egress  bool `json:"egress"`
	Ingress bool `json:"ingress"`
	Both    bool `json:"both"`
}

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var asked cluster
		if err := in.Decode(&asked); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		// Its simplifier is another program to be wrong.
		set := matcher.BuildNetworkPolicies(false, asked.Policies)
		verdicts := []verdict{}
		for _, traffic := range asked.Traffic {
			result := set.IsTrafficAllowed(traffic)
			verdicts = append(verdicts, verdict{result.Egress.IsAllowed(), result.Ingress.IsAllowed(), result.IsAllowed()})
		}
		if err := out.Encode(verdicts); err != nil {
			log.Fatal(err)
		}
	}
}
