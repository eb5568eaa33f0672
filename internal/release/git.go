package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// lastRelease returns the newest version that HEAD contains and is not itself, or nothing.
func (r repository) lastRelease() (string, error) {
	shallow, err := r.git("rev-parse", "--is-shallow-repository")
	if err != nil {
		return "", err
	}
	if shallow == "true" {
		return "", errors.New("this clone is shallow and cannot tell what was released: git fetch --unshallow --tags")
	}
	tags, err := r.git("tag", "--merged=HEAD", "--no-contains=HEAD", "--sort=-version:refname")
	if err != nil {
		return "", err
	}
	for tag := range strings.Lines(tags) {
		if _, err := parseVersion(strings.TrimSpace(tag)); err == nil {
			return strings.TrimSpace(tag), nil
		}
	}
	return "", nil
}

// checkOut calls do with a folder that holds the files of a tag.
func (r repository) checkOut(tag string, do func(folder string) error) error {
	temp, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	folder := filepath.Join(temp, "tree")
	if _, err := r.git("worktree", "add", "--detach", folder, tag); err != nil {
		return err
	}
	defer r.git("worktree", "remove", "--force", folder)
	return do(folder)
}

func (r repository) git(args ...string) (string, error) { return command(r.root, nil, "git", args...) }

// command runs a program in a folder and returns what it prints. The error holds what it prints elsewhere.
func command(folder string, env []string, name string, args ...string) (string, error) {
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env, cmd.Stderr = folder, append(os.Environ(), env...), &stderr
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, text, stderr.Bytes())
	}
	return strings.TrimSpace(string(text)), nil
}
