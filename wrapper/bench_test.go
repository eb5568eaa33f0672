package stancer_test

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// These benchmarks compare the client with one that is written by hand. `make bench` runs them
// alternately, and compares the ratios with the limits in internal/bench. Time and allocations
// include the server's, which are the same for both.

// BenchmarkGet reads a payment.
func BenchmarkGet(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(servePayments))
	defer server.Close()
	byHand, stancer := gets(b, server.URL)
	repeat(b, "byhand", byHand)
	repeat(b, "stancer", stancer)
}

// BenchmarkPage reads a page of 100 payments.
func BenchmarkPage(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(servePayments))
	defer server.Close()
	hand, client := newByHand(server.URL), newClient(b, server.URL)
	params := &stancer.ListPaymentsParams{Limit: stancer.Ptr[int64](100)}
	ctx := b.Context()
	repeat(b, "byhand", func() error {
		_, err := hand.payments(ctx, 100)
		return err
	})
	repeat(b, "stancer", func() error {
		_, err := client.Payments.List(params).Page(ctx)
		return err
	})
}

// gets returns a function for each client that reads a payment.
func gets(b *testing.B, url string) (byHand, stancer func() error) {
	hand, client, ctx := newByHand(url), newClient(b, url), b.Context()
	byHand = func() error {
		_, err := hand.payment(ctx, aPaymentID)
		return err
	}
	stancer = func() error {
		_, err := client.Payments.Get(ctx, aPaymentID)
		return err
	}
	return byHand, stancer
}

func repeat(b *testing.B, name string, call func() error) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := call(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

const callers = 64

// Benchmark64Callers reads a payment in 64 goroutines, over TLS and HTTP/1.1. The client by hand
// uses http.DefaultTransport, which keeps two idle connections to a host.
func Benchmark64Callers(b *testing.B) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(servePayments))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // of aborted handshakes
	server.StartTLS()
	defer server.Close()
	trust(b, server)
	byHand, stancer := gets(b, server.URL)
	share(b, "byhand", byHand)
	share(b, "stancer", stancer)
}

// share calls in all goroutines, after each has called once.
func share(b *testing.B, name string, call func() error) {
	b.Run(name, func(b *testing.B) {
		var first sync.WaitGroup
		for range callers {
			first.Go(func() {
				if err := call(); err != nil {
					b.Error(err)
				}
			})
		}
		first.Wait()
		b.SetParallelism(callers / runtime.GOMAXPROCS(0))
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := call(); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// trust makes the certificate of a server a root of the system, so that the transports under test
// need no change. The roots are read once, when the first certificate is verified.
func trust(b *testing.B, server *httptest.Server) {
	if runtime.GOOS != "linux" {
		b.Skip("the roots of the system can be replaced on Linux only")
	}
	file := filepath.Join(b.TempDir(), "roots.pem")
	block := pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
	require.NoError(b, os.WriteFile(file, pem.EncodeToMemory(&block), 0o600))
	b.Setenv("SSL_CERT_FILE", file)
}

// newByHand returns a client with a timeout, as every client needs one.
func newByHand(url string) *byHand {
	return &byHand{url, &http.Client{Transport: http.DefaultTransport, Timeout: 30 * time.Second}}
}

func newClient(b *testing.B, url string) *stancer.Client {
	client, err := stancer.New(testKey, stancer.WithBaseURL(url))
	require.NoError(b, err)
	return client
}

func servePayments(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if strings.HasSuffix(r.URL.Path, "/") {
		_, _ = io.WriteString(w, aPage)
	} else {
		_, _ = io.WriteString(w, aPayment)
	}
}

const aPaymentID = "paym_yWYfCSzsUUhr9KwMv7vuLZHX"

// aPayment has the form of recorded responses.
const aPayment = `{"id":"paym_yWYfCSzsUUhr9KwMv7vuLZHX","created":1721139663,"amount":4200,` +
	`"currency":"eur","origin":1,"status":"captured","response":"00","response_author":null,` +
	`"method":"card","card":{"id":"card_yWYfCSzsUUhr9KwMv7vuLZHX","created":1721139663,` +
	`"deleted":false,"brand":"visa","last4":"4242","exp_month":12,"exp_year":2030,` +
	`"name":"Arthur Martin","country":"FR","funding":"credit","nature":"personal",` +
	`"network":"visa","zip_code":"75001","external_id":null,"customer":null,"live_mode":false},` +
	`"sepa":null,"customer":{"id":"cust_yWYfCSzsUUhr9KwMv7vuLZHX","created":1721139663,` +
	`"deleted":false,"email":"arthur.martin@example.com","name":"Arthur Martin",` +
	`"mobile":"+33100000000","date_birth":null,"legal_id":null,"country":"FR",` +
	`"external_id":null,"billing_address":null,"shipping_address":null,"live_mode":false},` +
	`"payment_intent":"pi_yWYfCSzsUUhr9KwMv7vuLZHX","payout":null,"auth":null,"device":null,` +
	`"methods_allowed":["card","sepa"],"description":"Two tickets","order_id":"order-1",` +
	`"unique_id":"unique-1","fee":13,"capture":true,` +
	`"return_url":"https://shop.example.com/thanks","date_paym":1721139663,` +
	`"date_bank":"2024-07-18","date_settlement":null,"billing_address":null,` +
	`"shipping_address":null,"live_mode":false}`

var aPage = `{"payments":[` + strings.Repeat(aPayment+",", 99) + aPayment +
	`],"range":{"start":0,"end":100,"limit":100,"count":100,"has_more":false}}`
