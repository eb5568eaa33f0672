package stancertest

import (
	"cmp"
	"reflect"

	"github.com/stancer-go/stancer/api"
)

// seedKind is a kind of object that can be seeded.
type seedKind struct {
	key    string
	prefix string
	schema string
	types  []reflect.Type // the first is the type of JSON seeds
	grow   func(*call) (item any, id string, keep func(), err error)
	has    func(d *data, id string) bool
}

// seedKinds are in the order in which objects can reference each other.
var seedKinds = []seedKind{
	seeding("addresses", "addr", "Address", addresses, (*call).seedAddress),
	seeding("customers", "cust", "Customer", customers, (*call).seedCustomer),
	seeding("cards", "card", "Card", cards, (*call).seedCard, TestCard{}, api.Card{}),
	seeding("sepa", "sepa", "Sepa", accounts, (*call).seedSEPA),
	seeding("sepa_checks", "chck", "SepaCheck", checks, (*call).seedCheck, api.SEPACheck{}),
	seeding("mandates", "mndt", "Mandate", mandates, (*call).seedMandate),
	seeding("payment_intents", "pi", "PaymentIntent", intents, (*call).seedPaymentIntent),
	seeding("subscriptions", "sub", "Subscription", subscriptions, (*call).seedSubscription),
	seeding("payouts", "pout", "Payout", payouts, (*call).seedPayout, api.Payout{}),
	seeding("payments", "paym", "Payment", payments, (*call).seedPayment, api.Payment{}),
	seeding("refunds", "refd", "Refund", refunds, (*call).seedRefund),
	seeding("disbursements", "dsbm", "Disbursement", disbursements, (*call).seedDisbursement),
	seeding("disputes", "dspt", "Dispute", disputes, (*call).seedDispute),
	seeding("webhook_endpoints", "we", "WebhookEndpoint", webhooks, (*call).seedWebhook),
}

// seeding returns the kind of the objects of type T. Forms are the types of its seeds; the default
// is T.
func seeding[T any](
	key, prefix, schema string, of func(*data) *collection[T],
	grow func(*call, string) (*T, error), forms ...any,
) seedKind {
	if len(forms) == 0 {
		forms = append(forms, *new(T))
	}
	kind := seedKind{key: key, prefix: prefix, schema: schema}
	for _, form := range forms {
		kind.types = append(kind.types, reflect.TypeOf(form))
	}
	kind.has = func(d *data, id string) bool { return of(d).byID[id] != nil }
	kind.grow = func(c *call) (any, string, func(), error) {
		id := cmp.Or(c.givenID(), newID(prefix))
		item, err := grow(c, id)
		return item, id, func() { of(c.data).add(id, item) }, err
	}
	return kind
}

func (c *call) seedAddress(id string) (*api.Address, error) {
	it := c.newAddress()
	it.ID, it.ZipCode, it.City, it.Country = id, "75002", "Paris", "FR"
	c.into(it)
	return it, nil
}

func (c *call) seedCustomer(id string) (*api.Customer, error) {
	it, err := c.newCustomer(api.CustomerCreate{})
	if err != nil {
		return nil, err
	}
	it.ID = id
	c.into(it)
	return it, c.checkAddresses(it.BillingAddress, it.ShippingAddress)
}

func (c *call) seedCard(id string) (*card, error) {
	number := cmp.Or(decode[TestCard](c).Number, CardApproved)
	it, err := c.newCard(api.CardCreate{
		Number:   api.CardNumber(number),
		ExpMonth: 12,
		ExpYear:  int64(c.today().Year + 1),
	}, "card")
	if err != nil {
		return nil, err
	}
	it.ID = id
	c.into(&it.Card)
	return it, c.checkCard(it, nil)
}

func (c *call) seedSEPA(id string) (*api.SEPA, error) {
	it, err := c.newSEPA(api.SEPACreate{IBAN: IBANFrance, Name: "Account holder"})
	if err != nil {
		return nil, err
	}
	it.ID = id
	c.into(it)
	return it, c.customers.check(it.Customer)
}

func (c *call) seedCheck(id string) (*check, error) {
	succeeded := api.SEPACheckGenerate{Status: api.SEPACheckStatusSucceeded}
	it := c.newCheck(api.SEPACheckCreate{}, succeeded)
	it.ID = id
	c.into(&it.SEPACheck)
	it.until = it.Created.Time().Add(checkLife)
	return it, nil
}

func (c *call) seedMandate(id string) (*api.Mandate, error) {
	account, err := c.sepa.get(decode[api.Mandate](c).SEPA)
	if err != nil {
		return nil, err
	}
	it := c.newMandate(id, account)
	c.into(it)
	c.giveRUM(it)
	return it, c.customers.check(it.Customer)
}

func (c *call) seedSubscription(id string) (*api.Subscription, error) {
	it := &api.Subscription{
		ID:      id,
		Items:   api.SubscriptionItems{newID("price"): 1},
		Status:  api.SubscriptionStatusActive,
		StartAt: c.today(),
	}
	c.into(it)
	return it, firstOf(
		c.customers.require(it.Customer),
		c.cards.check(it.Card),
		c.sepa.check(it.SEPA),
		c.intents.check(it.PaymentIntent),
	)
}

func (c *call) seedWebhook(id string) (*api.WebhookEndpoint, error) {
	it := newWebhook()
	it.ID = id
	c.into(it)
	return it, nil
}

// firstOf returns the first error that is not nil.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
