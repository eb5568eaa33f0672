package main

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"log"
	"net/http"

	"golang.org/x/text/language"
)

//go:embed pages
var files embed.FS

var templates = map[string]*template.Template{
	"front":   parse("front"),
	"order":   parse("order"),
	"problem": parse("problem"),
}

func parse(name string) *template.Template {
	return template.Must(template.ParseFS(files, "pages/layout.html", "pages/"+name+".html"))
}

// page is what the templates show.
type page struct {
	Title string // in English, as all texts are until T translates them
	Text  string // of a problem
	Order *order

	Lang string // en or fr
	Here string // the path that the link to the other language opens
	Fake string // the page of the fake Stancer, or empty
}

func (s *shop) render(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	p.Lang, p.Here, p.Fake = languageOf(r), r.URL.Path, s.fake
	if r.Method != http.MethodGet {
		p.Here = "/"
	}
	if r.URL.Query().Has("lang") {
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: p.Lang, Path: "/", HttpOnly: true})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store") // the status of an order changes
	w.WriteHeader(status)
	if err := templates[name].ExecuteTemplate(w, "layout.html", p); err != nil {
		log.Print(err)
	}
}

var languages = language.NewMatcher([]language.Tag{language.English, language.French})

// languageOf prefers the language of the link, then that of an earlier link, then the browser's.
func languageOf(r *http.Request) string {
	earlier := ""
	if cookie, err := r.Cookie("lang"); err == nil {
		earlier = cookie.Value
	}
	tag, _ := language.MatchStrings(languages,
		r.URL.Query().Get("lang"), earlier, r.Header.Get("Accept-Language"))
	base, _ := tag.Base()
	return base.String()
}

// T translates a text.
func (p page) T(english string) string { return translate(p.Lang, english) }

func translate(lang, english string) string {
	if lang == "fr" {
		return cmp.Or(french[english], english)
	}
	return english
}

// Price is the price as the language writes it.
func (p page) Price() string {
	if p.Lang == "fr" {
		return fmt.Sprintf("%d,%02d\u00a0€", price/100, price%100)
	}
	return fmt.Sprintf("€%d.%02d", price/100, price%100)
}

func (p page) OtherLang() string {
	if p.Lang == "fr" {
		return "en"
	}
	return "fr"
}

func (p page) OtherName() string {
	if p.Lang == "fr" {
		return "English"
	}
	return "Français"
}
