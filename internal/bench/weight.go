package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const consumers = "github.com/stancer-go/stancer/internal/bench/consumer/"

// weight builds a program that creates one payment, with each client.
func weight(report reporter) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var size, seconds [2]float64
	for round := range 5 { // in turns, since what else the machine does makes either slower
		for i, name := range []string{"nethttp", "stancer"} {
			bytes, took, err := build(dir, name, round)
			if err != nil {
				return err
			}
			size[i] = bytes
			if round == 0 || took < seconds[i] {
				seconds[i] = took
			}
		}
	}
	const megabyte = 1 << 20
	report("stripped program, megabytes more", (size[1]-size[0])/megabyte, 0.30, fmt.Sprintf("%.2f over %.2f MB", size[1]/megabyte, size[0]/megabyte))
	report("compiling it cold, CPU time", seconds[1]/seconds[0], 1.10, fmt.Sprintf("%.1f over %.1f s", seconds[1], seconds[0]))
	linked, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", consumers+"stancer").Output()
	if err != nil {
		return err
	}
	fmt.Println("Packages that it links, beyond the standard library:")
	for _, path := range strings.Fields(string(linked)) {
		if path != consumers+"stancer" {
			fmt.Println("  " + path)
		}
	}
	return nil
}

// build tells the size of a program, and the CPU seconds that it took to build it with an empty cache.
func build(dir, name string, round int) (size, seconds float64, err error) {
	target, cache := filepath.Join(dir, name), filepath.Join(dir, fmt.Sprint(name, round))
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
