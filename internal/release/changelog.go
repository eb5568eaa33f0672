package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func (r repository) changelog() (string, error) {
	text, err := os.ReadFile(filepath.Join(r.root, "CHANGELOG.md"))
	return string(text), err
}

// notes prints what the changelog says of a version, which must be something, under the day of the release.
func (r repository) notes(tag string, out io.Writer) error {
	if _, err := parseVersion(tag); err != nil {
		return err
	}
	text, err := r.changelog()
	if err != nil {
		return err
	}
	head := regexp.MustCompile(`(?m)^## \[` + regexp.QuoteMeta(tag[1:]) + `\] - \d{4}-\d\d-\d\d$`).FindStringIndex(text)
	if head == nil {
		return fmt.Errorf("%w: CHANGELOG.md has no line like ## [%s] - 2006-01-02", errUnready, tag[1:])
	}
	section := text[head[1]:]
	if end := regexp.MustCompile(`(?m)^(## |\[.*\]: )`).FindStringIndex(section); end != nil {
		section = section[:end[0]]
	}
	if !strings.Contains(section, "\n- ") {
		return fmt.Errorf("%w: CHANGELOG.md says nothing of %s", errUnready, tag)
	}
	_, err = fmt.Fprintln(out, strings.TrimSpace(section))
	return err
}

var code = regexp.MustCompile("`([^`]+)`")

// announced returns what the changelog has in code in its breaking changes since a release, which are the bullets that begin so.
func announced(changelog string, last version) (map[string]bool, error) {
	since, _, found := strings.Cut(changelog, "\n## ["+last.String()[1:]+"]")
	if !found {
		return nil, fmt.Errorf("CHANGELOG.md has no section of %s, the last release", last)
	}
	names := map[string]bool{}
	for _, bullet := range regexp.MustCompile(`(?m)^- |^#|^$`).Split(since, -1) {
		if strings.HasPrefix(bullet, "**Breaking:**") {
			for _, name := range code.FindAllStringSubmatch(bullet, -1) {
				names[name[1]] = true
			}
		}
	}
	return names, nil
}
