package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
)

// config is what the flags say.
type config struct {
	addr, url        string
	tls, log, strict bool
	ca               string
	own              *tls.Certificate // of -cert and -key
	seed, seedLive   string
	settle           time.Duration
	webhookHosts     []string
	controlHosts     []string
	testKey, liveKey string
}

func parse(args []string, stderr io.Writer) (*config, error) {
	c := &config{}
	flags := flag.NewFlagSet("stancer-mock", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&c.addr, "addr", "127.0.0.1:8400",
		"listen on this `address`; with port 0 on a free one")
	flags.StringVar(&c.url, "url", "",
		"`URL` of the payment pages for browsers, if it differs from the address")
	flags.BoolVar(&c.tls, "tls", false,
		"speak https, with a certificate generated for localhost, 127.0.0.1 and ::1")
	flags.StringVar(&c.ca, "ca", "",
		"write the certificate of -tls to this `file`, for clients to trust")
	cert := flags.String("cert", "",
		"speak https with the certificate in this PEM `file`; needs -key")
	key := flags.String("key", "", "the PEM `file` with the private key of -cert")
	flags.StringVar(&c.seed, "seed", "",
		"start with the objects of this JSON `file`, in test mode, grouped as in lists:\n"+
			`{"customers": [{"name": "Arthur Martin"}], "cards": [{"number": "4000000000009979"}]}`)
	flags.StringVar(&c.seedLive, "seed-live", "",
		"the same `file` for live mode, which has the payouts of version 1")
	flags.DurationVar(&c.settle, "settle", 0,
		"end the day and pay out after each `interval`, for example 1m")
	flags.Func("webhook-hosts",
		"also deliver webhooks to these `hosts`, for example receiver,10.0.0.7",
		hosts(&c.webhookHosts))
	flags.Func("control-hosts",
		"allow other machines to use the control API at these `hosts`, for example stancer-mock",
		hosts(&c.controlHosts))
	flags.BoolVar(&c.log, "log", false,
		"write a line for each request")
	flags.BoolVar(&c.strict, "strict", false,
		"refuse query parameters that the API does not have, instead of ignoring them")
	flags.StringVar(&c.testKey, "test-key", "",
		"the secret `key` of test mode, instead of a generated one; other keys are refused")
	flags.StringVar(&c.liveKey, "live-key", "",
		"the secret `key` of live mode, instead of a generated one; other keys are refused")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil, err
	} else if err != nil {
		return nil, errUsage
	}
	if flags.NArg() > 0 {
		return nil, errors.New("it takes no arguments")
	}
	if (*cert == "") != (*key == "") {
		return nil, errors.New("-cert and -key go together")
	}
	if *cert != "" {
		own, err := tls.LoadX509KeyPair(*cert, *key)
		if err != nil {
			return nil, err
		}
		c.own = &own
	}
	return c, c.check()
}

// hosts appends a list of hosts, separated by commas.
func hosts(to *[]string) func(string) error {
	return func(list string) error {
		for host := range strings.SplitSeq(list, ",") {
			host = strings.TrimSpace(host)
			if net.ParseIP(host) == nil && (host == "" || strings.ContainsAny(host, "/: ")) {
				return fmt.Errorf("%q is not a host name or address without a port", host)
			}
			*to = append(*to, host)
		}
		return nil
	}
}

// check returns errors that do not contain the keys.
func (c *config) check() error {
	switch {
	case c.own != nil && c.tls:
		return errors.New("-tls generates a certificate, -cert names one: choose")
	case c.ca != "" && !c.tls:
		return errors.New("-ca is for the certificate of -tls")
	case c.settle < 0:
		return errors.New("-settle is negative")
	case c.testKey != "" && !regexp.MustCompile(`^stest_\w{24}$`).MatchString(c.testKey):
		return errors.New("-test-key is not stest_ and 24 letters or digits")
	case c.liveKey != "" && !regexp.MustCompile(`^sprod_\w{24}$`).MatchString(c.liveKey):
		return errors.New("-live-key is not sprod_ and 24 letters or digits")
	}
	u, err := url.Parse(c.url)
	if c.url != "" && (err != nil || u.Host == "" || u.Path != "" && u.Path != "/") {
		return errors.New("-url is not an address like http://localhost:8400")
	}
	return nil
}

// errUsage stands for a mistake that package flag has written about already.
var errUsage = errors.New("wrong flags")

func exitStatus(err error, stderr io.Writer) int {
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case !errors.Is(err, errUsage):
		fmt.Fprintln(stderr, "stancer-mock:", err)
	}
	return 2
}

func writeCertificate(file string, own *x509.Certificate) error {
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.Raw})
	return os.WriteFile(file, text, 0o644)
}
