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

// The sentinels of refused deliveries. Match them with errors.Is.
var (
	// ErrSignature is the error of a delivery that is not signed with any of the secrets: the
	// header or the body is missing, the header is malformed, or no signature matches.
	ErrSignature = errors.New("webhook signature refused")
	// ErrSignatureTime is the error of a delivery that is signed with one of the secrets, but too
	// long ago or too far in the future. Either an old delivery was replayed, or a clock is wrong.
	// It is also an [ErrSignature].
	ErrSignatureTime = fmt.Errorf("%w for its time", ErrSignature)
)

// WebhookReceiver receives the deliveries to a webhook endpoint, see [Webhooks]. Create one with
// [NewWebhookReceiver], and set its fields before its first use. [WebhookReceiver.Handler] returns
// an HTTP handler; [WebhookReceiver.Verify] is for servers that do not use net/http. A receiver is
// safe for concurrent use while its fields do not change. Printed or logged, it shows the number of
// its secrets.
//
// Stancer does not publish the format of deliveries. Third parties observed it:
//
//   - A delivery is a POST of a JSON object {id, type, data}.
//   - Its header is "Stancer-Signature: t=<Unix seconds>,v1=<hexadecimal>". v1 is the HMAC-SHA256
//     of "<t>.<body>". No other header is accepted.
//   - An answer 200 or 204 acknowledges a delivery. After any other answer Stancer delivers it
//     again, up to 15 attempts.
//
// The key of the HMAC is the secret as text (observed). A secret that is hexadecimal is also
// accepted in its decoded form, because this is not certain.
type WebhookReceiver struct {
	// Tolerance is the largest difference, in both directions, between the time of a signature and
	// now. 0 means 5 minutes. A negative value is an error.
	Tolerance time.Duration
	// Logger logs a line for each request that the handler answers: at debug level if it was
	// acknowledged, at level warn if it was refused, at level error if it could not be handled.
	// Secrets, signatures and bodies are not logged. With a nil Logger nothing is logged.
	Logger *slog.Logger `json:"-"`
	// Now returns the current time, for tests. Nil means time.Now.
	Now func() time.Time `json:"-"`

	secrets int
	keys    func() [][]byte // a function, because fmt prints the fields of a struct
}

// NewWebhookReceiver returns a receiver that accepts deliveries signed with any of the secrets. Use
// the Secret of the endpoint and, while an endpoint replaces another, the Secret of both. It
// returns an error without secrets, and for a secret that is empty, consists of zeros, has a space
// or a character that is not printable ASCII, or is "[redacted]", the text that fmt prints for a
// secret.
func NewWebhookReceiver(secrets ...WebhookSecret) (*WebhookReceiver, error) {
	keys, err := signatureKeys(secrets)
	if err != nil {
		return nil, err
	}
	return &WebhookReceiver{secrets: len(secrets), keys: func() [][]byte { return keys }}, nil
}

// Verify verifies the signature of a delivery and returns its event. The body must be the unchanged
// body of the request. An empty body is never accepted. The signature is compared in constant time
// with those of all secrets.
//
// The error is [ErrSignature] if the signature is not valid, and also [ErrSignatureTime] if only
// its time is not. An unusable receiver and a signed body that is not an event are other errors. No
// error shows a secret, a signature or the body.
//
// Stancer can deliver an event more than once, and events in any order: see [Event].
func (r WebhookReceiver) Verify(header http.Header, body []byte) (*Event, error) {
	verify, err := r.verifier()
	if err != nil {
		return nil, err
	}
	return verify(header, body)
}

// Handler returns a handler that verifies each delivery, calls handle with its event, and answers:
//
//   - 204 if handle returns nil. Stancer then does not deliver the event again.
//   - 500 if handle returns an error. Stancer then delivers the event again. The error is logged,
//     and is not in the answer. A panic of handle is not recovered.
//   - 400 if the signature is not valid or the body is not an event. The answer gives no reason.
//   - 405 for a method other than POST, and 413 for a body of more than 1 MiB.
//
// The context is that of the request: it ends when Stancer closes the connection. Put long work
// into a queue. Middleware in front of the handler must not change the body.
//
// Handler returns an error if handle is nil or the receiver is unusable. Later changes of the
// receiver do not change the handler.
func (r WebhookReceiver) Handler(
	handle func(ctx context.Context, event *Event) error,
) (http.Handler, error) {
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

// Format writes the number of secrets, for every verb.
func (r WebhookReceiver) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.text()) }

// LogValue returns the number of secrets.
func (r WebhookReceiver) LogValue() slog.Value { return slog.StringValue(r.text()) }

func (r WebhookReceiver) text() string {
	return fmt.Sprintf("stancer.WebhookReceiver(secrets: %d)", r.secrets)
}

type verifier func(header http.Header, body []byte) (*Event, error)

// verifier returns a function with the current settings of the receiver. It returns an error if the
// receiver is unusable.
func (r WebhookReceiver) verifier() (verifier, error) {
	if r.keys == nil {
		return nil, errors.New("stancer: the webhook receiver has no secret; " +
			"make it with NewWebhookReceiver")
	}
	if r.Tolerance < 0 {
		return nil, fmt.Errorf("stancer: the webhook tolerance %v is negative; want 0 or more",
			r.Tolerance)
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

// receive reads and verifies the event of a request. If it returns an error, the status is that of
// the answer.
func receive(w http.ResponseWriter, req *http.Request, verify verifier) (*Event, int, error) {
	if req.Method != http.MethodPost {
		return nil, http.StatusMethodNotAllowed, errors.New("stancer: the method is not POST")
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

func (r WebhookReceiver) log(
	ctx context.Context, event *Event, status int, err error, duration time.Duration,
) {
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
