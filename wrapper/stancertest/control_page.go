package stancertest

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"time"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/wrapper/stancertest/internal/hostedpage"
)

// shownOnPage limits the requests, the deliveries and the objects of each resource on the page.
const shownOnPage = 50

var controlTemplate = template.Must(template.ParseFS(controlFiles, "control.html"))

// controlPage is the view model of the template.
type controlPage struct {
	hostedpage.Locale
	Now        time.Time
	Requests   []Request
	Deliveries []Delivery
	Objects    []listedObject
}

// page returns the page of the newest requests, deliveries and objects.
func (c *control) page() *controlPage {
	return &controlPage{
		Locale:     hostedpage.Locale{Lang: "en"},
		Now:        c.s.Now(),
		Requests:   newest(c.s.Requests(), shownOnPage),
		Deliveries: newest(c.s.Deliveries(), shownOnPage),
		Objects:    c.s.newestObjects(shownOnPage),
	}
}

func (page *controlPage) write(w http.ResponseWriter) {
	var text bytes.Buffer
	if err := controlTemplate.Execute(&text, page); err != nil {
		panic("stancertest: " + err.Error())
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(text.Bytes()) //nolint:errcheck // the browser may have closed the connection
}

// Pretty indents JSON.
func (*controlPage) Pretty(text string) string {
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(text), "", "  "); err != nil {
		panic("stancertest: " + err.Error())
	}
	return pretty.String()
}

// listedObject is an object with a status, as the control API lists it.
type listedObject struct {
	Mode     Mode         `json:"mode"`
	Resource string       `json:"resource"`
	ID       string       `json:"id"`
	Status   string       `json:"status"`
	Amount   int64        `json:"amount"`
	Currency api.Currency `json:"currency"`
}

// newestObjects returns the newest objects of each resource, those of test mode first.
func (s *Server) newestObjects(limit int) []listedObject {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []listedObject{}
	for _, mode := range []Mode{ModeTest, ModeLive} {
		s.modes[mode].expire()
		for _, w := range watches {
			var items []any
			w.each(s.modes[mode], func(_, _ string, item any) { items = append(items, item) })
			for _, item := range newest(items, limit) {
				it := listedObject{Mode: mode, Resource: w.resource}
				recast(json.RawMessage(s.show(w.shown, item)), &it)
				all = append(all, it)
			}
		}
	}
	return all
}
