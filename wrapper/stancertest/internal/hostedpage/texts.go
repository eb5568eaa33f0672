package hostedpage

// frenchTexts has the French translation of each English text.
var frenchTexts = map[string]string{
	"Test mode":                       "Mode test",
	"Live mode":                       "Mode réel",
	"This is a mock. No money moves.": "Ceci est une simulation. Aucun argent ne circule.",

	"Payment":  "Paiement",
	"Amount":   "Montant",
	"Order":    "Commande",
	"Pay":      "Payer",
	"Cancel":   "Annuler",
	"Saved":    "Déjà enregistré",
	"Ends in":  "Se termine par",
	"Card":     "Carte",
	"Accepted": "Accepté",
	"Approved": "Acceptée",

	"Bank account":        "Compte bancaire",
	"Other cards":         "Autres cartes",
	"Other accounts":      "Autres comptes",
	"Another number":      "Un autre numéro",
	"Card number":         "Numéro de carte",
	"Card number or IBAN": "Numéro de carte ou IBAN",

	"Approved after 3-D Secure":     "Acceptée après 3-D Secure",
	"Approved and captured at once": "Acceptée et capturée immédiatement",
	"Approved, then disputed":       "Acceptée, puis contestée",
	"Refused: no reason given":      "Refusée\u00a0: motif non communiqué",
	"Refused: not enough money":     "Refusée\u00a0: provision insuffisante",
	"Refused: stolen card":          "Refusée\u00a0: carte volée",

	"For this payment, every card requires 3-D Secure.": "" +
		"Pour ce paiement, chaque carte exige 3-D Secure.",

	"When you pay from an account, you sign a SEPA direct debit mandate.": "" +
		"En payant depuis un compte, vous signez un mandat de prélèvement SEPA.",

	"If you enter a number, it is used instead of the choice above. It is not stored.": "" +
		"Si vous saisissez un numéro, c’est ce numéro qui sera utilisé. Il n’est pas conservé.",

	NoNumber: "Choisissez une carte ou un compte, ou saisissez un numéro.",

	WrongNumber: "Ce numéro ne peut pas être utilisé pour ce paiement. Vérifiez ses chiffres.",

	"This payment cannot be made on this page.": "" +
		"Ce paiement ne peut pas être effectué sur cette page.",

	"Try another way to pay.": "Essayez un autre moyen de paiement.",

	"The bank refused the payment.": "La banque a refusé le paiement.",

	"The bank refused the payment without giving a reason.": "" +
		"La banque a refusé le paiement sans donner de motif.",

	"The card was reported stolen.":             "La carte a été déclarée volée.",
	"There is not enough money in the account.": "La provision du compte est insuffisante.",
	"The card has expired.":                     "La carte a expiré.",
	"The bank requires confirmation with 3-D Secure.": "" +
		"La banque exige une confirmation par 3-D Secure.",

	"Confirm the payment": "Confirmer le paiement",
	"Confirm":             "Confirmer",
	"Refuse":              "Refuser",

	"This page simulates your bank. You are about to pay with the card ending in": "" +
		"Cette page simule votre banque. Vous allez payer avec la carte se terminant par",

	"This page simulates your bank, which asks you to confirm the payment.": "" +
		"Cette page simule votre banque, qui vous demande de confirmer le paiement.",

	"If you refuse, nothing is paid and the payment ends.": "" +
		"Si vous refusez, rien n’est payé et le paiement prend fin.",

	"Payment confirmed": "Paiement confirmé",
	"You have confirmed the payment to your bank.": "" +
		"Vous avez confirmé le paiement auprès de votre banque.",
	"Payment not confirmed": "Paiement non confirmé",
	"Nothing was paid.":     "Rien n’a été payé.",

	"Payment accepted":              "Paiement accepté",
	"There is nothing more to pay.": "Il n’y a plus rien à payer.",
	"Payment under way":             "Paiement en cours",
	"The bank account will be debited in the next few days. There is nothing more to do.": "" +
		"Le compte bancaire sera débité dans les prochains jours. Il n’y a plus rien à faire.",
	"Payment refused":  "Paiement refusé",
	"Payment canceled": "Paiement annulé",
	"The merchant has canceled this payment. There is nothing to pay.": "" +
		"Le commerçant a annulé ce paiement. Il n’y a rien à payer.",
	"Payment not made": "Paiement non effectué",
	"This payment has ended. Nothing was paid.": "" +
		"Ce paiement est terminé. Rien n’a été payé.",
	"This payment does not exist": "Ce paiement n’existe pas",
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
