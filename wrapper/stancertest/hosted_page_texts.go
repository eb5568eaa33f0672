package stancertest

var frenchTexts = map[string]string{
	"Test mode":                       "Mode test",
	"Live mode":                       "Mode réel",
	"This is a mock. No money moves.": "Ceci est une simulation. Aucun argent ne circule.",
	"Order":                           "Commande",
	"Amount":                          "Montant",
	"Payment":                         "Paiement",
	"Pay":                             "Payer",
	"Give up":                         "Abandonner",
	"Card":                            "Carte",
	"Account":                         "Compte bancaire",
	"Already given":                   "Déjà donné",
	"Ends in":                         "Se termine par",
	"More cards":                      "Plus de cartes",
	"More accounts":                   "Plus de comptes",
	"Another number":                  "Un autre numéro",
	"Card number":                     "Numéro de carte",
	"Card number or IBAN":             "Numéro de carte ou IBAN",

	"If you type one, it is what you pay with. It is not stored.": "" +
		"Si vous en saisissez un, c’est lui qui paie. Il n’est pas conservé.",

	"By paying from an account you sign a SEPA direct debit mandate.": "" +
		"En payant depuis un compte, vous signez un mandat de prélèvement SEPA.",

	"This payment cannot be paid on this page.": "Ce paiement ne peut pas être payé sur cette page.",
	"Try again with another card or account.":   "Essayez avec une autre carte ou un autre compte.",

	"Approved":                           "Acceptée",
	"Approved, with 3-D Secure always":   "Acceptée, toujours avec 3-D Secure",
	"Approved, and captured at once":     "Acceptée, capturée aussitôt",
	"Approved, then disputed right away": "Acceptée, puis aussitôt contestée",
	"Refused: do not honor":              "Refusée\u00a0: ne pas honorer",
	"Refused: insufficient funds":        "Refusée\u00a0: provision insuffisante",
	"Refused: stolen card":               "Refusée\u00a0: carte volée",
	"Accepted":                           "Accepté",

	"Choose a card or an account, or type a number.": "" +
		"Choisissez une carte ou un compte, ou saisissez un numéro.",

	"This number cannot be used here. Check its digits, and whether this payment takes it.": "" +
		"Ce numéro ne convient pas ici. Vérifiez ses chiffres, et si ce paiement l’accepte.",

	"The bank refused the payment.": "La banque a refusé le paiement.",

	"The bank refused the payment and gives no reason.": "" +
		"La banque a refusé le paiement sans donner de raison.",

	"The card was reported stolen.":               "La carte a été déclarée volée.",
	"There is not enough money on the account.":   "La provision du compte est insuffisante.",
	"The card has expired.":                       "La carte a expiré.",
	"The bank wants the payment to be confirmed.": "La banque demande que le paiement soit confirmé.",

	"Confirm the payment": "Confirmer le paiement",

	"This plays your bank, which asks whether it is you who pays with the card ending in": "" +
		"Cette page joue votre banque, qui demande si c’est bien vous qui payez avec la carte se terminant par",

	"This plays your bank, which asks whether it is you who pays.": "" +
		"Cette page joue votre banque, qui demande si c’est bien vous qui payez.",

	"Accept":            "Accepter",
	"Refuse":            "Refuser",
	"Payment confirmed": "Paiement confirmé",
	"Your bank has confirmed that it is you.": "Votre banque a confirmé que c’est bien vous.",
	"Payment not confirmed":                   "Paiement non confirmé",
	"Nothing was paid.":                       "Rien n’a été payé.",

	"Payment accepted":              "Paiement accepté",
	"There is nothing more to pay.": "Il n’y a plus rien à payer.",
	"Payment canceled":              "Paiement annulé",

	"The merchant has canceled this payment. Nothing is to be paid.": "" +
		"Le commerçant a annulé ce paiement. Il n’y a rien à payer.",

	"Payment not made": "Paiement non effectué",
	"This payment has ended and nothing was paid.": "Ce paiement est terminé et rien n’a été payé.",
	"There is no such payment":                     "Ce paiement n’existe pas",

	"Check the address, or ask the merchant for a new one.": "" +
		"Vérifiez l’adresse, ou demandez-en une autre au commerçant.",

	"Back to the merchant": "Retour au commerçant",
}

var countryNames = map[string]struct{ en, fr string }{
	"AT": {"Austria", "Autriche"},
	"BE": {"Belgium", "Belgique"},
	"BR": {"Brazil", "Brésil"},
	"CA": {"Canada", "Canada"},
	"CH": {"Switzerland", "Suisse"},
	"DE": {"Germany", "Allemagne"},
	"DK": {"Denmark", "Danemark"},
	"EE": {"Estonia", "Estonie"},
	"ES": {"Spain", "Espagne"},
	"FI": {"Finland", "Finlande"},
	"FR": {"France", "France"},
	"GB": {"United Kingdom", "Royaume-Uni"},
	"IE": {"Ireland", "Irlande"},
	"IT": {"Italy", "Italie"},
	"LT": {"Lithuania", "Lituanie"},
	"LU": {"Luxembourg", "Luxembourg"},
	"MX": {"Mexico", "Mexique"},
	"NL": {"Netherlands", "Pays-Bas"},
	"NO": {"Norway", "Norvège"},
	"PT": {"Portugal", "Portugal"},
	"RU": {"Russia", "Russie"},
	"SE": {"Sweden", "Suède"},
}
