package stancertest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestFinalStatusOfDisputeCannotChange(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, end := range []stancer.DisputeStatus{
		stancer.DisputeStatusAccepted, stancer.DisputeStatusWon, stancer.DisputeStatusLost,
		stancer.DisputeStatusOutOfTime, stancer.DisputeStatusNotContestable,
	} {
		paid := c.pay(stancertest.CardDisputed)
		dispute := c.ids("/v2/disputes/", "disputes")[0]
		require.EqualError(t, c.s.SetDisputeStatus(dispute, "settled"),
			`stancertest: unknown dispute status "settled"`)
		require.NoError(t, c.s.SetDisputeStatus(dispute, stancer.DisputeStatusEvidenceSent))
		got := c.get("/v2/disputes/" + dispute)
		require.Equal(t, "evidence_sent", got["status"])
		require.Nil(t, got["date_bank"])
		require.NoError(t, c.s.SetDisputeStatus(dispute, end))
		got = c.get("/v2/disputes/" + dispute)
		require.Equal(t, string(end), got["status"])
		require.Equal(t, c.s.Now().Format(time.DateOnly), got["date_bank"])
		require.Equal(t, "disputed", c.get("/v2/payments/" + id(paid))["status"])
		require.EqualError(t, c.s.SetDisputeStatus(dispute, stancer.DisputeStatusOpen),
			"stancertest: dispute "+dispute+" is already "+string(end))
	}
	require.Error(t, c.s.SetDisputeStatus(chosen("dspt", 1), stancer.DisputeStatusWon))
}
