package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	consumers = "github.com/stancer-go/stancer/internal/bench/consumer/"
	megabyte  = 1 << 20
)

// weight builds a program that creates one payment: with net/http, and with the client.
func weight(r *report) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var size, ratios, last []float64
	for range 3 { // in turns, so that both see the same load of the machine
		size, last = nil, nil
		for _, name := range []string{"nethttp", "stancer"} {
			bytes, seconds, err := build(dir, name)
			if err != nil {
				return err
			}
			size, last = append(size, bytes/megabyte), append(last, seconds)
		}
		ratios = append(ratios, last[1]/last[0])
	}
	r.add("stripped program, MB more than with net/http", size[1]-size[0], 1,
		fmt.Sprintf("%.2f and %.2f MB", size[1], size[0]))
	r.add("CPU time of a cold build, over net/http", median(ratios), 1.30,
		fmt.Sprintf("last round: %.1f over %.1f s", last[1], last[0]))

	linked, err := exec.Command("go", "list", "-deps",
		"-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", consumers+"stancer").Output()
	if err != nil {
		return err
	}
	fmt.Println("Packages beyond the standard library:")
	for path := range strings.FieldsSeq(string(linked)) {
		if path != consumers+"stancer" {
			fmt.Println("  " + path)
		}
	}
	return nil
}

// build returns the size of a program in bytes, and the CPU time to build it with an empty cache.
func build(dir, name string) (size, seconds float64, err error) {
	target, cache := filepath.Join(dir, name), filepath.Join(dir, "cache")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", target, consumers+name)
	cmd.Env = append(os.Environ(), "GOCACHE="+cache, "CGO_ENABLED=0", "GOFLAGS=")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 0, 0, err
	}
	seconds = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	info, err := os.Stat(target)
	if err != nil {
		return 0, 0, err
	}
	return float64(info.Size()), seconds, os.RemoveAll(cache)
}
