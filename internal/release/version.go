package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// version is a release: major, minor, patch.
type version [3]int

var versionForm = regexp.MustCompile(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$`)

func parseVersion(text string) (v version, err error) {
	if text == "" {
		return v, errors.New("say which version, v1.2.3 for example; make takes it as VERSION=v1.2.3")
	}
	parts := versionForm.FindStringSubmatch(text)
	if parts == nil {
		return v, fmt.Errorf("%q is no version to release: it must be like v1.2.3, without a suffix", text)
	}
	for i := range v {
		if v[i], err = strconv.Atoi(parts[i+1]); err != nil {
			return v, err
		}
	}
	return v, nil
}

func (v version) String() string { return fmt.Sprintf("v%d.%d.%d", v[0], v[1], v[2]) }

// bump is the part of a version that a release raises.
type bump int

const (
	major bump = iota
	minor
	patch
)

func (b bump) String() string { return [...]string{"major", "minor", "patch"}[b] }

// needs returns the least bump that is right after this version. What breaks raises the minor version until there is a v1.
func (v version) needs(changes []change) bump {
	breaking := slices.ContainsFunc(changes, func(c change) bool { return c.breaking })
	switch {
	case breaking && v[0] > 0:
		return major
	case len(changes) > 0:
		return minor
	default:
		return patch
	}
}

func (v version) next(b bump) version {
	v[b]++
	for i := b + 1; i <= patch; i++ {
		v[i] = 0
	}
	return v
}

// allows tells whether another version comes next, and promises no more than the changes keep.
func (v version) allows(other version, changes []change) bool {
	for b := major; b <= v.needs(changes); b++ {
		if other == v.next(b) {
			return true
		}
	}
	return false
}
