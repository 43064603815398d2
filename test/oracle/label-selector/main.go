// Prints, as JSON, what k8s.io/apimachinery makes of the label selectors in cases.go. See README.md.
package main

import (
	"encoding/json"
	"log"
	"os"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"
	kjson "sigs.k8s.io/json"
)

type requirement struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Values   []string `json:"values"`
}

// outcome is an error, or a selector: as String() prints it, as it prints once `==`, `in` and `notin` of one value
// are written `=` and `!=`, and its requirements.
type outcome struct {
	Error        *string       `json:"error,omitempty"`
	Nothing      bool          `json:"nothing,omitempty"`
	String       *string       `json:"string,omitempty"`
	Canonical    *string       `json:"canonical,omitempty"`
	Requirements []requirement `json:"requirements,omitempty"`
}

type parseCase struct {
	Text string `json:"text"`
	outcome
}

type wireCase struct {
	Wire json.RawMessage `json:"wire"`
	// DecodeError is what the API server's decoder says of a wrongly typed selector, before there is one.
	DecodeError string `json:"decodeError,omitempty"`
	outcome
}

type labelsCase struct {
	Labels map[string]string `json:"labels"`
	outcome
}

type matchCase struct {
	Selector string `json:"selector"`
	// Matches are indexes into labelSets.
	Matches []int `json:"matches"`
}

type quoteCase struct {
	Text   string `json:"text"`
	Quoted string `json:"quoted"`
}

type matching struct {
	LabelSets []map[string]string `json:"labelSets"`
	Cases     []matchCase         `json:"cases"`
}

type fixture struct {
	Parse      []parseCase  `json:"parse"`
	Wire       []wireCase   `json:"wire"`
	FromLabels []labelsCase `json:"fromLabels"`
	Matching   matching     `json:"matching"`
	Quote      []quoteCase  `json:"quote"`
}

// operatorNames has one name for operators that mean the same: Equals and DoubleEquals are In, NotEquals is NotIn.
var operatorNames = map[selection.Operator]string{
	selection.In: "In", selection.Equals: "In", selection.DoubleEquals: "In",
	selection.NotIn: "NotIn", selection.NotEquals: "NotIn",
	selection.Exists: "Exists", selection.DoesNotExist: "DoesNotExist",
	selection.GreaterThan: "GreaterThan", selection.LessThan: "LessThan",
}

// plainOperator is the operator that a person would write for so many values.
func plainOperator(operator selection.Operator, values int) selection.Operator {
	switch operatorNames[operator] {
	case "In":
		if values == 1 {
			return selection.Equals
		}
	case "NotIn":
		if values == 1 {
			return selection.NotEquals
		}
	}
	return operator
}

func canonical(requirements labels.Requirements) string {
	var parts []string
	for _, r := range requirements {
		values := r.ValuesUnsorted()
		plain, err := labels.NewRequirement(r.Key(), plainOperator(r.Operator(), len(values)), values)
		if err != nil {
			log.Fatalf("%v: %v", r.String(), err)
		}
		parts = append(parts, plain.String())
	}
	return strings.Join(parts, ",")
}

func outcomeOf(selector labels.Selector, err error) outcome {
	if err != nil {
		message := err.Error()
		return outcome{Error: &message}
	}
	requirements, selectable := selector.Requirements()
	text, plain := selector.String(), canonical(requirements)
	result := outcome{Nothing: !selectable, String: &text, Canonical: &plain}
	for _, r := range requirements {
		result.Requirements = append(result.Requirements, requirement{r.Key(), operatorNames[r.Operator()], r.ValuesUnsorted()})
	}
	return result
}

func wireOutcome(text string) wireCase {
	result := wireCase{Wire: json.RawMessage(text)}
	var selector *metav1.LabelSelector
	if err := kjson.UnmarshalCaseSensitivePreserveInts([]byte(text), &selector); err != nil {
		result.DecodeError = err.Error()
		return result
	}
	result.outcome = outcomeOf(metav1.LabelSelectorAsSelector(selector))
	return result
}

func main() {
	var result fixture
	for _, text := range selectorTexts {
		result.Parse = append(result.Parse, parseCase{text, outcomeOf(labels.Parse(text))})
	}
	for _, text := range wireSelectors {
		result.Wire = append(result.Wire, wireOutcome(text))
	}
	for _, set := range selectorLabels {
		selector := labels.SelectorFromSet(set)
		text := selector.String()
		requirements, _ := selector.Requirements()
		made := labelsCase{Labels: set, outcome: outcome{String: &text}}
		for _, r := range requirements {
			made.Requirements = append(made.Requirements, requirement{r.Key(), operatorNames[r.Operator()], r.ValuesUnsorted()})
		}
		result.FromLabels = append(result.FromLabels, made)
	}
	result.Matching.LabelSets = labelSets
	for _, text := range matchingSelectors {
		selector, err := labels.Parse(text)
		if err != nil {
			log.Fatal(err)
		}
		matches := []int{}
		for i, set := range labelSets {
			if selector.Matches(labels.Set(set)) {
				matches = append(matches, i)
			}
		}
		result.Matching.Cases = append(result.Matching.Cases, matchCase{text, matches})
	}
	for _, text := range quotedTexts {
		result.Quote = append(result.Quote, quoteCase{text, strconv.Quote(text)})
	}

	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(result); err != nil {
		log.Fatal(err)
	}
}
