package stancer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

const (
	maxWebhook       = 1 << 20
	webhookTolerance = 5 * time.Minute
)

// What a delivery is refused for, for errors.Is.
var (
	// ErrSignature is a delivery that is not signed with any of the secrets: the header or the body is missing, the header is malformed, or
	// the signature is another one.
	ErrSignature = errors.New("webhook signature refused")
	// ErrSignatureTime is a delivery that is signed with one of the secrets, but too long ago or too far in the future: somebody sends it
	// again, or the clock is wrong. It is an [ErrSignature] too.
	ErrSignatureTime = fmt.Errorf("%w for its time", ErrSignature)
)

// WebhookReceiver receives what Stancer delivers to a webhook endpoint, see [Webhooks]. Make one with [NewWebhookReceiver], and set its
// fields before its first use. [WebhookReceiver.Handler] does everything; [WebhookReceiver.Verify] is for servers other than net/http. It
// is safe for concurrent use as long as its fields do not change. Printed or logged, it shows how many secrets it has and none of them.
//
// Stancer's page about deliveries is not public. What is known was observed by third parties: a delivery is a POST of a JSON object
// {id, type, data}; its header is "Stancer-Signature: t=<unix seconds>,v1=<hexadecimal>", where v1 is the HMAC-SHA256 of "<t>.<body>"; 200
// and 204 acknowledge it, and anything else has it delivered again, up to 15 attempts. It is not certain whether the key of the HMAC is
// the secret as text, as a third party has it, or what it is the hexadecimal of, so either is accepted. No other header is.
type WebhookReceiver struct {
	// Tolerance is how far from now, in both directions, a delivery may have been signed. 0 is 5 minutes; a negative one is an error.
	Tolerance time.Duration
	// Logger gets a line for each request that the handler answers: at debug level when it is acknowledged, as a warning when it is
	// refused, as an error when it could not be handled. It gets neither secrets nor signatures nor bodies. Nil logs nothing.
	Logger *slog.Logger `json:"-"`
	// Now is the clock, for tests. Nil is time.Now.
	Now func() time.Time `json:"-"`

	secrets int
	keys    func() [][]byte // a function, because fmt prints unexported fields without calling their methods
}

// NewWebhookReceiver returns a receiver of deliveries that are signed with any of the secrets: the Secret of the endpoint and, while it is
// replaced, of its predecessor. It refuses no secret, an empty one, one of zeros, one with a character that no secret has, and
// "[redacted]", which is how a secret is printed.
func NewWebhookReceiver(secrets ...WebhookSecret) (*WebhookReceiver, error) {
	keys, err := signatureKeys(secrets)
	if err != nil {
		return nil, err
	}
	return &WebhookReceiver{secrets: len(secrets), keys: func() [][]byte { return keys }}, nil
}

// Verify returns the event that a request delivers, if it is signed. Body is the request's body as it came: every byte counts. An empty
// one is never accepted. It compares in constant time with all secrets.
//
// The error is [ErrSignature] for a delivery that is not to be trusted, and one without a sentinel for a receiver that is not usable or a
// signed body that is no event. None shows a secret, a signature or the body.
//
// The same event can come more than once, and events can come in any order: see [Event].
func (r WebhookReceiver) Verify(header http.Header, body []byte) (*Event, error) {
	verify, err := r.verifier()
	if err != nil {
		return nil, err
	}
	return verify(header, body)
}

// Handler returns a handler that verifies a delivery, hands its event on, and answers:
//
//   - 204 when handle returns nil. Stancer then does not deliver the event again.
//   - 500 when it returns an error, which only the Logger gets. Stancer delivers the event again. A panic is left to net/http.
//   - 400 for what is not signed or no event, without saying why.
//   - 405 for any other method than POST, and 413 for a body of more than 1 MiB.
//
// The context is the request's: it ends when Stancer hangs up. What takes long belongs in a queue. Whatever is in front of the handler
// must leave the body as it came.
//
// A handler cannot be made without handle, or from a receiver that is not usable. Changing the receiver later does not change the handler.
func (r WebhookReceiver) Handler(handle func(ctx context.Context, event *Event) error) (http.Handler, error) {
	if handle == nil {
		return nil, errors.New("stancer: the function that handles webhook events is nil")
	}
	verify, err := r.verifier()
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		started := time.Now()
		event, status, err := receive(w, req, verify)
		if err == nil {
			status = http.StatusNoContent
			if err = handle(req.Context(), event); err != nil {
				status = http.StatusInternalServerError
			}
		}
		r.log(req.Context(), event, status, err, time.Since(started))
		respond(w, status)
	}), nil
}

// Format shows the number of secrets, whatever the verb.
func (r WebhookReceiver) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.text()) }

// LogValue shows the number of secrets.
func (r WebhookReceiver) LogValue() slog.Value { return slog.StringValue(r.text()) }

func (r WebhookReceiver) text() string {
	return fmt.Sprintf("stancer.WebhookReceiver(secrets: %d)", r.secrets)
}

type verifier func(header http.Header, body []byte) (*Event, error)

// verifier checks the receiver, and copies its settings, so that a later change does not reach a handler.
func (r WebhookReceiver) verifier() (verifier, error) {
	if r.keys == nil {
		return nil, errors.New("stancer: the webhook receiver has no secret; make it with NewWebhookReceiver")
	}
	if r.Tolerance < 0 {
		return nil, fmt.Errorf("stancer: the tolerance %v of webhook signatures is negative", r.Tolerance)
	}
	keys, tolerance, now := r.keys(), cmp.Or(r.Tolerance, webhookTolerance), r.Now
	if now == nil {
		now = time.Now
	}
	return func(header http.Header, body []byte) (*Event, error) {
		if err := checkSignature(header, body, keys, now(), tolerance); err != nil {
			return nil, err
		}
		return decodeEvent(body)
	}, nil
}

// receive reads the event of a request. With an error comes the status that refuses it.
func receive(w http.ResponseWriter, req *http.Request, verify verifier) (*Event, int, error) {
	if req.Method != http.MethodPost {
		return nil, http.StatusMethodNotAllowed, errors.New("stancer: a webhook is delivered by POST")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxWebhook))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, http.StatusRequestEntityTooLarge, err
	}
	if err != nil {
		return nil, http.StatusBadRequest, err
	}
	event, err := verify(req.Header, body)
	return event, http.StatusBadRequest, err
}

func respond(w http.ResponseWriter, status int) {
	switch status {
	case http.StatusNoContent:
		w.WriteHeader(status)
		return
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodPost)
	}
	http.Error(w, http.StatusText(status), status)
}

func (r WebhookReceiver) log(ctx context.Context, event *Event, status int, err error, duration time.Duration) {
	if r.Logger == nil {
		return
	}
	level := slog.LevelWarn
	attributes := []slog.Attr{slog.Int("status", status), slog.Duration("duration", duration)}
	switch status {
	case http.StatusNoContent:
		level = slog.LevelDebug
	case http.StatusInternalServerError:
		level = slog.LevelError
	}
	if event != nil {
		attributes = append(attributes, slog.Any("event", event))
	}
	if err != nil {
		attributes = append(attributes, slog.String("error", redact(err.Error())))
	}
	r.Logger.LogAttrs(ctx, level, "stancer webhook", attributes...)
}
