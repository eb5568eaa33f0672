package stancer_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// clientOfAnswer returns a client that gets the same answer to every request, without a network.
func clientOfAnswer(
	t testing.TB, status int, header http.Header, body []byte, requests *int,
	options ...stancer.Option,
) *stancer.Client {
	t.Helper()
	transport := roundTripper(func(req *http.Request) (*http.Response, error) {
		*requests++
		if req.Body != nil {
			req.Body.Close()
		}
		return &http.Response{
			StatusCode:    status,
			Header:        header,
			ContentLength: -1,
			Body:          io.NopCloser(bytes.NewReader(body)),
			Request:       req,
			ProtoMajor:    1,
			ProtoMinor:    1,
		}, nil
	})
	options = append([]stancer.Option{
		stancer.WithHTTPClient(&http.Client{Transport: transport}),
		stancer.WithBackoff(1, 1),
	}, options...)
	client, err := stancer.New(testKey, options...)
	require.NoError(t, err)
	return client
}

// fixtures returns the samples of the document, with the status of those that are errors.
func fixtures(f *testing.F) (statuses []int, bodies [][]byte) {
	f.Helper()
	files, err := filepath.Glob("../openapi/testdata/*.json")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		var samples []struct {
			Status int
			Body   json.RawMessage
		}
		require.NoError(f, json.Unmarshal(text, &samples))
		for _, sample := range samples {
			statuses, bodies = append(statuses, sample.Status), append(bodies, sample.Body)
		}
	}
	return statuses, bodies
}

const (
	fuzzCard = "4242424242424242"
	fuzzCVC  = "90817"
)

// FuzzErrorBody creates a payment, and the answer has any status and body, which may echo secrets
// of the request. The error must have the status, match one sentinel, be short and show no secret.
// The request is sent once.
func FuzzErrorBody(f *testing.F) {
	statuses, bodies := fixtures(f)
	for i, body := range bodies {
		if statuses[i] >= 400 {
			f.Add(statuses[i], "", body)
		}
	}
	for _, body := range []string{
		"", "null", "[]", `""`, "<html>502</html>",
		`{"error":"text"}`,
		`{"error":{"type":"t","message":"text"}}`,
		`{"error":{"message":{"error":"duplicate","id":"` + paymentID + `"}}}`,
		`{"detail":[{"loc":["body","card",0],"msg":"wrong","type":"t"}]}`,
		`{"error":"duplicate unique_id (` + paymentID + `)"}`,
		`{"error":"card ` + fuzzCard + ` cvc ` + fuzzCVC + ` of ` + testKey + `"}`,
		`{"detail":[{"loc":["` + fuzzCard + `"],"msg":"` + testKey + `",` +
			`"type":"` + fuzzCVC + `"}]}`,
		`{"error":{"error":{"error":{"error":1}}}}`,
		strings.Repeat(`{"error":`, 100),
		strings.Repeat("é", 2000),
		"{\"error\":\"\xff\xfe\"}",
	} {
		for _, status := range []int{302, 400, 409, 422, 429, 500, 501} {
			f.Add(status, "1", []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, status int, retryAfter string, body []byte) {
		if status < 300 || status > 999 {
			return
		}
		requests := 0
		header := http.Header{"Retry-After": {retryAfter}}
		var logged bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&logged, withoutTimes))
		client := clientOfAnswer(t, status, header, body, &requests,
			stancer.WithMaxAttempts(1), stancer.WithLogger(logger))
		card := stancer.CardCreate{
			Number: fuzzCard, CVC: stancer.Ptr(stancer.CVC(fuzzCVC)), ExpMonth: 1, ExpYear: 2030,
		}
		_, err := client.Payments.Create(t.Context(),
			&stancer.PaymentCreate{Amount: 4200, Card: stancer.NewCard(card)})
		var failed *stancer.Error
		if !errors.As(err, &failed) || failed.Status != status || failed.Attempts != 1 ||
			requests != 1 {
			t.Fatalf("%d %q became %#v after %d requests", status, body, err, requests)
		}
		if len(failed.Message) > 2<<10 || len(failed.Body) > 2<<10 || len(failed.Error()) > 8<<10 ||
			len(failed.Details) > 100 || failed.RetryAfter < 0 {
			t.Fatalf("%q became an error of %d bytes", body, len(failed.Error()))
		}
		kinds := 0
		for _, kind := range sentinels {
			if errors.Is(err, kind) {
				kinds++
			}
		}
		unknownOutcome := status < 400 || status == 408 || status == 460 || status == 499 ||
			status >= 500 && status != 501 && status != 505
		if kinds != 1 || errors.Is(err, stancer.ErrUnknownOutcome) != unknownOutcome {
			t.Fatalf("%d %q is of %d kinds: %v", status, body, kinds, err)
		}
		if failed.ExistingID != "" && status != http.StatusConflict {
			t.Fatalf("%d %q has the ExistingID %s", status, body, failed.ExistingID)
		}
		shown := fmt.Sprintf("%v %+v %#v %s %q %v", err, err, err, failed.Details,
			failed.Message+failed.Body+failed.Sent+failed.ExistingID, failed.LogValue())
		for _, secret := range []string{fuzzCard, fuzzCVC, testKey} {
			if strings.Contains(shown+logged.String(), secret) {
				t.Fatalf("%q shows %s: %s", body, secret, shown)
			}
		}
	})
}

