package contract_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/stancer-go/stancer/openapi/contract"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// A request that the document does not allow is sent all the same, and reported. The number of the
// card is not shown.
func Example() {
	server, err := stancertest.Start()
	if err != nil {
		panic(err)
	}
	defer server.Close()

	report := func(d contract.Deviation) { fmt.Println(d) }
	transport, err := contract.New(http.DefaultTransport, report)
	if err != nil {
		panic(err)
	}
	client := server.Client(stancer.WithHTTPClient(&http.Client{Transport: transport}))

	card := &stancer.CardCreate{
		Number: stancertest.CardApproved + "0000", ExpMonth: 13, ExpYear: 2040,
	}
	_, err = client.Cards.Create(context.Background(), card, stancer.WithBodyMember("pin", "1234"))
	fmt.Println(err != nil)
	fmt.Println(transport.Exercised())
	// Output:
	// createCard: request body /exp_month: must be at most 12
	// createCard: request body /number: must have at most 19 characters, has 20
	// createCard: request body /pin: is not documented
	// true
	// map[createCard:[422]]
}
