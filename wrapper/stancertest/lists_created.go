package stancertest

import "github.com/stancer-go/stancer/api"

// The creation times, by which lists are sorted and filtered.

func addressCreated(it *api.Address) api.Timestamp           { return it.CreatedAt }
func cardCreated(it *card) api.Timestamp                     { return it.Created }
func customerCreated(it *api.Customer) api.Timestamp         { return it.Created }
func disbursementCreated(it *api.Disbursement) api.Timestamp { return it.Created }
func disputeCreated(it *api.Dispute) api.Timestamp           { return it.Created }
func intentCreated(it *api.PaymentIntent) api.Timestamp      { return it.CreatedAt }
func mandateCreated(it *api.Mandate) api.Timestamp           { return it.CreatedAt }
func paymentCreated(it *payment) api.Timestamp               { return it.Created }
func payoutCreated(it *payout) api.Timestamp                 { return it.Date }
func refundCreated(it *api.Refund) api.Timestamp             { return it.Created }
func sepaCreated(it *api.SEPA) api.Timestamp                 { return it.Created }