// FuzzSuccess creates a payment, and the answer has status 200 and any body. The result is a
// payment with an id, or the outcome is unknown. The request is sent once.
func FuzzSuccess(f *testing.F) {
	_, bodies := fixtures(f)
	for _, body := range bodies {
		f.Add(body)
	}
	for _, body := range []string{
		"", "null", "[]", "{}", `{"id":""}`, `{"id":"x"}`,
		made, made + made, made[:20], `"` + testKey + `"`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		requests := 0
		client := clientOfAnswer(t, 200, http.Header{}, body, &requests)
		payment, err := client.Payments.Create(t.Context(), create(""))
		if requests != 1 || (err == nil) != (payment != nil) || err == nil && payment.ID == "" ||
			err != nil && !errors.Is(err, stancer.ErrUnknownOutcome) {
			t.Fatalf("%q became %v, %v after %d requests", body, payment, err, requests)
		}
		if strings.Contains(fmt.Sprintf("%v %+v", payment, err), testKey) {
			t.Fatalf("%q shows the key", body)
		}
	})
}

// FuzzList answers each request for a page with the same body. The range must end, yield no id
// twice, and yield an error last.
func FuzzList(f *testing.F) {
	_, bodies := fixtures(f)
	for _, body := range bodies {
		if bytes.Contains(body, []byte("range")) {
			f.Add(body, false)
		}
	}
	for _, body := range []string{
		"", "null", "[]", "{}", `{"range":null}`,
		`{"payments":[` + made + `]}`,
		`{"range":{"has_more":true},"payments":[]}`,
		`{"range":{"start":0,"end":10,"limit":10,"count":1,"has_more":true},` +
			`"payments":[` + made + `]}`,
		`{"range":{"start":9223372036854775807,"end":-1,"limit":100,"count":1,"has_more":true},` +
			`"payments":[{},{},` + made + `]}`,
		`{"range":{"start":-5,"end":-5,"limit":-1,"count":-1,"has_more":true},"payments":[null]}`,
	} {
		f.Add([]byte(body), true)
		f.Add([]byte(body), false)
	}
	f.Fuzz(func(t *testing.T, body []byte, ahead bool) {
		requests := 0
		var options []stancer.Option
		if ahead {
			options = append(options, stancer.WithConcurrentPages(2))
		}
		client := clientOfAnswer(t, 200, http.Header{}, body, &requests, options...)
		seen, failures := map[string]bool{}, 0
		end := time.Now().Add(soon)
		for payment, err := range client.Payments.List(nil).All(t.Context()) {
			switch {
			case failures > 0 || (err == nil) != (payment != nil):
				t.Fatalf("%q yields %v, %v after %d errors", body, payment, err, failures)
			case err != nil:
				failures++
				continue
			case payment.ID != "" && seen[payment.ID]:
				t.Fatalf("%q yields %s twice", body, payment.ID)
			}
			if seen[payment.ID] = true; time.Now().After(end) {
				t.Fatalf("the list of %q does not end", body)
			}
		}
		if requests > 100 {
			t.Fatalf("%q is requested %d times", body, requests)
		}
	})
}

// made is the JSON of a payment.
const made = `{"id":"` + paymentID + `","created":1721139663,"amount":4200,"currency":"eur",` +
	`"status":"to_capture",` +
	`"card":{"id":"card_` + id24 + `","created":1,"deleted":false,"brand":"visa","last4":"4242"}}`
