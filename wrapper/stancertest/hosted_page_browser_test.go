package stancertest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
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
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("skipped: no browser is installed (chromium or Chrome) to click through the hosted page")
	return ""
}

// dump opens the address in a window as wide as a phone and returns the document once nothing happens there any more.
func dump(t *testing.T, address string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, browser(t), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--user-data-dir="+t.TempDir(), "--window-size=390,844", "--virtual-time-budget=20000", "--dump-dom", address)
	command.WaitDelay = time.Second
	text, err := command.Output()
	require.NoError(t, err)
	return string(text)
}

// drive shows the page in a frame, of the width of a phone, and clicks there as the steps say: one selector for each page that comes. It
// writes the titles of the pages, and what is wider than the window or made no use of the style sheet.
const drive = `<!DOCTYPE html><iframe id="page" width="390" height="844"></iframe><ol id="log"></ol><script>
const page = document.getElementById("page"), log = document.getElementById("log")
const steps = %s
function say(text) { log.appendChild(document.createElement("li")).textContent = text }
page.onload = () => {
	const doc = page.contentDocument
	if (!doc || doc.URL === "about:blank") return
	say(doc.title)
	if (doc.documentElement.scrollWidth > 390) say("too wide: " + doc.documentElement.scrollWidth)
	if (doc.querySelector("main") && getComputedStyle(doc.querySelector("main")).borderRadius === "0px") say("no style")
	for (const selector of steps.shift() || []) {
		const found = doc.querySelector(selector)
		if (!found) { say("nothing is " + selector); return }
		found.click()
	}
}
page.src = %q
</script>`

func TestHostedPageInABrowser(t *testing.T) {
	t.Parallel()
	browser(t)
	for name, test := range map[string]struct {
		steps  string
		titles []string
		want   stancer.PaymentIntentStatus
	}{
		"refused, then paid": {
			`[["[value='4000000000009979']", ".main"], ["[value=accept]"],
				["summary", "details [value='4000002500000003']", ".main"], ["[value=accept]"]]`,
			[]string{"Paiement", "Confirmer le paiement", "Paiement", "Confirmer le paiement", "Thanks"},
			stancer.PaymentIntentStatusProcessing,
		},
		"from an account": {
			`[["[value='FR1420041010050500013M02606']", ".main"]]`,
			[]string{"Paiement", "Thanks"},
			stancer.PaymentIntentStatusProcessing,
		},
		"not confirmed": {
			`[[".main"], ["[value=refuse]"]]`,
			[]string{"Paiement", "Confirmer le paiement", "Thanks"},
			stancer.PaymentIntentStatusUnpaid,
		},
		"given up": {
			`[["[name=give-up]"]]`,
			[]string{"Paiement", "Thanks"},
			stancer.PaymentIntentStatusUnpaid,
		},
	} {
		t.Run(name, func(t *testing.T) {
			mux := http.NewServeMux()
			front := httptest.NewServer(mux) // the driver's script may only reach into pages of its own address
			defer front.Close()
			s := stancertest.NewServer(t, stancertest.WithHostedPagesAt(front.URL))
			intent, err := s.Client().PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{
				Amount: 4200, Description: stancer.Ptr("Two tickets"), ReturnURL: stancer.Ptr(front.URL + "/thanks"),
			})
			require.NoError(t, err)
			mux.Handle("/pay/", s)
			mux.HandleFunc("/drive", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, drive, test.steps, intent.URL+"?lang=fr") })
			mux.HandleFunc("/thanks", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!DOCTYPE html><title>Thanks</title>") })

			var log strings.Builder
			for _, title := range test.titles {
				if title != "Thanks" {
					title += " – Stancer mock"
				}
				log.WriteString("<li>" + title + "</li>")
			}
			require.Contains(t, dump(t, front.URL+"/drive"), `<ol id="log">`+log.String()+"</ol>")
			intent, err = s.Client().PaymentIntents.Get(t.Context(), intent.ID)
			require.NoError(t, err)
			require.Equal(t, test.want, intent.Status)
		})
	}
}
