package stancertest_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// FuzzRequests sends bodies and queries to all operations of one server. No request may end in a
// mistake of the server, nor may one of the lists that follow.
func FuzzRequests(f *testing.F) {
	spec, err := openapi.Read()
	require.NoError(f, err)
	operations := spec.Operations
	names := slices.Sorted(maps.Keys(operations))
	var lists []string
	for i, name := range names {
		op := operations[name]
		if op.Method == http.MethodGet && !strings.Contains(op.Path, "{") {
			lists = append(lists, op.Path)
		}
		f.Add(uint8(i), []byte(`{}`), "limit=100&start=1&created=1512518400&order=asc")
		if media := op.Body()[openapi.JSON]; media != nil {
			for _, example := range media.Examples {
				body, err := json.Marshal(example.Value.Value)
				require.NoError(f, err)
				f.Add(uint8(i), body, "")
			}
		}
	}
	f.Add(uint8(slices.Index(names, "createPayment")),
		[]byte(`{"amount": 42.0, "currency": "usd"}`), "")
	f.Add(uint8(slices.Index(names, "createPayout")), []byte(`{"date": "9999-12-31"}`), "")
	f.Add(uint8(slices.Index(names, "createMandate")),
		[]byte(`{"sepa": "sepa_`+exampleID+`", "signed_at": "2024-12-25T23:59:60Z"}`), "")

	c, sent := newCaller(f), 0
	f.Cleanup(func() { c.s.Close() })
	send := func(t *testing.T, method, path, query, body string, live bool) {
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		request.URL.RawQuery = query
		request.SetBasicAuth(c.s.TestKey, "")
		if live {
			request.SetBasicAuth(c.s.LiveKey, "")
		}
		answer := httptest.NewRecorder()
		c.s.ServeHTTP(answer, request)
		require.Less(t, answer.Code, 600)
		require.False(t, answer.Code == http.StatusInternalServerError, "%s %s?%s %s: %s", method,
			path, query, body, answer.Body)
	}
	f.Fuzz(func(t *testing.T, which uint8, body []byte, query string) {
		if sent%1000 == 0 { // the lists would grow
			c.s.Close()
			var err error
			c.s, err = stancertest.Start()
			require.NoError(t, err)
			seedExamples(t, c, "update")
		}
		sent++
		op := operations[names[int(which)%len(names)]]
		path := strings.ReplaceAll(op.Path, "{id}", examplePrefix(op.Path)+exampleID)
		path = strings.ReplaceAll(path, "{type}", "payments")
		live := strings.HasPrefix(path, "/v1/")
		send(t, op.Method, path, query, string(body), live)
		if op.Method == http.MethodGet {
			return
		}
		for _, list := range lists {
			send(t, http.MethodGet, list, "limit=10", "", strings.HasPrefix(list, "/v1/"))
		}
	})
}
