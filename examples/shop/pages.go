package main

import (
	"html/template"
	"net/http"
)

const head = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Tickets</title><style>body{font:1.1rem/1.5 system-ui;max-width:30rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}</style>`

var (
	frontPage = template.Must(template.New("front").Parse(head + `<h1>Tickets</h1>
<p>Two tickets for tonight, 42.00 EUR.</p><form method="post" action="/buy"><button>Buy</button></form>`))

	orderPage = template.Must(template.New("order").Parse(head + `<h1>Your order</h1>
{{if .Refund}}<p>Your money is on its way back.</p>
{{else if .Paid}}<p>Thank you! Your tickets are paid.</p><form method="post" action="/orders/{{.ID}}/refund"><button>Give the tickets back</button></form>
{{else}}<p>Your tickets are not paid ({{.Status}}).</p><form method="post" action="/buy"><button>Try again</button></form>{{end}}
<p><a href="/">Back to the shop</a></p>`))
)

func render(w http.ResponseWriter, page *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, data)
}
