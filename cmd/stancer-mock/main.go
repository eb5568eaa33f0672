// Command stancer-mock runs the fake Stancer of package stancertest as a server, with its hosted
// payment page.
//
//	stancer-mock [-addr 127.0.0.1:8400] [-url http://localhost:8400]
//	             [-tls [-ca ca.pem] | -cert cert.pem -key key.pem]
//	             [-seed objects.json] [-seed-live objects.json] [-settle 1m] [-log] [-strict]
//	             [-test-key stest_…] [-live-key sprod_…]
//	             [-webhook-hosts receiver] [-control-hosts stancer-mock]
//
// It prints its address, its keys and a first call with curl, and runs until it is interrupted. All
// data is in memory. Every well-formed secret key is valid. With -test-key or -live-key, only the
// two keys that it prints are valid, and any other key is answered with 401. Unknown query
// parameters are ignored and logged; with -strict they are answered with 422.
// [stancertest.Server.SeedJSON] describes the form of the seeds.
//
// Below /_fake/ it serves a page of the newest requests, deliveries and objects, and an API that
// settles the day, disputes payments, injects faults and more, see [stancertest.WithControl].
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run runs the server until ctx ends. It returns the exit status: 0 after an interrupt, 2 if the
// server cannot start.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	config, err := parse(args, stderr)
	if err != nil {
		return exitStatus(err, stderr)
	}
	server, err := start(config, stdout)
	if err != nil {
		return exitStatus(err, stderr)
	}
	greet(stdout, server, config)
	settle(ctx, server, config.settle)
	server.Close()
	fmt.Fprintln(stdout, "stancer-mock: stopped")
	return 0
}

func start(config *config, stdout io.Writer) (*stancertest.Server, error) {
	options := []stancertest.Option{
		stancertest.WithAddress(config.addr),
		stancertest.WithHostedPagesAt(config.url),
		stancertest.WithWebhookHosts(config.webhookHosts...),
		stancertest.WithControl(config.controlHosts...),
	}
	if config.testKey != "" || config.liveKey != "" {
		options = append(options, stancertest.WithKeys(config.testKey, config.liveKey))
	}
	if !config.strict {
		options = append(options, stancertest.WithUnknownQueries(stdout))
	}
	switch {
	case config.own != nil:
		options = append(options, stancertest.WithCertificate(*config.own))
	case config.tls:
		options = append(options, stancertest.WithTLS())
	}
	if config.log {
		options = append(options, stancertest.WithAccessLog(stdout))
	}
	server, err := stancertest.Start(options...)
	if listen := new(net.OpError); errors.As(err, &listen) {
		return nil, fmt.Errorf("%w; choose another address with -addr", err)
	}
	if err != nil {
		return nil, err
	}
	if err := prepare(server, config); err != nil {
		server.Close()
		return nil, err
	}
	return server, nil
}

func prepare(server *stancertest.Server, config *config) error {
	if config.ca != "" {
		if err := writeCertificate(config.ca, server.Certificate()); err != nil {
			return err
		}
	}
	if err := load(server, stancertest.ModeTest, config.seed); err != nil {
		return err
	}
	return load(server, stancertest.ModeLive, config.seedLive)
}

// load seeds the server with the objects of a file. An empty name loads nothing.
func load(server *stancertest.Server, mode stancertest.Mode, name string) error {
	if name == "" {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := server.SeedJSON(mode, file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func greet(to io.Writer, server *stancertest.Server, config *config) {
	trust := ""
	switch {
	case config.ca != "":
		trust = "--cacert " + quote(config.ca) + " "
	case config.tls || config.own != nil:
		trust = "-k "
	}
	fmt.Fprintf(to, `stancer-mock listens on %s
  test key  %s
  live key  %s

Make a payment, and open the url of the answer in a browser:

  curl %s-u %s: -H 'Content-Type: application/json' -d '{"amount": 4200, "description": "Two tickets"}' %s/v2/payment_intents/

The newest requests, deliveries and objects, and the control API:

  %s/_fake/

Ctrl-C ends it.
`, server.URL, server.TestKey, server.LiveKey, trust, server.TestKey, server.URL, server.URL)
}

// quote returns a text in quotes for a shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// settle ends the day after each interval until the context is canceled. It pays out the captured
// payments; the payouts are paid at the end of the next day.
func settle(ctx context.Context, server *stancertest.Server, interval time.Duration) {
	if interval == 0 {
		<-ctx.Done()
		return
	}
	days := time.NewTicker(interval)
	defer days.Stop()
	for {
		select {
		case <-days.C:
			server.Settle()
			server.PayOut(stancertest.ModeTest)
			server.PayOut(stancertest.ModeLive)
		case <-ctx.Done():
			return
		}
	}
}
