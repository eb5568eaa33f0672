// Command tracing traces calls to Stancer with OpenTelemetry's HTTP transport: a span for each attempt, named after the operation.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// traced wraps the transport of each attempt. The name of the operation is in the request's context.
func traced(provider trace.TracerProvider) stancer.Option {
	return stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return otelhttp.NewTransport(next,
			otelhttp.WithTracerProvider(provider),
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return stancer.OperationFromContext(r.Context()) }),
		)
	})
}

func run(ctx context.Context, out io.Writer) error {
	server, err := stancertest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	spans := &recorder{}
	client := server.Client(traced(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))))
	if _, err := client.PaymentIntents.Create(ctx, &stancer.PaymentIntentCreate{Amount: 4200}); err != nil {
		return err
	}
	if _, err := client.PayoutsV1.List(nil).Page(ctx); err == nil {
		return fmt.Errorf("a test key may read payouts of version 1")
	}
	for _, span := range spans.ended {
		fmt.Fprintf(out, "%s: %s\n", span.Name(), span.Status().Code)
	}
	return nil
}

// recorder keeps the spans in memory. A real program exports them.
type recorder struct{ ended []sdktrace.ReadOnlySpan }

func (r *recorder) OnStart(context.Context, sdktrace.ReadWriteSpan) {}
func (r *recorder) OnEnd(span sdktrace.ReadOnlySpan)                { r.ended = append(r.ended, span) }
func (r *recorder) Shutdown(context.Context) error                  { return nil }
func (r *recorder) ForceFlush(context.Context) error                { return nil }
