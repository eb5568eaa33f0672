// Command consumer is what `release consumer` builds outside of this repository: it asks the fake Stancer who its key belongs to, and
// prints with which User-Agent it did.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	server, err := stancertest.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer server.Close()
	client := server.Client(stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return witness{next} }))
	if _, err := client.Ping(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type witness struct{ next http.RoundTripper }

func (w witness) RoundTrip(req *http.Request) (*http.Response, error) {
	fmt.Println(req.UserAgent())
	return w.next.RoundTrip(req)
}
