package stancertest

import (
	"slices"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/wrapper/stancertest/internal/hostedpage"
)

// ask makes the page a form with the cards and accounts that can pay.
func ask(
	page *hostedpage.Page, complaint string, methods []api.PaymentMethod, currency api.Currency,
) *hostedpage.Page {
	var cards, ibans hostedpage.Choices
	if takes(methods, currency, api.PaymentMethodCard) {
		cards = hostedpage.Choices{First: cardChoices[:4], More: cardChoices[4:]}
	}
	if takes(methods, currency, api.PaymentMethodSEPA) {
		ibans = hostedpage.Choices{First: ibanChoices[:2], More: ibanChoices[2:]}
	}
	return page.Ask(complaint, cards, ibans)
}

// takes reports whether a payment page takes the method.
func takes(methods []api.PaymentMethod, currency api.Currency, method api.PaymentMethod) bool {
	return slices.Contains(methods, method) &&
		(method != api.PaymentMethodSEPA || currency == api.CurrencyEUR)
}

var cardChoices = []hostedpage.Choice{
	{Number: CardApproved, Outcome: "Approved"},
	{Number: Card3DSChallenge, Outcome: "Approved after 3-D Secure"},
	{Number: CardInsufficientFunds, Outcome: "Refused: not enough money"},
	{Number: CardDoNotHonor, Outcome: "Refused: no reason given"},
	{Number: CardStolen, Outcome: "Refused: stolen card"},
	{Number: CardCapturedAtOnce, Outcome: "Approved and captured at once"},
	{Number: CardDisputed, Outcome: "Approved, then disputed"},
	{Number: CardVisa, Outcome: "Approved"},
	{Number: CardMastercard, Outcome: "Approved"},
	{Number: CardMastercard2, Outcome: "Approved"},
	{Number: CardMastercard3, Outcome: "Approved"},
	{Number: CardToUpdate, Outcome: "Approved"},
	{Number: CardDisputed2, Outcome: "Approved, then disputed"},
	{Number: CardDisputed3, Outcome: "Approved, then disputed"},
	{Number: CardAustria, Outcome: "Approved", Country: "AT"},
	{Number: CardBelgium, Outcome: "Approved", Country: "BE"},
	{Number: CardBrazil, Outcome: "Approved", Country: "BR"},
	{Number: CardCanada, Outcome: "Approved", Country: "CA"},
	{Number: CardDenmark, Outcome: "Approved", Country: "DK"},
	{Number: CardFinland, Outcome: "Approved", Country: "FI"},
	{Number: CardFrance, Outcome: "Approved", Country: "FR"},
	{Number: CardGermany, Outcome: "Approved", Country: "DE"},
	{Number: CardIreland, Outcome: "Approved", Country: "IE"},
	{Number: CardItaly, Outcome: "Approved", Country: "IT"},
	{Number: CardMexico, Outcome: "Approved", Country: "MX"},
	{Number: CardNetherlands, Outcome: "Approved", Country: "NL"},
	{Number: CardNorway, Outcome: "Approved", Country: "NO"},
	{Number: CardPortugal, Outcome: "Approved", Country: "PT"},
	{Number: CardRussia, Outcome: "Approved", Country: "RU"},
	{Number: CardSpain, Outcome: "Approved", Country: "ES"},
	{Number: CardSweden, Outcome: "Approved", Country: "SE"},
	{Number: CardSwitzerland, Outcome: "Approved", Country: "CH"},
	{Number: CardUnitedKingdom, Outcome: "Approved", Country: "GB"},
}

var ibanChoices = []hostedpage.Choice{
	{Number: IBANFrance, Outcome: "Accepted", Country: "FR"},
	{Number: IBANGermany, Outcome: "Accepted", Country: "DE"},
	{Number: IBANAustria, Outcome: "Accepted", Country: "AT"},
	{Number: IBANBelgium, Outcome: "Accepted", Country: "BE"},
	{Number: IBANEstonia, Outcome: "Accepted", Country: "EE"},
	{Number: IBANFinland, Outcome: "Accepted", Country: "FI"},
	{Number: IBANIreland, Outcome: "Accepted", Country: "IE"},
	{Number: IBANItaly, Outcome: "Accepted", Country: "IT"},
	{Number: IBANLithuania, Outcome: "Accepted", Country: "LT"},
	{Number: IBANLuxembourg, Outcome: "Accepted", Country: "LU"},
	{Number: IBANNetherlands, Outcome: "Accepted", Country: "NL"},
	{Number: IBANNorway, Outcome: "Accepted", Country: "NO"},
	{Number: IBANPortugal, Outcome: "Accepted", Country: "PT"},
	{Number: IBANSpain, Outcome: "Accepted", Country: "ES"},
	{Number: IBANSweden, Outcome: "Accepted", Country: "SE"},
	{Number: IBANSwitzerland, Outcome: "Accepted", Country: "CH"},
	{Number: IBANUnitedKingdom, Outcome: "Accepted", Country: "GB"},
}
