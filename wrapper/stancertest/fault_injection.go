package stancertest

import (
	"math/rand/v2"
	"slices"

	"github.com/stancer-go/stancer/openapi"
)

// Rule selects requests for a fault, see [Server.On]. Its methods return a changed copy.
type Rule struct {
	server     *Server
	operations []string
	skip       int
	times      int
}

// On selects requests for a fault. The default is the next request of the operations:
//
//	server.On("createPayment").Inject(stancertest.DropAfter)
//	server.On("createPayment", "getPayment").After(2).Times(3).Inject(stancertest.Status(503))
//	server.On().Always().Inject(stancertest.Delay(50 * time.Millisecond))
//
// The operations are operation ids of the OpenAPI document. Without operations, each request is
// selected. On panics if an operation is unknown.
func (s *Server) On(operations ...string) Rule {
	s.mustKnow(operations)
	return Rule{server: s, operations: operations, times: 1}
}

// After skips n requests first.
func (r Rule) After(n int) Rule { r.skip = n; return r }

// Times sets how many requests get the fault. The default is 1.
func (r Rule) Times(n int) Rule { r.times = n; return r }

// Always applies the fault to each request until [Server.Calm].
func (r Rule) Always() Rule { return r.Times(-1) }

// Inject applies the fault to the selected requests. If several faults select the same requests,
// the one that was injected first is applied first, and the next one starts to count when it is
// used up.
func (r Rule) Inject(fault Fault) {
	r.server.mu.Lock()
	defer r.server.mu.Unlock()
	r.server.faults.injected = append(r.server.faults.injected, &injected{r, fault})
}

// Chaos applies faults at random: each request gets one with the probability rate, and each fault
// is equally likely. Requests that get a fault of [Server.On] are excluded. Without faults, Chaos
// uses [DropBefore], [DropAfter], [CutHead], [CutBody], [BadGateway], and [Status] 500 and 503
// before and after the work.
//
// The same seed gives the same sequence of faults in each run. The order of parallel requests is
// not fixed.
func (s *Server) Chaos(seed uint64, rate float64, faults ...Fault) {
	if len(faults) == 0 {
		faults = []Fault{DropBefore, DropAfter, CutHead, CutBody, BadGateway}
		for _, status := range []int{500, 503} {
			faults = append(faults, Status(status), AfterWork(Status(status)))
		}
	}
	dice := rand.New(rand.NewPCG(seed, 0))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.chaos = func() Fault {
		hit, fault := dice.Float64() < rate, faults[dice.IntN(len(faults))]
		if !hit {
			return nil
		}
		return fault
	}
}

// Calm removes all faults of [Server.On] and [Server.Chaos].
func (s *Server) Calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = faults{}
}

type faults struct {
	injected []*injected
	chaos    func() Fault
}

type injected struct {
	Rule
	fault Fault
}

// nextFault returns the fault of a request, or nil.
func (s *Server) nextFault(op *openapi.Operation) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, it := range s.faults.injected {
		if !it.selects(op) || it.times == 0 {
			continue
		}
		if it.skip > 0 {
			it.skip--
			break
		}
		if it.times--; it.times == 0 {
			s.faults.injected = slices.Delete(s.faults.injected, i, i+1)
		}
		return it.fault
	}
	if s.faults.chaos != nil {
		return s.faults.chaos()
	}
	return nil
}

func (r Rule) selects(op *openapi.Operation) bool {
	return len(r.operations) == 0 || op != nil && slices.Contains(r.operations, op.OperationID)
}
