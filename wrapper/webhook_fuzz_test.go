package stancer_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// webhookMAC computes a signature without the package, to compare the two.
func webhookMAC(key, at, body string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(at + "." + body))
	return hex.EncodeToString(mac.Sum(nil))
}

var webhookHeaderTime = regexp.MustCompile(`(?:^|,)[ \t]*t[ \t]*=[ \t]*([0-9]+)[ \t]*(?:,|$)`)

// FuzzWebhookSignature appends the valid signature for the time of the header if sign is set, so
// that many inputs are accepted.
func FuzzWebhookSignature(f *testing.F) {
	for _, header := range []string{
		"", "t=1790000000", "t=1790000000,v1=" + webhookTextV1,
		"t=1790000000,v1=" + webhookHexV1 + ",v0=1", "v1=00, t = 1790000000", "t=1,t=1790000000",
		"t=1789999700", "t=1790000301", "t=18446744075499551616",
		strings.Repeat("v1=00,", 31) + "t=1790000000", "t=+1790000000", "=,=,t", "t=\x00",
	} {
		for _, body := range []string{"", " ", webhookBody, `{"id":""}`} {
			f.Add(header, body, true)
			f.Add(header, body, false)
		}
	}
	decoded, err := hex.DecodeString(webhookSecret)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, header, body string, sign bool) {
		var at string
		if times := webhookHeaderTime.FindAllStringSubmatch(header, -1); len(times) == 1 {
			at = times[0][1]
		}
		if sign {
			header += ",v1=" + webhookMAC(webhookSecret, at, body)
		}
		event, err := webhookReceiver().Verify(webhookHeader(header), []byte(body))
		if err != nil {
			if event != nil || strings.Contains(err.Error(), webhookSecret) {
				t.Fatalf("%v, %v", event, err)
			}
			return
		}
		seconds, err := strconv.ParseInt(at, 10, 64)
		inWindow := err == nil && seconds >= 1790000000-300 && seconds <= 1790000000+300
		lower := strings.ToLower(header)
		signed := strings.Contains(lower, webhookMAC(webhookSecret, at, body)) ||
			strings.Contains(lower, webhookMAC(string(decoded), at, body))
		if body == "" || !inWindow || !signed {
			t.Fatalf("accepted: %q, %q", header, body)
		}
	})
}

func FuzzEvent(f *testing.F) {
	for _, body := range []string{
		webhookBody, "", "null", "{}", `{"id":"evt_1"}`, `{"id":"evt_1","type":"x","data":null}`,
		`{"id":"evt_1","data":{"id":"pi_","created":"x"}}`,
		`{"id":"evt_1","data":{"id":"sepa_1","mandate":{}}}`, `{"ID":"evt_1","Data":[{"a":1e999}]}`,
		`{"id":"evt_1","data":{"id":"card_1","tokenize":7}}`,
		`{"id":"evt_1","data":{"id":"cust_1","date_birth":[]}}`,
		`{"id":"\ud800","data":{"id":"pout_1","payments":{"amount":1}}}`,
		`{"id":"evt_1","data":{"id":"paym_1","auth":true,` +
			`"card":{"id":"card_1"},"customer":"cust_1"}}`,
		`{"id":"evt_1","data":{"id":"we_1","secret":1}}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		event, err := receiveWebhook(body)
		if err != nil {
			return
		}
		if event.ID == "" || string(event.Raw) != body {
			t.Fatalf("%q became %q with the id %q", body, event.Raw, event.ID)
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal([]byte(body), &members); err != nil {
			t.Fatal(err)
		}
		dataLost := members["data"] != nil && event.Data == nil
		if dataLost || !bytes.Contains([]byte(body), event.Data) {
			t.Fatalf("the data of %q became %q", body, event.Data)
		}
		data := string(event.Data)
		object, err := event.Object()
		if object != nil && err != nil || string(event.Data) != data {
			t.Fatalf("%v, %v, %q", object, err, event.Data)
		}
		_ = loggedWebhook(event)
		if _, err := json.Marshal(event); err != nil {
			t.Fatal(err)
		}
	})
}
