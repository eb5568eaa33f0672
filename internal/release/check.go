package main

import (
	"fmt"
	"io"
)

// check tells whether HEAD can be released as a version: what the workflow asks when the tag is there, and a maintainer before.
func (r repository) check(tag string, out io.Writer) error {
	v, err := parseVersion(tag)
	if err != nil {
		return err
	}
	if err := r.checkPlace(tag); err != nil {
		return err
	}
	if err := r.notes(tag, io.Discard); err != nil {
		return err
	}
	last, changes, err := r.sinceLast()
	if err != nil {
		return err
	}
	if err := r.report(out, last, changes); err != nil {
		return err
	}
	if last != nil && !last.allows(v, changes) {
		return fmt.Errorf("%w: what changed since %s asks for %s, not for %s", errUnready, last, last.next(last.needs(changes)), v)
	}
	_, err = fmt.Fprintf(out, "\nThis can be released as %s.\n", tag)
	return err
}

// checkPlace fails for what is not the main branch, and for a version that was given to something else.
func (r repository) checkPlace(tag string) error {
	if changed, err := r.git("status", "--porcelain"); err != nil {
		return err
	} else if changed != "" {
		return fmt.Errorf("%w: there are changes that are not committed:\n%s", errUnready, changed)
	}
	if _, err := r.git("merge-base", "--is-ancestor", "HEAD", "origin/main"); err != nil {
		return fmt.Errorf("%w: HEAD is not on origin/main: %w", errUnready, err)
	}
	head, err := r.git("rev-parse", "HEAD")
	if err != nil {
		return err
	}
	if tagged, err := r.git("rev-parse", "--verify", "--quiet", "refs/tags/"+tag+"^{commit}"); err == nil && tagged != head {
		return fmt.Errorf("%w: %s is already %s", errUnready, tag, tagged)
	}
	return nil
}
