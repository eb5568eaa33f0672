package tour

// question is something that the published document leaves open, or that its sources contradict each other about.
type question struct {
	id, ask string
	says    string // what the curated document says until it is settled
}

// questions are asked in this order.
var questions = []question{
	{"wrong key", "What does version 2 answer to a wrong key?", "401 `{error: string}` (inferred)"},
	{"wrong key v1", "What does version 1 answer to a wrong key?", "401 `{error: {message, type}}` (observed)"},
	{"bearer", "Is the secret key the Bearer token?", "most likely"},
	{"unknown id", "What does version 2 answer to an unknown id?", "404 `{error: string}` (observed)"},
	{"unknown member", "What does it answer to a member that it does not know?", "422 `{detail: [{loc, msg, type}]}`"},
	{"reference", "What does it answer when a request names an object that does not exist?", "404 (inferred)"},
	{"slash", "What does a collection answer without its slash?", "nothing: FastAPI would redirect with 307"},
	{"ping", "What is the form of a ping?", "`{account, company, mode}`, all strings (observed)"},

	{"timestamps", "What is the form of timestamps?", "unix seconds (observed), RFC 3339 allowed"},
	{"nulls", "Do members without a value come as null?", "yes (observed)"},
	{"live_mode", "Which answers of version 2 have `live_mode`?", "some (observed)"},
	{"origin", "Which numbers does `origin` have?", "1 to 8, meanings not published"},
	{"range.end", "Is the `end` of a range the index behind the last object, or that of the last?", "behind (version 2)"},
	{"range.count", "Has a range a `count`?", "yes"},
	{"order", "Are lists newest first?", "yes (version 2)"},
	{"due", "Does the list of intents take `field=due`?", "yes"},
	{"null patch", "What does an explicit null in a PATCH do?", "nothing"},
	{"id in patch", "May a PATCH repeat the id of the object in its body?", "no (official clients do it)"},

	{"external_id customer", "A second customer with the same `external_id`?", "409 (inferred)"},
	{"external_id card", "A second card with the same `external_id`?", "409 (inferred)"},
	{"same customer", "A second customer with the same name and email?", "accepted (observed)"},
	{"same card", "A second card with the same number?", "accepted (observed)"},
	{"unique_id payment", "A second payment with the same `unique_id`?", "409 (observed), `{error: string}` (inferred)"},
	{"unique_id intent", "A second intent with the same `unique_id`?", "409 (inferred)"},

	{"deleted address", "Can a deleted address be read?", "yes, with `deleted` true (observed)"},
	{"deleted customer", "Can a deleted customer be read?", "no, 404 (observed)"},
	{"deleted card", "Can a deleted card be read?", "nothing"},
	{"deleted sepa", "Can a deleted SEPA account be read?", "nothing"},
	{"deleted mandate", "Can a deleted mandate be read?", "nothing"},
	{"deleted webhook", "Can a deleted webhook endpoint be read?", "nothing"},

	{"small intent", "Is an intent of 1 cent accepted?", "yes, the schema starts at 0; official clients at 50"},
	{"canceled twice", "What does it answer when an intent is canceled twice?", "422 (observed)"},
	{"open capture", "What does it answer when an open intent is captured?", "422"},
	{"auth false", "What does it answer to a payment with `auth` false?", "422 (observed)"},
	{"partial refund", "A partial refund of a payment that is not captured?", "409 (inferred)"},
	{"full refund", "A full refund of a payment that is not captured?", "the payment is canceled (observed)"},
	{"no mandate", "A payment by a SEPA account without a mandate?", "refused"},
	{"dispute", "What are `type`, `status` and `response` of a dispute?", "not published"},

	{"bic", "May any account ask for `?bic=true`?", "reserved for some"},
	{"pdf", "What is the content type of the PDF of a mandate?", "application/pdf (inferred)"},
	{"secret", "Is the secret of a webhook endpoint repeated when it is read?", "yes"},
	{"v1 payouts", "What do the payouts of version 1 answer to a test key?", "501 `{error: {message, type}}` (form inferred)"},
	{"v2 payouts", "What do the payouts of version 2 answer to a test key?", "200"},
	{"create payout", "May any account create a payout?", "yes"},
	{"rate limit", "Do answers have headers about a rate limit?", "nothing"},
}

// unanswerable is what no tour can see.
var unanswerable = []string{
	"the types of webhook events, and how often a delivery is tried again",
	"after how long a SEPA check is gone (410)",
	"the rate limit and its answer (429)",
	"products, prices and subscriptions, for which nothing is published",
	"the meanings of `origin`, and what the test IBANs trigger",
	"successes of version 1, which exist in live mode only",
}

// seen answers a question. More than one thing may be seen.
func (t *tour) seen(id, what string) {
	t.report.seen[id] = append(t.report.seen[id], what)
}
