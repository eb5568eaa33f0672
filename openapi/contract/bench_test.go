package contract_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stancer-go/stancer/openapi/contract"
)

func BenchmarkGet(b *testing.B) { benchmark(b, "/v2/cards/card_"+id24, aCard) }

func BenchmarkListOf100(b *testing.B) { benchmark(b, "/v2/cards/?limit=100", page) }

// benchmark measures the checks of a GET, without the network.
func benchmark(b *testing.B, path, body string) {
	next := roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200,
			Header:     http.Header{"Content-Type": {json}},
			Body:       io.NopCloser(strings.NewReader(body)),
		}, nil
	})
	transport, err := contract.New(next, contract.Fail(b))
	if err != nil {
		b.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.Context(), "GET", "https://api.stancer.com"+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	req.SetBasicAuth(key, "")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := transport.RoundTrip(req); err != nil {
			b.Fatal(err)
		}
	}
}

var page = `{"cards":[` + strings.Repeat(aCard+",", 99) + aCard + `],` +
	`"range":{"start":0,"end":100,"limit":100,"count":100,"has_more":false}}`

const aCard = `{"id":"card_` + id24 + `","brand":"visa","created":1,"deleted":false,` +
	`"exp_month":1,"exp_year":2030,"last4":"4242"}`
