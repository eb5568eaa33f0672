package stancertest

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stancer-go/stancer/openapi"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/internal/inmemory"
)

// Mode is the mode of an account. Objects of one mode do not exist in the other.
type Mode = stancer.Mode

// The modes of an account.
const (
	ModeTest = stancer.ModeTest
	ModeLive = stancer.ModeLive
)

// Server is a fake Stancer that listens on a loopback address or in memory. It is safe for
// concurrent use.
type Server struct {
	// URL is the address of the server, for example http://127.0.0.1:38259, without a slash at the
	// end. With [WithoutNetwork] only [Server.HTTPClient] reaches it.
	URL string
	// TestKey and LiveKey are secret keys of the account. Other well-formed keys are valid too,
	// except with [WithKeys].
	TestKey string
	LiveKey string

	spec     *openapi.Spec
	handlers map[string]handler // by operation id
	http     *httptest.Server
	secure   bool
	t        testing.TB // nil outside of a test
	open     context.Context
	close    context.CancelFunc

	mu     sync.Mutex // guards clock, modes, log, faults and outbox
	clock  clock
	modes  map[Mode]*data
	log    requestLog
	faults faults
	outbox *outbox

	address string             // the address to listen on, or empty
	memory  *inmemory.Listener // replaces the socket if it is set
	own     *tls.Certificate   // of WithCertificate, or nil
	access  *log.Logger

	onlyKeys bool        // reject other keys
	unknown  *log.Logger // logs unknown query parameters; they are refused if it is nil
	pages    *hostedPages
	control  *control
}

// Option is an option of [NewServer] and [Start].
type Option func(*Server)

// NewServer starts a server and closes it when the test ends.
func NewServer(t testing.TB, options ...Option) *Server {
	t.Helper()
	s, err := Start(append(options[:len(options):len(options)], func(s *Server) { s.t = t })...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Start starts a server outside of a test. Call Close to stop it.
func Start(options ...Option) (*Server, error) {
	spec, err := openapi.Read()
	if err != nil {
		return nil, fmt.Errorf("stancertest: %w", err)
	}
	s := &Server{
		TestKey:  newKey("stest"),
		LiveKey:  newKey("sprod"),
		spec:     spec,
		handlers: handlers,
		modes:    map[Mode]*data{},
		outbox:   newOutbox(),
	}
	for _, mode := range []Mode{ModeTest, ModeLive} {
		s.modes[mode] = newData(mode, &s.clock)
	}
	for _, option := range options {
		option(s)
	}
	if err := s.checkKeys(); err != nil {
		return nil, fmt.Errorf("stancertest: %w", err)
	}
	if err := s.listen(); err != nil {
		return nil, fmt.Errorf("stancertest: %w", err)
	}
	return s, nil
}

func (s *Server) listen() error {
	listener, err := s.newListener()
	if err != nil {
		return err
	}
	s.URL = s.reachedAt(listener.Addr())
	s.pages.open()
	s.open, s.close = context.WithCancel(context.Background())
	s.http = &httptest.Server{Listener: listener, Config: &http.Server{
		Handler:           s.logged(http.HandlerFunc(s.serveWhileOpen)),
		ReadHeaderTimeout: time.Minute,
		BaseContext:       func(net.Listener) context.Context { return s.open },
	}}
	if !s.secure {
		s.http.Start()
	} else if err := startTLS(s.http, s.own); err != nil {
		listener.Close()
		return err
	}
	if s.memory != nil {
		s.http.Client().Transport.(*http.Transport).DialContext = s.memory.DialContext
	}
	return nil
}

func (s *Server) newListener() (net.Listener, error) {
	switch {
	case s.memory != nil && s.address != "":
		return nil, errors.New("WithoutNetwork and WithAddress cannot be combined")
	case s.memory != nil:
		return s.memory, nil
	}
	return net.Listen("tcp", cmp.Or(s.address, "127.0.0.1:0"))
}

// Close stops the server. It cancels delayed answers and pending deliveries. It waits up to half a
// second for requests, and then closes their connections. It can be called more than once.
func (s *Server) Close() {
	s.close()
	force := time.AfterFunc(closePatience, func() { s.http.Config.Close() })
	defer force.Stop()
	s.http.Close()
	s.stopDeliveries()
}

const closePatience = 500 * time.Millisecond

// serveWhileOpen does not answer a request that arrives while the server is being closed. A client
// may send one because Close ended its request before.
func (s *Server) serveWhileOpen(w http.ResponseWriter, r *http.Request) {
	if s.open.Err() != nil {
		panic(http.ErrAbortHandler)
	}
	s.ServeHTTP(w, r)
}

// ServeHTTP answers a request as the server does over the network.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer answerPanic(w, r)
	if s.control.serves(r) {
		s.control.ServeHTTP(w, r)
		return
	}
	if s.pages.serves(r) {
		s.pages.ServeHTTP(w, r)
		return
	}
	op, vars, notFound := s.find(r)
	r, entry := s.receive(r, op)
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := s.call(r, op, vars, notFound)
		if err != nil {
			a = errorAnswer(r, err)
		}
		entry.record(a.status)
		a.write(w)
	})
	if fault := s.nextFault(op); fault != nil {
		entry.Faulty = true
		handler = fault(handler)
	}
	defer entry.record(0)
	handler.ServeHTTP(&statusWriter{ResponseWriter: w, begins: entry.record}, r)
}

// call runs the operation. It encodes the answer before it releases the lock, because the next
// request may change the objects.
func (s *Server) call(
	r *http.Request, op *openapi.Operation, vars map[string]string, notFound error,
) (a *answer, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			a, err = nil, failureOf(fault)
		}
	}()
	mode, err := s.authenticate(r)
	if err != nil {
		return nil, err
	}
	if notFound != nil {
		return nil, notFound
	}
	if isV1(op.Path) && mode == ModeTest {
		return nil, fail(http.StatusNotImplemented, "Payouts are not implemented in test mode")
	}
	body, err := s.validate(op, r, vars)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{data: s.modes[mode], vars: vars, query: r.URL.Query(), body: body}
	defer s.publish(c.data)
	c.expire()
	handle := s.handlers[op.OperationID]
	if handle == nil { // a new operation of the document
		return nil, fail(http.StatusInternalServerError,
			"stancertest has no handler for "+op.OperationID)
	}
	result, err := handle(c)
	if err != nil {
		return nil, err
	}
	return answerOf(op, result)
}

// holder runs do with the object and the data of its mode.
func holder[T any](
	s *Server, of func(*data) *collection[T], id string, do func(*data, *T) error,
) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.modes {
		d.expire()
		item, err := of(d).get(id)
		if err != nil {
			continue
		}
		defer s.publish(d)
		if err := do(d, item); err != nil {
			return fmt.Errorf("stancertest: %w", err)
		}
		return nil
	}
	return fmt.Errorf("stancertest: there is no object %s", id)
}
