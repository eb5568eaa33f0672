package stancertest

import (
	"strings"

	"github.com/stancer-go/stancer/api"
)

// Test cards. They accept any future expiry and any CVC. Any other number that passes the Luhn
// check behaves like CardApproved; a number that fails it is a 422 (a guess).
const (
	// CardApproved is approved. So are CardVisa, CardMastercard and the next two.
	CardApproved    = "4242424242424242"
	CardVisa        = "4444333322221111"
	CardMastercard  = "5555555555554444"
	CardMastercard2 = "5200828282828210"
	CardMastercard3 = "5105105105105100"

	// CardCapturedAtOnce is approved. Its payment is captured at once instead of at the end of the
	// day.
	CardCapturedAtOnce = "4000000000000077"

	// CardDisputed is approved and captured at once, and its payment is disputed. So are the next
	// two.
	CardDisputed  = "4000000000000259"
	CardDisputed2 = "4000000000001976"
	CardDisputed3 = "4000000000005423"

	// CardToUpdate is approved. Stancer provides it for tests of card updates.
	CardToUpdate = "4000000000003055"

	// CardDoNotHonor is refused with the response 05.
	CardDoNotHonor = "4000000000000002"
	// CardInsufficientFunds is refused with the response 51.
	CardInsufficientFunds = "4000000000009995"
	// CardStolen is refused with the response 43.
	CardStolen = "4000000000009979"

	// Card3DSChallenge requires 3-D Secure: it is approved with it, and refused with the response
	// A1 without it (the response is a guess).
	Card3DSChallenge = "4000000000003220"
)

// Approved cards by country of issue. CardFrance is on the national network.
const (
	CardAustria       = "4000000400000008"
	CardBelgium       = "4000000560000004"
	CardBrazil        = "4000000760000002"
	CardCanada        = "4000001240000000"
	CardDenmark       = "4000002080000001"
	CardFinland       = "4000002460000001"
	CardFrance        = "4000002500000003"
	CardGermany       = "4000002760000016"
	CardIreland       = "4000003720000005"
	CardItaly         = "4000003800000008"
	CardMexico        = "4000004840000008"
	CardNetherlands   = "4000005280000002"
	CardNorway        = "4000005780000007"
	CardPortugal      = "4000006200000007"
	CardRussia        = "4000006430000009"
	CardSpain         = "4000007240000007"
	CardSweden        = "4000007520000008"
	CardSwitzerland   = "4000007560000009"
	CardUnitedKingdom = "4000008260000000"
)

// behavior is the behavior of a test card.
type behavior struct {
	refusal        api.ResponseCode // the response code if the bank refuses
	capturedAtOnce bool
	disputed       bool
	challenge      bool // requires 3-D Secure
}

var behaviors = map[string]behavior{
	CardCapturedAtOnce:    {capturedAtOnce: true},
	CardDisputed:          {disputed: true},
	CardDisputed2:         {disputed: true},
	CardDisputed3:         {disputed: true},
	CardDoNotHonor:        {refusal: "05"},
	CardInsufficientFunds: {refusal: "51"},
	CardStolen:            {refusal: "43"},
	Card3DSChallenge:      {challenge: true},
}

var countries = map[string]string{
	CardAustria:       "AT",
	CardBelgium:       "BE",
	CardBrazil:        "BR",
	CardCanada:        "CA",
	CardDenmark:       "DK",
	CardFinland:       "FI",
	CardFrance:        "FR",
	CardGermany:       "DE",
	CardIreland:       "IE",
	CardItaly:         "IT",
	CardMexico:        "MX",
	CardNetherlands:   "NL",
	CardNorway:        "NO",
	CardPortugal:      "PT",
	CardRussia:        "RU",
	CardSpain:         "ES",
	CardSweden:        "SE",
	CardSwitzerland:   "CH",
	CardUnitedKingdom: "GB",
}

// identity is the information that a card number holds, without the number. The last digits are a
// copy, because a substring would keep the number in memory.
type identity struct {
	behavior behavior
	brand    string
	network  api.CardNetwork
	country  string
	last4    string
}

func identify(number string, loc []any) (identity, error) {
	if strings.Trim(number, "0123456789") != "" {
		return identity{}, invalid("card number is not all digits",
			"value_error.payment_card_number.digits", loc...)
	}
	if len(number) < 13 || len(number) > 19 || !luhn(number) {
		return identity{}, invalid("card number is not luhn valid",
			"value_error.payment_card_number.luhn_check", loc...)
	}
	known := identity{
		behavior: behaviors[number],
		brand:    brand(number),
		network:  api.CardNetworkUnknown,
		last4:    strings.Clone(number[len(number)-4:]),
	}
	switch {
	case number == CardFrance:
		known.network = api.CardNetworkNational
	case known.brand == "visa" || known.brand == "mastercard":
		known.network = api.CardNetwork(known.brand)
	}
	if country, ok := countries[number]; ok {
		known.country = country
	}
	return known, nil
}

// brands maps the first digits of a number to the brand. Longer prefixes come first.
var brands = []struct{ prefixes, brand string }{
	{"34 37", "amex"},
	{"35", "jcb"},
	{"5019", "dankort"},
	{"6011 644 645 646 647 648 649 65", "discover"},
	{"51 52 53 54 55 22 23 24 25 26 27", "mastercard"},
	{"50 56 57 58 6", "maestro"},
	{"4", "visa"},
}

func brand(number string) string {
	for _, known := range brands {
		for prefix := range strings.FieldsSeq(known.prefixes) {
			if strings.HasPrefix(number, prefix) {
				return known.brand
			}
		}
	}
	return "unknown"
}

// luhn reports whether the last digit of a card number is the check digit.
func luhn(number string) bool {
	sum := 0
	for i := range number {
		digit := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			digit *= 2
		}
		sum += digit/10 + digit%10
	}
	return sum%10 == 0
}
