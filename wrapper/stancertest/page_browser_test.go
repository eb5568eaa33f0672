package stancertest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// browser finds a headless browser, or skips the test.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("skipped: no browser is installed (chromium or Chrome) to open the payment page")
	return ""
}

// dump opens the address and returns the document after its scripts and frames have ended.
func dump(t *testing.T, address string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, browser(t), "--headless", "--no-sandbox", "--disable-gpu",
		"--disable-quic", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-dev-shm-usage", "--no-first-run",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=60000", "--dump-dom", address)
	command.WaitDelay = time.Second
	text, err := command.Output()
	require.NoError(t, err)
	return string(text)
}

// drive makes the visits one after another, in a frame of the size of a phone. A visit opens a page
// and clicks the steps: a list of selectors for each page that loads. It ends with the page Thanks.
// drive logs the title of each page and the defects of its layout.
const drive = `<!DOCTYPE html><iframe id="page" width="390" height="844"></iframe>
<ol id="log"></ol><script>
const page = document.getElementById("page"), log = document.getElementById("log")
const visits = %s
let steps
function say(text) { log.appendChild(document.createElement("li")).textContent = text }
function next() {
	const visit = visits.shift()
	if (!visit) return
	steps = visit.Steps
	page.src = visit.Page
}
page.onload = () => {
	const doc = page.contentDocument
	if (!doc || doc.URL === "about:blank") return
	say(doc.title)
	if (doc.documentElement.scrollWidth > 390) say("too wide: " + doc.documentElement.scrollWidth)
	const main = doc.querySelector("main")
	if (main && getComputedStyle(main).borderRadius === "0px") say("the style sheet is missing")
	if (doc.title === "Thanks") { next(); return }
	for (const selector of steps.shift() || []) {
		const found = doc.querySelector(selector)
		if (!found) { say("the page has no " + selector); return }
		found.click()
	}
}
next()
</script>`

// newFront serves the pages of a server at the address of a mux, to which tests add pages, because
// a script may only read pages of its own address.
func newFront(t *testing.T) (*http.ServeMux, *stancertest.Server, *stancer.PaymentIntent) {
	t.Helper()
	mux := http.NewServeMux()
	front := httptest.NewServer(mux)
	t.Cleanup(front.Close)
	s := stancertest.NewServer(t, stancertest.WithHostedPagesAt(front.URL))
	mux.Handle("/pay/", s)
	intent, err := s.Client().PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{
		Amount:      4200,
		Description: stancer.Ptr("Two tickets"),
		ReturnURL:   stancer.Ptr(front.URL + "/thanks"),
	})
	require.NoError(t, err)
	return mux, s, intent
}

func origin(page string) string { return page[:strings.Index(page, "/pay/")] }

// visit is one visit to the page of a payment intent.
type visit struct {
	Page   string
	Steps  [][]string
	titles []string
	paid   bool
	intent string
}

// One browser makes all visits, because a browser starts slowly.
func TestHostedPageWorksInABrowser(t *testing.T) {
	t.Parallel()
	browser(t)
	const pay, confirm = "Paiement – Stancer mock", "Confirmer le paiement – Stancer mock"
	visits := []visit{
		{ // refused, then paid
			Steps: [][]string{
				{"[value='4000000000009979']", ".main"}, {"[value=accept]"},
				{"summary", "details [value='4000002500000003']", ".main"}, {"[value=accept]"},
			},
			titles: []string{pay, confirm, pay, confirm, "Thanks"},
			paid:   true,
		},
		{ // from an account
			Steps:  [][]string{{"[value='FR1420041010050500013M02606']", ".main"}},
			titles: []string{pay, "Thanks"},
			paid:   true,
		},
		{ // not confirmed
			Steps:  [][]string{{".main"}, {"[value=refuse]"}},
			titles: []string{pay, confirm, "Thanks"},
		},
		{ // canceled
			Steps:  [][]string{{"[name=cancel]"}},
			titles: []string{pay, "Thanks"},
		},
	}
	mux, s, first := newFront(t)
	var log strings.Builder
	for i := range visits {
		intent, err := s.Client().PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{
			Amount: 4200, ReturnURL: stancer.Ptr(origin(first.URL) + "/thanks"),
		})
		require.NoError(t, err)
		visits[i].intent, visits[i].Page = intent.ID, intent.URL+"?lang=fr"
		for _, title := range visits[i].titles {
			log.WriteString("<li>" + title + "</li>")
		}
	}
	script, err := json.Marshal(visits)
	require.NoError(t, err)
	mux.HandleFunc("/drive", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, drive, script)
	})
	mux.HandleFunc("/thanks", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<!DOCTYPE html><title>Thanks</title>")
	})
	text := dump(t, origin(first.URL)+"/drive")
	require.Contains(t, text, `<ol id="log">`+log.String()+"</ol>")
	for _, visit := range visits {
		intent, err := s.Client().PaymentIntents.Get(t.Context(), visit.intent)
		require.NoError(t, err)
		paid := intent.Status != stancer.PaymentIntentStatusUnpaid
		require.Equal(t, visit.paid, paid, visit.titles)
	}
}

// measure shows the page in frames of several sizes and focuses each input, forwards and backwards.
// It logs the inputs behind the bar, pages wider than the frame, and numbers of two lines.
const measure = `<!DOCTYPE html><ol id="log"></ol><script>
const log = document.getElementById("log")
const sizes = [[1280, 720], [390, 844], [320, 640]]
function say(text) { log.appendChild(document.createElement("li")).textContent = text }
function check(doc, size) {
	const bar = doc.querySelector(".bar")
	for (const details of doc.querySelectorAll("details")) details.open = true
	const inputs = [...doc.querySelectorAll("input, summary")]
	for (const input of inputs.concat(inputs.slice().reverse())) {
		input.focus()
		const box = (input.closest(".choice") || input).getBoundingClientRect()
		const name = size + ": " + (input.value || input.textContent || input.id)
		if (box.bottom > bar.getBoundingClientRect().top) say(name + " is behind the bar")
		if (box.top < 0) say(name + " is above the window")
	}
	for (const number of doc.querySelectorAll(".number")) {
		const line = parseFloat(getComputedStyle(number).lineHeight)
		const height = number.getBoundingClientRect().height
		if (height > 1.5 * line) say(size + ": " + number.textContent + " has two lines")
	}
	if (doc.documentElement.scrollWidth > size[0]) say(size + ": too wide")
	say(size + ": " + inputs.length + " checked")
}
function next() {
	const size = sizes.shift()
	if (!size) return
	const frame = document.body.appendChild(document.createElement("iframe"))
	frame.width = size[0]
	frame.height = size[1]
	frame.style.border = 0
	frame.onload = () => {
		if (frame.contentDocument.URL === "about:blank") return
		check(frame.contentDocument, size)
		next()
	}
	frame.src = %q
}
document.body ? next() : onload = next
</script>`

func TestHostedPageHidesNothingBehindItsBar(t *testing.T) {
	t.Parallel()
	browser(t)
	mux, _, intent := newFront(t)
	mux.HandleFunc("/measure", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, measure, intent.URL+"?lang=fr")
	})
	text := dump(t, origin(intent.URL)+"/measure")
	_, text, _ = strings.Cut(text, `<ol id="log">`)
	text, _, _ = strings.Cut(text, "</ol>")
	text = regexp.MustCompile(`: \d\d checked`).ReplaceAllString(text, " checked")
	want := "<li>1280,720 checked</li><li>390,844 checked</li><li>320,640 checked</li>"
	require.Equal(t, want, text)
}
