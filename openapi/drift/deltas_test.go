package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDeltasExplainChanges(t *testing.T) {
	t.Parallel()
	changes := []change{
		{Where: "Card.live_mode", ID: "response-optional-property-removed", Text: "removed"},
		{Where: "Card.created", ID: "response-property-type-specialized", Text: "to `integer`"},
		{Where: "GET /v2/ping", ID: "response-non-success-status-removed", Text: "status `401`"},
	}
	deltas := []delta{
		{
			Where:  []string{"Card.live_mode", "Sepa.live_mode"},
			Change: []string{"response-*-removed"},
			Reason: "not published",
		},
		{
			Where:  []string{"*.created"},
			Change: []string{"*"},
			Text:   "*to `string`",
			Reason: "dates",
		},
		{
			Where:  []string{"* /v2/*"},
			Change: []string{"*-status-removed", "*-status-added"},
			Text:   "*`401`",
			Reason: "errors",
		},
		{
			Where:  []string{"GET *"},
			Change: []string{"*"},
			Reason: "a later reason",
		},
	}
	stale := explain(changes, deltas)
	assert.Equal(t, "not published", changes[0].Reason)
	assert.Empty(t, changes[1].Reason, "its text is another")
	assert.Equal(t, "errors", changes[2].Reason, "the first reason counts")
	require.Len(t, stale, 3)
	assert.Equal(t, []string{"Sepa.live_mode"}, stale[0].Where)
	assert.Empty(t, stale[0].Change)
	assert.Equal(t, "dates", stale[1].Reason)
	assert.Equal(t, []string{"*-status-added"}, stale[2].Change)
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	for pattern, texts := range map[string][2][]string{ // that match, and that do not
		"Card.created": {{"Card.created"}, {"Card.created_at", "Card"}},
		"*.created":    {{"Card.created", ".created"}, {"Card.created_at", "created"}},
		"GET *{id}*":   {{"GET /v2/cards/{id}", "GET /v2/{id}/{id}/x"}, {"POST /v2/cards/{id}"}},
		"*":            {{"", "Card"}, {}},
		"a*b*c":        {{"abc", "a-b-b-c"}, {"acb"}},
		"a.c":          {{"a.c"}, {"abc"}},
	} {
		for _, text := range texts[0] {
			assert.True(t, matches(pattern, text), "%q %q", pattern, text)
		}
		for _, text := range texts[1] {
			assert.False(t, matches(pattern, text), "%q %q", pattern, text)
		}
	}
}

// An error that our document marks as not published needs no delta; when Stancer publishes it, the
// mark is stale.
func TestMarks(t *testing.T) {
	t.Parallel()
	our, err := ours()
	require.NoError(t, err)
	deltas := marks(our, document(published(t)))
	changes := []change{}
	for _, delta := range deltas {
		for _, where := range delta.Where {
			text := "removed the non-success response with the status " + delta.Text[1:]
			changes = append(changes, change{Where: where, ID: delta.Change[0], Text: text})
		}
	}
	assert.NotEmpty(t, changes)
	assert.Empty(t, explain(changes, deltas))
	for _, change := range changes {
		assert.NotEmpty(t, change.Reason)
		assert.NotContains(t, change.Where, "/v1/", "Stancer's document does not have it")
	}
	stale := explain(changes[1:], deltas)
	require.Len(t, stale, 1)
	assert.Equal(t, []string{changes[0].Where}, stale[0].Where)
}
