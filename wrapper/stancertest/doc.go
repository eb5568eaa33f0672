// Package stancertest is a fake Stancer for tests. Its server implements every operation of the API
// and needs no key, no internet connection and no container. It listens on a loopback address, so
// any HTTP client can use it.
//
//	func TestCheckout(t *testing.T) {
//		server := stancertest.NewServer(t)
//		client := server.Client()
//
//		intent, err := client.PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{Amount: 1000})
//		require.NoError(t, err)
//
//		// The customer pays, and the day ends.
//		require.NoError(t, server.CompletePaymentIntent(intent.ID, stancertest.CardApproved))
//		server.Settle()
//
//		intent, err = client.PaymentIntents.Get(t.Context(), intent.ID)
//		require.NoError(t, err)
//		require.Equal(t, stancer.PaymentIntentStatusCaptured, intent.Status)
//	}
//
// Objects stay until the server is closed. Test mode and live mode have separate objects. Methods
// of [Server] simulate events outside of the API: the customer ([Server.CompletePaymentIntent],
// [Server.AbandonPaymentIntent], [Server.Complete3DS], [Server.Fail3DS], [Server.SignMandate],
// [Server.Dispute]), the bank and Stancer ([Server.Settle], [Server.SendToBank],
// [Server.RejectSEPA], [Server.PayOut], [Server.FailRefund], [Server.SetDisputeStatus]), and time
// ([Server.Advance], [Server.Expire]). [Server.Seed] and [Server.SeedJSON] store objects.
//
// Requests are validated against the OpenAPI document of this project. As at Stancer, members that
// are null count as absent, a body may repeat the id of its path, and a capture may have a body. A
// query parameter that the document does not have is a 422. Stancer ignores it and returns all
// objects, which can cost money; [WithUnknownQueries] does the same. Every well-formed secret key
// is valid, unless [WithKeys] sets the keys. Card numbers, security codes and IBANs are not stored,
// and no answer, error or [Request] contains them. The only IBANs in answers are generated ones.
//
// Tests check the server against the requests and answers of Stancer's official PHP library 2.1.2
// in version 2. That library cannot read one status of the fake: an intent is processing while a
// SEPA debit is not settled.
//
// # Faults
//
// [Server.On] applies a [Fault] to the next request of an operation, and [Server.Chaos] applies
// faults at random, but in the same sequence in each run. A fault drops the connection before or
// after the work is done, cuts the answer, delays it, or replaces it:
//
//	server.On("createPayment").Inject(stancertest.DropAfter) // the payment is made, without an answer
//	server.On("getPayment").Times(2).Inject(stancertest.RateLimit(time.Second))
//
// [Server.Requests] and [Server.WaitForRequest] return the requests that the server received, and
// [Server.ExpectOnly] fails the test for any other request. With [WithTLS] the server uses https
// and HTTP/2.
//
// # Time
//
// A server made with [WithoutNetwork] works in a bubble of package [testing/synctest], where
// waiting takes no real time. A test of a program that polls for hours ends in milliseconds:
//
//	func TestNightlyReport(t *testing.T) {
//		synctest.Test(t, func(t *testing.T) {
//			server := stancertest.NewServer(t, stancertest.WithoutNetwork())
//			client := server.Client()
//			card := stancer.CardCreate{Number: stancertest.CardApproved, ExpMonth: 12, ExpYear: 2030}
//			payment, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{
//				Amount: 1000,
//				Card:   stancer.NewCard(card),
//			})
//			require.NoError(t, err)
//
//			time.AfterFunc(8*time.Hour, server.Settle) // at the end of the day
//			start := time.Now()
//			captured := []stancer.PaymentStatus{stancer.PaymentStatusCaptured}
//			_, err = client.Payments.Wait(t.Context(), payment.ID, captured)
//			require.NoError(t, err)
//			require.WithinRange(t, time.Now(), start.Add(8*time.Hour), start.Add(8*time.Hour+time.Minute))
//		})
//	}
//
// # Webhooks
//
// Registered endpoints receive signed events. Only loopback addresses and the hosts of
// [WithWebhookHosts] are called:
//
//	_, err := client.Webhooks.Create(ctx, &stancer.WebhookEndpointCreate{URL: shop.URL + "/webhook"})
//	...
//	require.NoError(t, server.WaitForDeliveries(ctx)) // all events were delivered
//
// [Server.Deliveries] returns the deliveries, and [NewWebhookRequest] signs an event for the test
// of a handler without a server.
//
// # The payment page
//
// With [WithHostedPages] the URL of an intent is a page in English and French. The customer chooses
// a test card or an account there, passes 3-D Secure, pays or cancels, and comes back to the
// return_url. A payment without a method has its page at <URL>/<public key>/<payment id>. Without
// the option the URL of an intent is on payment.stancer.com. Command stancer-mock runs the server
// and its pages as a program, for other languages and for browsers.
//
// # Control API
//
// With [WithControl] tests in other languages can control the server over HTTP. Command
// stancer-mock enables it. [Server.Reset] deletes all objects between two tests.
//
// # Guesses
//
// The server does what is published or was observed at Stancer. The rest is a guess:
//
//   - Errors. The texts of errors are guesses, except those of 401, of 404 for customers,
//     addresses, cards, SEPA accounts, intents and payments, of 409 for a unique_id and for partial
//     refunds, and except "Auth can't be False" and "extra fields not permitted". Those of 422 are
//     of pydantic 1. A request that is valid but not possible now is a 422 about the id in the
//     path. A wrong query in version 1 is a 400. An unknown path is a 404, a wrong method a 405,
//     and both are a 401 without a key. Version 1 is a 501, except for payouts. A body whose
//     Content-Type is not JSON is a 422, as with FastAPI.
//   - Requests. A payment or an intent has one method, a card or a SEPA account. A SEPA check is of
//     a person or of a company. An amount of 0 needs capture false. A return_url is https, or http
//     on localhost. All lists take created.
//   - Uniqueness. A second external_id of a card and a second unique_id of an intent are a 409,
//     like that of payments. The external_id of a deleted card is free again. A second customer
//     with the same external_id is a new customer, and both are in the list of that external_id.
//   - Deleted objects. Cards, SEPA accounts and webhook endpoints are a 404, as customers are;
//     mandates can still be read, as addresses can. None is listed. Payments still show their
//     method.
//   - Cards. Any number that passes the Luhn check works as [CardApproved] unless it is one of the
//     test cards; other numbers are a 422. An expired card is refused with 54, and
//     [Card3DSChallenge] without 3-D Secure with A1. Only the cards of a named country have one. A
//     card with tokenize false is not kept. Each card is a personal credit card.
//   - SEPA. Any IBAN with right check digits is accepted, others are a 422. The BIC is made of
//     TEST, the country and PP, unless it is given. A debit is approved as a card payment is,
//     except from the IBANs that fail, see [IBANInsufficientFunds]: a debit that the bank rejects
//     when the day is settled is failed, and its intent unpaid. Without a mandate, or in another
//     currency than EUR, a debit is a 422.
//   - Currencies. In another currency than EUR sepa is left out of methods_allowed, and a payment
//     or an intent that allows nothing else is a 422.
//   - Wallets. An Apple Pay token is approved. Its payment has the method card and no card.
//   - 3-D Secure. Each card payment with auth waits for it. It is charged as soon as it is passed;
//     when it is failed, or expired after 6 hours, the payment is failed. A return_url is not
//     required. A SEPA account or a wallet is charged without it. The status authorize or capture
//     in a request, while the payment waits, says what is to happen after that.
//   - Payments. Once there is a status nothing that moves money can change. Only what is authorized
//     can be captured. The origin is 1.
//   - Intents. One with a known method is require_authentication until the customer was on its
//     page, also without 3-D Secure; no intent is require_authorization. It is captured as soon as
//     the bank agrees to a card payment, although the payment itself is captured at the end of the
//     day. It is processing while a debit is under way, unpaid once the payment expired or failed,
//     and open again when the payment was refused. It can be canceled until the capture is sent,
//     and changed while it is open. The sort by due is by date_settlement.
//   - Payment pages. On the page of a payment, a refused payment cannot be tried again, and a
//     customer who cancels leaves the payment as it was. Any public key of the right form opens the
//     page.
//   - Refunds. More than what is left is a 422; one of a payment that is in capture_sent, disputed,
//     refused or without status is a 409. So is one when nothing is left. The amount of a failed or
//     not_honored refund is left.
//   - Disputes. They are for the whole amount with a reason code of the network, unless a test says
//     otherwise, of the type "chargeback", and open until [Server.SetDisputeStatus]. They have a
//     date_bank once they have ended. The payment stays disputed even when the dispute is won.
//   - Mandates. A signed one gets a reference unless it has one. Its PDF can be read at any time. A
//     PDF that is sent is not kept.
//   - SEPA checks. They are gone after 24 hours. The classification is HIGH from a score of 75,
//     MEDIUM from 50, LOW from 25. In live mode all checks succeed with 100. A pending check stays
//     pending.
//   - Payouts. Fees with VAT are 0.8 % and 8 cents by card, 16 cents by SEPA, 600 cents per
//     dispute. Captured, disputed and refunded payments are due. A payout is pending, then sent,
//     then paid. Version 1 shows those in euros. Version 2 has payouts of test mode too, for tests;
//     Stancer may have none.
//   - Disbursements. They settle with the day; a card that the bank refuses is refused.
//   - Version 1. Lists show each optional member as null, in the range too.
//   - Subscriptions. They can only be seeded: active, for one price, from today on, unless the seed
//     says otherwise.
//   - Webhooks. The names of the events, "<resource>.<status>", their ids, and when an event is
//     delivered again: see [Delivery].
//   - Metadata of an address that is the JSON of an object in a string is that object, as in
//     recorded answers.
//   - Rate limits. There are none, except with [RateLimit], a 429 with Retry-After.
//   - Bank days. Money reaches the bank on the next day.
//   - The ping names company and account "stancertest".
package stancertest
