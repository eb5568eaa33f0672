package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const module = "github.com/stancer-go/stancer"

//go:embed consumer/main.go
var program []byte

// consumer builds and runs a program in a new module that gets a version of this one, or HEAD under a made-up version, as users do.
func (r repository) consumer(tag string, out io.Writer) error {
	folder, err := os.MkdirTemp("", "consumer")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	// From the repository itself: a module proxy may remember for a while that there was no such version.
	env := []string{"GOPRIVATE=" + module, "GOWORK=off", "GOFLAGS="}
	if tag == "" {
		tag = "v0.0.1"
		if env, err = r.publish(folder, tag); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "main.go"), program, 0o600); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"mod", "init", "example.com/consumer"},
		{"get", module + "/wrapper@" + tag, module + "/wrapper/stancertest@" + tag},
		{"build", "-o", "consumer"},
	} {
		if _, err := command(folder, env, "go", args...); err != nil {
			return err
		}
	}
	agent, err := command(folder, env, filepath.Join(folder, "consumer"))
	if err != nil {
		return err
	}
	if !strings.HasPrefix(agent, "stancer-go/"+tag+" ") {
		return fmt.Errorf("%w: a program that gets %s calls itself %q", errUnready, tag, agent)
	}
	_, err = fmt.Fprintf(out, "A new module gets %s, builds, and calls itself %s.\n", tag, agent)
	return err
}

// publish makes a clone in which HEAD has a version, and returns what has the go command take it for the repository. A module cache of its
// own forgets that version again; the other modules come from the cache that is there.
func (r repository) publish(folder, tag string) ([]string, error) {
	origin := filepath.Join(folder, "origin")
	if _, err := r.git("clone", "--quiet", "--bare", ".", origin); err != nil {
		return nil, err
	}
	if _, err := command(origin, nil, "git", "tag", tag); err != nil {
		return nil, err
	}
	settings, err := command(r.root, nil, "go", "env", "GOMODCACHE", "GOPROXY")
	if err != nil {
		return nil, err
	}
	cache, proxy, _ := strings.Cut(settings, "\n")
	return []string{
		"GOMODCACHE=" + filepath.Join(folder, "modules"), "GOFLAGS=-modcacherw", "GOWORK=off",
		"GOPROXY=file://" + filepath.Join(cache, "cache", "download") + "," + proxy, "GONOPROXY=" + module, "GONOSUMDB=*",
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url.file://" + origin + ".insteadOf", "GIT_CONFIG_VALUE_0=https://" + module,
	}, nil
}
