package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestConsumerOfHead(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program in a module of its own")
	}
	t.Parallel()
	r := repository{root: "../.."}
	if _, err := r.git("rev-parse", "HEAD"); err != nil {
		t.Skip("these are files without their history: " + err.Error())
	}
	status, stdout, stderr := release(t, r, "consumer")
	assert.Equal(t, 0, status, stderr)
	assert.Regexp(t, `calls itself stancer-go/v0\.0\.1 \(go1\.`, stdout)
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for want, args := range map[int][][]string{
		0: {{"diff", "-h"}},
		2: {nil, {"publish"}, {"diff", "-flag"}},
	} {
		for _, arg := range args {
			assert.Equal(t, want, run(arg, t.Output(), t.Output()), arg)
		}
	}
}
