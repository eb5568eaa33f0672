package stancertest

import (
	"cmp"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

// WithHostedPages has the server serve the hosted payment page itself. The `url` of an intent made
// from then on is <URL>/pay/test_pi_… instead of https://payment.stancer.com/test_pi_…, and the
// `auth.redirect_url` of a payment is <URL>/pay/3ds/test_…. A payment that has no method yet has
// its page at <URL>/<public key>/<payment id>; any public key of the right form opens it.
//
// Open the pages in a browser to play the customer, in English or French, without JavaScript. They
// do the same as [Server.CompletePaymentIntent], [Server.AbandonPaymentIntent],
// [Server.Complete3DS] and [Server.Fail3DS], and lead back to the return_url.
//
// Requests to these pages are not requests of the API: [Server.Requests] does not list them, and
// injected faults do not apply to them.
func WithHostedPages() Option { return WithHostedPagesAt("") }

// WithHostedPagesAt does the same as [WithHostedPages] for browsers that reach the server at
// another address than [Server.URL], behind a proxy or in a container for example:
// "http://localhost:8400".
func WithHostedPagesAt(base string) Option {
	return func(s *Server) { s.pages = &hostedPages{s: s, base: strings.TrimSuffix(base, "/")} }
}

// hostedPages serves the pages. It is nil unless an option asks for it.
type hostedPages struct {
	s       *Server
	base    string // empty for the server's own address
	handler http.Handler
}

// open is called once the server's address is known, before its first request.
func (p *hostedPages) open() {
	if p == nil {
		return
	}
	p.handler = p.routes()
	for _, d := range p.s.modes {
		d.hosted = cmp.Or(p.base, p.s.URL)
	}
}

// intentURL is the address of the payment page of an intent.
func (d *data) intentURL(id string) string {
	if d.hosted == "" {
		return "https://payment.stancer.com/" + d.testPrefix() + id
	}
	return d.hosted + "/pay/" + d.testPrefix() + id
}

// threeDSURL is the address of the 3-D Secure page. The name is the UUID of the authentication,
// with test_ before it in test mode.
func (d *data) threeDSURL(name string) string {
	if d.hosted == "" {
		return "https://3ds.stancer.com/v1/redirect/" + name
	}
	return d.hosted + "/pay/3ds/" + name
}

// serves reports whether the request is for one of the pages, and not for the API.
func (p *hostedPages) serves(r *http.Request) bool {
	if p == nil {
		return false
	}
	for _, prefix := range []string{"/pay/", "/ptest_", "/pprod_"} {
		if strings.HasPrefix(r.URL.Path, prefix) {
			return true
		}
	}
	return false
}

//go:embed hosted_page.html hosted_page.css hosted_page.svg
var hostedPageFiles embed.FS

var hostedPageTemplate = template.Must(template.ParseFS(hostedPageFiles, "hosted_page.html"))

// routes uses neither a cookie nor a token: the browser's own headers show that a form comes from
// another site.
func (p *hostedPages) routes() http.Handler {
	mux := http.NewServeMux()
	for _, name := range []string{"hosted_page.css", "hosted_page.svg"} {
		mux.HandleFunc("GET /pay/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, hostedPageFiles, name)
		})
	}
	mux.HandleFunc("GET /pay/{name}", p.showIntent)
	mux.HandleFunc("POST /pay/{name}", p.payIntent)
	mux.HandleFunc("GET /pay/3ds/{name}", p.showThreeDS)
	mux.HandleFunc("POST /pay/3ds/{name}", p.answerThreeDS)
	mux.HandleFunc("GET /{key}/{payment}", p.showPayment)
	mux.HandleFunc("POST /{key}/{payment}", p.payPayment)
	mux.HandleFunc("GET /", p.showUnknown)
	return http.NewCrossOriginProtection().Handler(mux)
}

// maxForm is more than any form of these pages needs.
const maxForm = 16 << 10

func (p *hostedPages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", contentSecurityPolicy)
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("X-Content-Type-Options", "nosniff")
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	p.handler.ServeHTTP(w, r)
}

// Browsers apply form-action to redirects too, and a form here ends at a return_url, which may be
// anywhere. Stancer's page can be framed by itself and by https.
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; " +
	"base-uri 'none'; form-action 'self' http: https:; frame-ancestors 'self' https:"

// modeOf splits the name of a page into its mode and an id.
func (p *hostedPages) modeOf(name string) (*data, string) {
	mode := ModeLive
	id, test := strings.CutPrefix(name, p.s.modes[ModeTest].testPrefix())
	if test {
		mode = ModeTest
	}
	return p.mode(mode), id
}

func (p *hostedPages) mode(mode Mode) *data {
	d := p.s.modes[mode]
	d.expire()
	return d
}

// returnURL is the address to send the customer back to, or empty.
func returnURL(given string) string {
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}
