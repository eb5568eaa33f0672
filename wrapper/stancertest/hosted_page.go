package stancertest

import (
	"cmp"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

// WithHostedPages has the server serve the hosted payment page itself: the `url` of an intent made from then on is
// <URL>/pay/test_pi_… instead of https://payment.stancer.com/test_pi_…, and the `auth.redirect_url` of a payment <URL>/pay/3ds/test_….
// Open them in a browser to play the customer, in English or French, without JavaScript. The page does what
// [Server.CompletePaymentIntent], [Server.AbandonPaymentIntent], [Server.Complete3DS] and [Server.Fail3DS] do, and leads back to the
// return_url.
//
// What is sent to these pages is no request of the API: [Server.Requests] does not have it, and no fault meets it.
func WithHostedPages() Option { return WithHostedPagesAt("") }

// WithHostedPagesAt does the same for browsers that reach the server at another address than [Server.URL], behind a proxy or out of a
// container for example: "http://localhost:8400".
func WithHostedPagesAt(base string) Option {
	return func(s *Server) { s.pages = &hostedPages{s: s, base: strings.TrimSuffix(base, "/")} }
}

// hostedPages serves what is below /pay/. It is nil unless an option asks for it.
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

// intentURL is where the customer pays.
func (d *data) intentURL(id string) string {
	if d.hosted == "" {
		return "https://payment.stancer.com/" + d.testPrefix() + id
	}
	return d.hosted + "/pay/" + d.testPrefix() + id
}

// threeDSURL is where the customer passes 3-D Secure. The name is the UUID of the authentication, after test_ in test mode.
func (d *data) threeDSURL(name string) string {
	if d.hosted == "" {
		return "https://3ds.stancer.com/v1/redirect/" + name
	}
	return d.hosted + "/pay/3ds/" + name
}

// serves reports whether the request is one for a page.
func (p *hostedPages) serves(r *http.Request) bool {
	return p != nil && strings.HasPrefix(r.URL.Path, "/pay/")
}

//go:embed hosted_page.html hosted_page.css
var hostedPageFiles embed.FS

var hostedPageTemplate = template.Must(template.ParseFS(hostedPageFiles, "hosted_page.html"))

// routes need no cookie and no token: a form that comes from another site is known by the headers of its browser.
func (p *hostedPages) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /pay/hosted_page.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, hostedPageFiles, "hosted_page.css")
	})
	mux.HandleFunc("GET /pay/{name}", p.showIntent)
	mux.HandleFunc("POST /pay/{name}", p.pay)
	mux.HandleFunc("GET /pay/3ds/{name}", p.showThreeDS)
	mux.HandleFunc("POST /pay/3ds/{name}", p.answerThreeDS)
	mux.HandleFunc("GET /pay/", p.showUnknown)
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

// Browsers hold form-action against redirects too, and a form here ends at a return_url, which may lead anywhere. Stancer's page can be
// framed by itself and by https.
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; " +
	"form-action 'self' http: https:; frame-ancestors 'self' https:"

// returnURL is where a customer can be sent back to, or empty.
func returnURL(given *string) string {
	u, err := url.Parse(or(given, ""))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}
