package stancertest

import (
	"slices"
	"strings"
)

// choice is a card or an account to pay with.
type choice struct {
	number  string
	does    string // in English
	country string // its code, or empty
}

// shownChoice is a choice in the language of the page.
type shownChoice struct {
	Number  string
	Label   string // the number in groups of four
	Does    string
	Checked bool
}

func (l locale) choices(from []choice) []shownChoice {
	var shown []shownChoice
	for _, one := range from {
		does := l.T(one.does)
		if one.country != "" {
			does += ", " + l.country(one.country)
		}
		shown = append(shown, shownChoice{
			Number: one.number, Label: spaced(one.number), Does: does,
		})
	}
	return shown
}

func spaced(number string) string {
	var groups []string
	for group := range slices.Chunk([]byte(number), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

// The page shows the first four and hides the others until they are asked for.
var cardChoices = []choice{
	{CardApproved, "Approved", ""},
	{Card3DSChallenge, "Approved after 3-D Secure", ""},
	{CardInsufficientFunds, "Refused: not enough money", ""},
	{CardDoNotHonor, "Refused: no reason given", ""},
	{CardStolen, "Refused: stolen card", ""},
	{CardCapturedAtOnce, "Approved and captured at once", ""},
	{CardDisputed, "Approved, then disputed", ""},
	{CardVisa, "Approved", ""},
	{CardMastercard, "Approved", ""},
	{CardMastercard2, "Approved", ""},
	{CardMastercard3, "Approved", ""},
	{CardToUpdate, "Approved", ""},
	{CardDisputed2, "Approved, then disputed", ""},
	{CardDisputed3, "Approved, then disputed", ""},
	{CardAustria, "Approved", "AT"},
	{CardBelgium, "Approved", "BE"},
	{CardBrazil, "Approved", "BR"},
	{CardCanada, "Approved", "CA"},
	{CardDenmark, "Approved", "DK"},
	{CardFinland, "Approved", "FI"},
	{CardFrance, "Approved", "FR"},
	{CardGermany, "Approved", "DE"},
	{CardIreland, "Approved", "IE"},
	{CardItaly, "Approved", "IT"},
	{CardMexico, "Approved", "MX"},
	{CardNetherlands, "Approved", "NL"},
	{CardNorway, "Approved", "NO"},
	{CardPortugal, "Approved", "PT"},
	{CardRussia, "Approved", "RU"},
	{CardSpain, "Approved", "ES"},
	{CardSweden, "Approved", "SE"},
	{CardSwitzerland, "Approved", "CH"},
	{CardUnitedKingdom, "Approved", "GB"},
}

// The page shows the first two and hides the others until they are asked for.
var ibanChoices = []choice{
	{IBANFrance, "Accepted", "FR"},
	{IBANGermany, "Accepted", "DE"},
	{IBANAustria, "Accepted", "AT"},
	{IBANBelgium, "Accepted", "BE"},
	{IBANEstonia, "Accepted", "EE"},
	{IBANFinland, "Accepted", "FI"},
	{IBANIreland, "Accepted", "IE"},
	{IBANItaly, "Accepted", "IT"},
	{IBANLithuania, "Accepted", "LT"},
	{IBANLuxembourg, "Accepted", "LU"},
	{IBANNetherlands, "Accepted", "NL"},
	{IBANNorway, "Accepted", "NO"},
	{IBANPortugal, "Accepted", "PT"},
	{IBANSpain, "Accepted", "ES"},
	{IBANSweden, "Accepted", "SE"},
	{IBANSwitzerland, "Accepted", "CH"},
	{IBANUnitedKingdom, "Accepted", "GB"},
}
