package stancertest

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/stancer-go/stancer/wrapper/stancertest/internal/hostedpage"
)

// WithHostedPages makes the server serve the hosted payment pages. The `url` of an intent is
// <URL>/pay/test_pi_… instead of https://payment.stancer.com/test_pi_…, and the
// `auth.redirect_url` of a payment is <URL>/pay/3ds/test_…. A payment without a method has its page
// at <URL>/<public key>/<payment id>; any well-formed public key opens it.
//
// Open the pages in a browser and act as the customer. The pages are in English and French, and do
// not use JavaScript. They do the same as [Server.CompletePaymentIntent],
// [Server.AbandonPaymentIntent], [Server.Complete3DS] and [Server.Fail3DS], and redirect to the
// return_url.
//
// Requests of these pages are not API requests: [Server.Requests] does not return them, and faults
// do not apply to them.
func WithHostedPages() Option { return WithHostedPagesAt("") }

// WithHostedPagesAt is [WithHostedPages] for browsers that do not reach the server at
// [Server.URL], because it runs behind a proxy or in a container. Base is the address that they
// use, for example "http://localhost:8400".
func WithHostedPagesAt(base string) Option {
	return func(s *Server) { s.pages = &hostedPages{s: s, base: strings.TrimSuffix(base, "/")} }
}

// hostedPages serves the pages. It is nil unless an option enables it.
type hostedPages struct {
	s       *Server
	base    string // empty for the server's own address
	handler http.Handler
}

// open must be called when the address of the server is known, before the first request.
func (p *hostedPages) open() {
	if p == nil {
		return
	}
	p.handler = p.routes()
	for _, d := range p.s.modes {
		d.hosted = cmp.Or(p.base, p.s.URL)
	}
}

// intentURL returns the URL of the payment page of an intent.
func (d *data) intentURL(id string) string {
	if d.hosted == "" {
		return "https://payment.stancer.com/" + d.testPrefix() + id
	}
	return d.hosted + "/pay/" + d.testPrefix() + id
}

// threeDSURL returns the URL of the 3-D Secure page. The name is the UUID of the authentication,
// prefixed with test_ in test mode.
func (d *data) threeDSURL(name string) string {
	if d.hosted == "" {
		return "https://3ds.stancer.com/v1/redirect/" + name
	}
	return d.hosted + "/pay/3ds/" + name
}

// serves reports whether the request is for a page and not for the API.
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

// routes needs neither a cookie nor a token against forms of other sites: browsers send the origin
// of a form in a header.
func (p *hostedPages) routes() http.Handler {
	mux := http.NewServeMux()
	for _, name := range []string{"page.css", "icon.svg"} {
		mux.HandleFunc("GET /pay/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, hostedpage.Files, name)
		})
	}
	mux.HandleFunc("GET /pay/{name}", p.showIntent)
	mux.HandleFunc("POST /pay/{name}", pay(p.tryIntent, p.intentPage))
	mux.HandleFunc("GET /pay/3ds/{name}", p.showThreeDS)
	mux.HandleFunc("POST /pay/3ds/{name}", p.answerThreeDS)
	mux.HandleFunc("GET /{key}/{payment}", p.showPayment)
	mux.HandleFunc("POST /{key}/{payment}", pay(p.tryPayment, p.paymentPage))
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		hostedpage.New(r).Unknown().Write(w)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}

// pay tries to pay and redirects, or shows the page again with the complaint. It neither stores nor
// shows the number that the customer sends.
func pay(
	try func(*http.Request) (next, complaint string),
	page func(r *http.Request, complaint string) *hostedpage.Page,
) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		next, complaint := try(r)
		if complaint != "" {
			page(r, complaint).Write(w)
			return
		}
		http.Redirect(w, r, next, http.StatusSeeOther)
	}
}

// maxForm limits the size of a form, in bytes.
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

// Browsers also apply form-action to redirects, and a form redirects to a return_url on any host.
// Stancer allows https pages and its own pages to frame its payment page.
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; " +
	"base-uri 'none'; form-action 'self' http: https:; frame-ancestors 'self' https:"

// modeOf splits the name of a page into the data of its mode and an id.
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

// returnURL returns the URL if it is http or https, and else an empty text.
func returnURL(given string) string {
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}
