package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/internal/tour"
)

func TestExitStatus(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args  []string
		visit func() (*tour.Report, error)
		want  int
	}{
		"clean":     {nil, gives(&tour.Report{}, nil), 0},
		"help":      {[]string{"-h"}, nil, 0},
		"failed":    {nil, gives(&tour.Report{Failed: []string{"ping"}}, nil), 1},
		"no tour":   {nil, gives(nil, errors.New("no key")), 2},
		"arguments": {[]string{"stest_key"}, nil, 2},
		"no option": {[]string{"-key", "stest_key"}, nil, 2},
		"no file":   {[]string{"-o", "/no/such/folder/report.md"}, gives(&tour.Report{}, nil), 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, test.want, run(test.args, test.visit, &stdout, &stderr), stderr.String())
			assert.NotContains(t, stderr.String(), "stest_key")
		})
	}
}

func gives(report *tour.Report, err error) func() (*tour.Report, error) {
	return func() (*tour.Report, error) { return report, err }
}

func TestALiveKeyIsRefused(t *testing.T) {
	t.Parallel()
	key := "sprod_" + strings.Repeat("a", 24)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // so that nothing is sent, even if it is not refused
	var stdout, stderr bytes.Buffer
	status := run(nil, func() (*tour.Report, error) { return visit(ctx, key) }, &stdout, &stderr)
	assert.Equal(t, 2, status)
	assert.Empty(t, stdout.String())
	assert.Contains(t, stderr.String(), "live key")
	assert.NotContains(t, stderr.String(), key)
}

func TestTheReportGoesToAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "report.md")
	var stdout, stderr bytes.Buffer
	status := run([]string{"-o", file}, func() (*tour.Report, error) { return visit(t.Context(), "") }, &stdout, &stderr)
	require.Equal(t, 0, status, stderr.String())
	assert.Empty(t, stdout.String())
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(text), "settle nothing about Stancer")
}
