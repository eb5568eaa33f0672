package main

import (
	"crypto/rand"
	"errors"
	"sync"

	stancer "github.com/stancer-go/stancer/wrapper"
)

var (
	errNoOrder  = errors.New("the order does not exist")
	errRefunded = errors.New("the order has a refund already")
)

// order is one purchase. A real shop keeps its orders in a database.
type order struct {
	ID     string
	Intent stancer.PaymentIntentID
	PayAt  string // the payment page
	Status stancer.PaymentIntentStatus
	Refund refundState
}

// refundState is empty for an order without a refund.
type refundState string

const (
	refundSent refundState = "sent" // without an answer yet, which may never come
	refundMade refundState = "made"
)

// State is what the order page shows. Only a captured payment is paid: a direct debit can still
// fail while it is processing.
func (o order) State() string {
	switch {
	case o.Refund == refundMade:
		return "refunded"
	case o.Refund == refundSent:
		return "refunding"
	}
	switch o.Status {
	case stancer.PaymentIntentStatusCaptured:
		return "paid"
	case stancer.PaymentIntentStatusRequirePaymentMethod,
		stancer.PaymentIntentStatusRequireAuthentication,
		stancer.PaymentIntentStatusRequireAuthorization:
		return "open"
	case stancer.PaymentIntentStatusUnpaid, stancer.PaymentIntentStatusCanceled:
		return "ended"
	}
	return "under way"
}

func newOrderID() string { return rand.Text()[:12] }

// orders are all orders, in memory.
type orders struct {
	mu   sync.Mutex
	byID map[string]order
}

func (s *orders) add(o order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID == nil {
		s.byID = map[string]order{}
	}
	s.byID[o.ID] = o
}

func (s *orders) get(id string) (order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.byID[id]
	if !ok {
		return o, errNoOrder
	}
	return o, nil
}

// setStatus returns the order with its new status.
func (s *orders) setStatus(id string, status stancer.PaymentIntentStatus) (order, error) {
	return s.change(id, func(o *order) error {
		o.Status = status
		return nil
	})
}

// startRefund succeeds once, because the button can be pressed twice.
func (s *orders) startRefund(id string) (order, error) {
	return s.change(id, func(o *order) error {
		if o.Refund != "" {
			return errRefunded
		}
		o.Refund = refundSent
		return nil
	})
}

func (s *orders) setRefund(id string, refund refundState) (order, error) {
	return s.change(id, func(o *order) error {
		o.Refund = refund
		return nil
	})
}

// change is what a transaction does in a database.
func (s *orders) change(id string, do func(*order) error) (order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.byID[id]
	if !ok {
		return o, errNoOrder
	}
	if err := do(&o); err != nil {
		return o, err
	}
	s.byID[id] = o
	return o, nil
}
