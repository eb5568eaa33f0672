package main

import (
	"crypto/rand"
	"errors"
	"sync"

	stancer "github.com/stancer-go/stancer/wrapper"
)

var (
	errNoOrder  = errors.New("there is no such order")
	errRefunded = errors.New("the order is refunded already, or is about to be")
)

// order is what a customer has bought. A real shop keeps it in its database.
type order struct {
	ID     string
	Intent stancer.PaymentIntentID
	Status stancer.PaymentIntentStatus
	Refund string // the refund, or refunding while nobody knows
}

const refunding = "…"

// Paid tells whether the money is there, or on its way for sure.
func (o order) Paid() bool {
	return o.Status == stancer.PaymentIntentStatusProcessing || o.Status == stancer.PaymentIntentStatusCaptured
}

func newOrderID() string { return "order-" + rand.Text()[:12] }

// orders are all orders, in memory.
type orders struct {
	mu   sync.Mutex
	byID map[string]order
}

// put stores an order. What is known of its refund stays.
func (s *orders) put(o order) order {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID == nil {
		s.byID = map[string]order{}
	}
	o.Refund = s.byID[o.ID].Refund
	s.byID[o.ID] = o
	return o
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

// startRefund lets one refund through. A button can be pressed twice.
func (s *orders) startRefund(id string) (order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.byID[id]
	switch {
	case !ok:
		return o, errNoOrder
	case o.Refund != "":
		return o, errRefunded
	}
	o.Refund = refunding
	s.byID[id] = o
	return o, nil
}

func (s *orders) endRefund(id, refund string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.byID[id]
	o.Refund = refund
	s.byID[id] = o
}
