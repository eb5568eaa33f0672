// Command tracing reports calls to Stancer with OpenTelemetry: a span for each attempt, named after
// the operation, and metrics of each call.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
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

// withTracing makes a span for each attempt. The context of the request has its operation and
// route.
func withTracing(provider trace.TracerProvider) stancer.Option {
	return stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return otelhttp.NewTransport(&routed{next},
			otelhttp.WithTracerProvider(provider),
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
				return stancer.OperationFromContext(r.Context())
			}),
		)
	})
}

// routed adds the route and the number of the attempt to the span of a request.
type routed struct{ next http.RoundTripper }

func (t *routed) RoundTrip(r *http.Request) (*http.Response, error) {
	trace.SpanFromContext(r.Context()).SetAttributes(
		attribute.String("url.template", stancer.RouteFromContext(r.Context())),
		attribute.Int("http.request.resend_count", stancer.AttemptFromContext(r.Context())-1),
	)
	return t.next.RoundTrip(r)
}

// withMetrics measures the duration of each call, with all its attempts and waits.
func withMetrics(provider metric.MeterProvider) (stancer.Option, error) {
	durations, err := provider.Meter("stancer").Float64Histogram("stancer.call.duration",
		metric.WithUnit("s"), metric.WithDescription("Duration of calls to Stancer."))
	if err != nil {
		return nil, err
	}
	return stancer.WithObserver(func(ctx context.Context, call stancer.Call) {
		durations.Record(ctx, call.Duration.Seconds(), metric.WithAttributes(
			attribute.String("operation", call.Operation),
			attribute.String("outcome", outcome(call)),
		))
	}), nil
}

func outcome(call stancer.Call) string {
	switch {
	case call.OutcomeUnknown:
		return "unknown"
	case call.Err != nil:
		return "error"
	}
	return "ok"
}

// run makes calls to the fake and prints the spans and metrics. A service exports them instead.
func run(ctx context.Context, out io.Writer) error {
	server, err := stancertest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	spans, reader := tracetest.NewSpanRecorder(), sdkmetric.NewManualReader()
	metrics, err := withMetrics(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader)))
	if err != nil {
		return err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
	client := server.Client(withTracing(provider), metrics)

	payment, err := client.Payments.Create(ctx, &stancer.PaymentCreate{Amount: 4200})
	if err != nil {
		return err
	}
	server.On("getPayment").Inject(stancertest.Status(http.StatusServiceUnavailable))
	if _, err := client.Payments.Get(ctx, payment.ID); err != nil { // retried
		return err
	}
	server.On("createPayment").Inject(stancertest.DropAfter)
	_, _ = client.Payments.Create(ctx, &stancer.PaymentCreate{Amount: 4200}) // not retried

	printSpans(out, spans)
	return printMetrics(ctx, out, reader)
}

func printSpans(out io.Writer, spans *tracetest.SpanRecorder) {
	for _, span := range spans.Ended() {
		set := attribute.NewSet(span.Attributes()...)
		route, _ := set.Value("url.template")
		resend, _ := set.Value("http.request.resend_count")
		fmt.Fprintf(out, "span: %s %s, resend %d, %s\n",
			span.Name(), route.AsString(), resend.AsInt64(), span.Status().Code)
	}
}

func printMetrics(ctx context.Context, out io.Writer, reader sdkmetric.Reader) error {
	var collected metricdata.ResourceMetrics
	if err := reader.Collect(ctx, &collected); err != nil {
		return err
	}
	var lines []string
	for _, scope := range collected.ScopeMetrics {
		for _, measured := range scope.Metrics {
			for _, point := range measured.Data.(metricdata.Histogram[float64]).DataPoints {
				lines = append(lines, fmt.Sprintf("metric: %s{%s} count %d\n", measured.Name,
					point.Attributes.Encoded(attribute.DefaultEncoder()), point.Count))
			}
		}
	}
	slices.Sort(lines)
	_, err := io.WriteString(out, strings.Join(lines, ""))
	return err
}
