package stancertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/stancer-go/stancer/api"
)

// action runs an operation of the control API. The request is valid. A nil result is a 204.
type action func(*Server, *call) (any, error)

// actions has one entry for each operation of control.yaml.
var actions = map[string]action{
	"settle":  do(func(s *Server, _ *call) error { s.Settle(); return nil }),
	"payOut":  payOut,
	"advance": advance,

	"completePaymentIntent": do(completePaymentIntent),
	"abandonPaymentIntent":  doTo((*Server).AbandonPaymentIntent),
	"complete3DS":           doTo((*Server).Complete3DS),
	"fail3DS":               doTo((*Server).Fail3DS),

	"disputePayment": disputePayment,
	"rejectPayment":  do(rejectPayment),
	"failRefund":     do(failRefund),

	"injectFault": do(injectFault),
	"calm":        do(func(s *Server, _ *call) error { s.Calm(); return nil }),

	"listRequests":   listOf("requests", (*Server).Requests),
	"listDeliveries": listOf("deliveries", (*Server).Deliveries),
	"listObjects": func(s *Server, c *call) (any, error) {
		return map[string]any{"objects": s.newestObjects(limitOf(c))}, nil
	},
	"reset": do(func(s *Server, _ *call) error { s.Reset(); return nil }),
	"seed":  do(seedObjects),
}

// do returns an action without a result.
func do(run func(*Server, *call) error) action {
	return func(s *Server, c *call) (any, error) { return nil, run(s, c) }
}

// doTo returns an action on the object in the path, without a body.
func doTo(run func(*Server, string) error) action {
	return do(func(s *Server, c *call) error { return run(s, c.id()) })
}

// inMode is the part of a body that names a mode.
type inMode struct {
	Mode Mode `json:"mode"`
}

func (in inMode) mode() Mode {
	if in.Mode == "" {
		return ModeTest
	}
	return in.Mode
}

func payOut(s *Server, c *call) (any, error) {
	made := []json.RawMessage{}
	for _, payout := range s.PayOut(decode[inMode](c).mode()) {
		made = append(made, s.show("getPayout", payout))
	}
	return map[string]any{"payouts": made}, nil
}

func advance(s *Server, c *call) (any, error) {
	in := decode[struct {
		Seconds int64 `json:"seconds"`
	}](c)
	s.Advance(time.Duration(in.Seconds) * time.Second)
	return map[string]any{"now": s.Now().Unix()}, nil
}

func completePaymentIntent(s *Server, c *call) error {
	in := decode[struct {
		Number string `json:"number"`
	}](c)
	return s.CompletePaymentIntent(c.id(), in.Number)
}

func disputePayment(s *Server, c *call) (any, error) {
	in := decode[struct {
		Reason string `json:"reason"`
		Amount *int64 `json:"amount"`
	}](c)
	var options []DisputeOption
	if in.Reason != "" {
		options = append(options, DisputeReason(in.Reason))
	}
	if in.Amount != nil {
		options = append(options, DisputeAmount(*in.Amount))
	}
	made, err := s.Dispute(c.id(), options...)
	if err != nil {
		return nil, err
	}
	return s.show("getDispute", made), nil
}

func rejectPayment(s *Server, c *call) error {
	in := decode[struct {
		Reason string `json:"reason"`
	}](c)
	return s.RejectSEPA(c.id(), in.Reason)
}

func failRefund(s *Server, c *call) error {
	in := decode[struct {
		Status api.RefundStatus `json:"status"`
	}](c)
	return s.FailRefund(c.id(), in.Status)
}

func injectFault(s *Server, c *call) error {
	in := decode[struct {
		Operations []string `json:"operations"`
		Status     int      `json:"status"`
		Drop       string   `json:"drop"`
		Delay      *float64 `json:"delay"`
		After      int      `json:"after"`
		Times      int      `json:"times"`
		Always     bool     `json:"always"`
	}](c)
	for _, operation := range in.Operations {
		if err := s.checkOperation(operation); err != nil {
			return err
		}
	}
	var wanted []Fault
	if in.Status != 0 {
		wanted = append(wanted, Status(in.Status))
	}
	if in.Drop != "" {
		wanted = append(wanted, drops[in.Drop])
	}
	if in.Delay != nil {
		wanted = append(wanted, Delay(time.Duration(*in.Delay*float64(time.Second))))
	}
	if len(wanted) != 1 {
		return errors.New("a fault must have exactly one of status, drop and delay")
	}
	rule := s.On(in.Operations...).After(in.After).Times(max(in.Times, 1))
	if in.Always {
		rule = rule.Always()
	}
	rule.Inject(wanted[0])
	return nil
}

var drops = map[string]Fault{"before": DropBefore, "after": DropAfter}

func seedObjects(s *Server, c *call) error {
	in := decode[struct {
		inMode
		Objects json.RawMessage `json:"objects"`
	}](c)
	return s.SeedJSON(in.mode(), bytes.NewReader(in.Objects))
}

func listOf[T any](name string, all func(*Server) []T) action {
	return func(s *Server, c *call) (any, error) {
		return map[string]any{name: newest(all(s), limitOf(c))}, nil
	}
}

// limitOf returns the limit of the query, by default 100.
func limitOf(c *call) int {
	if limit, err := strconv.Atoi(c.query.Get("limit")); err == nil {
		return limit
	}
	return 100
}

// newest returns the last items in reverse order.
func newest[T any](items []T, limit int) []T {
	last := append([]T{}, items[max(0, len(items)-limit):]...)
	slices.Reverse(last)
	return last
}
