package main

import (
	"maps"
	"slices"
	"strings"
)

const errorRemoved = "response-non-success-status-removed"

// marks returns a delta for each error that our document marks with x-evidence, since Stancer does
// not publish it. The delta lists the operations of both documents that answer with the error, so
// the mark is reported as stale when Stancer publishes the error.
func marks(ours, theirs document) []delta {
	published := map[string]bool{}
	for _, op := range theirs.operations() {
		published[op.key()], published[withOtherEnd(op.key())] = true, true
	}
	marked := map[string]*delta{}
	for _, op := range ours.operations() {
		if !published[op.key()] {
			continue
		}
		for status, response := range object(op.content["responses"]) {
			reason, _ := ours.resolved(response)["x-evidence-reason"].(string)
			if reason == "" || strings.HasPrefix(status, "2") {
				continue
			}
			key := status + " " + reason
			if marked[key] == nil {
				text := "*`" + status + "`"
				marked[key] = &delta{Change: []string{errorRemoved}, Text: text, Reason: reason}
			}
			marked[key].Where = append(marked[key].Where, op.name())
		}
	}
	var deltas []delta
	for _, key := range slices.Sorted(maps.Keys(marked)) {
		deltas = append(deltas, *marked[key])
	}
	return deltas
}
