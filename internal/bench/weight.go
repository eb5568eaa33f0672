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
	for i, name := range []string{"nethttp", "stancer"} {
		if size[i], seconds[i], err = build(dir, name); err != nil {
			return err
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

// build tells the size of a program, and the CPU seconds that it took to build it with an empty cache: the least of three.
func build(dir, name string) (size, seconds float64, err error) {
	target := filepath.Join(dir, name)
	for i := range 3 {
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", target, consumers+name)
		cmd.Env = append(os.Environ(), "GOCACHE="+filepath.Join(dir, fmt.Sprint(name, i)), "CGO_ENABLED=0", "GOFLAGS=")
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return 0, 0, err
		}
		took := (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		if i == 0 || took < seconds {
			seconds = took
		}
	}
	info, err := os.Stat(target)
	if err != nil {
		return 0, 0, err
	}
	return float64(info.Size()), seconds, nil
}
