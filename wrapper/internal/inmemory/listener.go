// Package inmemory has a listener whose connections are pipes in memory.
//
// A goroutine that waits for a socket keeps the time of a testing/synctest bubble from advancing;
// one that waits for a pipe does not. Only tests, and package stancertest, need this.
package inmemory

import (
	"context"
	"net"
	"sync"
	"syscall"
)

// Listener is a net.Listener that is reached by its DialContext alone.
type Listener struct {
	conns  chan net.Conn
	closed chan struct{}
	close  func()
}

// Listen returns an open listener.
func Listen() *Listener {
	closed := make(chan struct{})
	return &Listener{
		conns:  make(chan net.Conn),
		closed: closed,
		close:  sync.OnceFunc(func() { close(closed) }),
	}
}

// DialContext connects to the listener, whatever the network and the address. It waits until the
// connection is accepted. A listener that was closed refuses it.
func (l *Listener) DialContext(ctx context.Context, network, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		err := syscall.ECONNREFUSED
		return nil, &net.OpError{Op: "dial", Net: network, Addr: l.Addr(), Err: err}
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: network, Addr: l.Addr(), Err: ctx.Err()}
	}
}

// Accept waits for the next connection.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close refuses further connections. Those that were accepted stay open.
func (l *Listener) Close() error {
	l.close()
	return nil
}

// Addr is a loopback address at which nothing can listen.
func (l *Listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
