package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// bars are the limits of ratios: the figure of a sub-benchmark over that of its baseline.
var bars = []struct {
	name                         string
	benchmark, subject, baseline string
	unit                         string
	bar                          float64
}{
	{"GET one payment, time", "Get", "stancer", "byhand", "ns/op", 1.05},
	{"GET one payment, allocations", "Get", "stancer", "byhand", "allocs/op", 1.20},
	{"a page of 100 payments, time", "Page", "stancer", "byhand", "ns/op", 0.90},
	{"64 callers over TLS, time per call", "64Callers", "stancer", "byhand", "ns/op", 1.0 / 3},
	{"All over 10,000, 8 pages at a time", "All", "pages=8", "pages=1", "fake-ms/op", 1.0 / 6},
	{"All over 10,000, 16 pages at a time", "All", "pages=16", "pages=1", "fake-ms/op", 1.0 / 10},
}

// duration is the time for all rounds: `make bench` may take 90 seconds, with the build.
const duration = 50 * time.Second

// speed runs all benchmarks in rounds, so that both sides of a ratio see the same load of the
// machine, and compares the medians of the ratios.
func speed(r *report) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "stancer.test")
	build := exec.Command("go", "test", "-c", "-o", binary, "github.com/stancer-go/stancer/wrapper")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	ratios := make([][]float64, len(bars))
	details := make([]string, len(bars))
	start := time.Now()
	rounds := 0
	for ; time.Since(start) < duration; rounds++ {
		results, err := round(binary)
		if err != nil {
			return err
		}
		for i, b := range bars {
			subject := results[b.benchmark+"/"+b.subject+" "+b.unit]
			baseline := results[b.benchmark+"/"+b.baseline+" "+b.unit]
			if subject == 0 || baseline == 0 {
				return fmt.Errorf("no %s for %s or %s of Benchmark%s",
					b.unit, b.subject, b.baseline, b.benchmark)
			}
			ratios[i] = append(ratios[i], subject/baseline)
			details[i] = fmt.Sprintf("last round: %.0f over %.0f %s", subject, baseline, b.unit)
		}
	}
	fmt.Printf("Medians of %d rounds:\n", rounds)
	for i, b := range bars {
		r.add(b.name, median(ratios[i]), b.bar, details[i])
	}
	return nil
}

var (
	line   = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)
	figure = regexp.MustCompile(`([0-9.]+) (\S+)`)
)

// round runs each benchmark once. A result is found under its name and unit: "Get/byhand ns/op".
func round(binary string) (map[string]float64, error) {
	var output bytes.Buffer
	cmd := exec.Command(binary,
		"-test.run=^$", "-test.bench=.", "-test.benchtime=100ms", "-test.benchmem")
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, output.Bytes())
	}
	results := map[string]float64{}
	for _, match := range line.FindAllStringSubmatch(output.String(), -1) {
		for _, pair := range figure.FindAllStringSubmatch(match[2], -1) {
			value, err := strconv.ParseFloat(pair[1], 64)
			if err != nil {
				return nil, err
			}
			results[match[1]+" "+pair[2]] = value
		}
	}
	return results, nil
}
