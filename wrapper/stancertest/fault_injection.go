package stancertest

import (
	"math/rand/v2"
	"slices"
)

// Rule says which requests a fault is for, see [Server.On]. Its methods return a changed copy.
type Rule struct {
	server     *Server
	operations []string
	skip       int
	times      int
}

// On chooses requests, for a fault to meet the next of them:
//
//	server.On("createPayment").Inject(stancertest.DropAfter)
//	server.On("createPayment", "getPayment").After(2).Times(3).Inject(stancertest.Status(503))
//	server.On().Always().Inject(stancertest.Delay(50 * time.Millisecond))
//
// The operations are those of the OpenAPI document; without any, every request is meant. An unknown operation panics.
func (s *Server) On(operations ...string) Rule {
	s.api.mustKnow(operations)
	return Rule{server: s, operations: operations, times: 1}
}

// After lets n requests pass first.
func (r Rule) After(n int) Rule { r.skip = n; return r }

// Times says how many requests the fault meets. It is 1 unless Times or Always is called.
func (r Rule) Times(n int) Rule { r.times = n; return r }

// Always has the fault meet every request, until [Server.Calm].
func (r Rule) Always() Rule { return r.Times(-1) }

// Inject has the fault meet the requests that were chosen. Of faults for the same requests the one that was injected first goes first, and
// the next one begins to count when it is over.
func (r Rule) Inject(fault Fault) {
	r.server.mu.Lock()
	defer r.server.mu.Unlock()
	r.server.faults.injected = append(r.server.faults.injected, &injected{r, fault})
}

// Chaos has the faults meet requests at random: each request with the probability rate, each fault as often as the others. All requests are
// meant, but those that a fault of [Server.On] meets. Without faults it takes [DropBefore], [DropAfter], [CutHead], [CutBody],
// [BadGateway], and [Status] 500 and 503 before and after the work.
//
// The same seed decides alike in each run: the nth request meets the same fault. Requests in parallel come in any order.
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

// Calm takes back all of [Server.On] and [Server.Chaos].
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

// nextFault returns the fault that meets a request, or nil.
func (s *Server) nextFault(op *operation) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, it := range s.faults.injected {
		if !it.chooses(op) || it.times == 0 {
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

func (r Rule) chooses(op *operation) bool {
	return len(r.operations) == 0 || op != nil && slices.Contains(r.operations, op.OperationID)
}
