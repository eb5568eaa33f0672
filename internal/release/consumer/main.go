// Command consumer is the program that release.sh builds outside of this repository. It calls the
// fake Stancer once, and prints the User-Agent of the request.
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
	if err == nil {
		defer server.Close()
		_, err = server.Client(stancer.WithMiddleware(printing)).Ping(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func printing(next http.RoundTripper) http.RoundTripper { return printer{next} }

type printer struct{ next http.RoundTripper }

func (p printer) RoundTrip(req *http.Request) (*http.Response, error) {
	fmt.Println(req.UserAgent())
	return p.next.RoundTrip(req)
}
