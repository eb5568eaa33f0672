package main

// french has the French of each text of the pages.
var french = map[string]string{
	"This shop is an example. No money moves.": "" +
		"Cette boutique est un exemple. Aucun argent ne circule.",
	"Requests and webhooks of this shop": "Requêtes et webhooks de cette boutique",

	"Two tickets for tonight": "Deux billets pour ce soir",
	"Seats next to each other, stalls. The play begins at 8 p.m.": "" +
		"Places côte à côte, à l’orchestre. La pièce commence à 20\u00a0h.",
	"Buy":       "Acheter",
	"Buy again": "Acheter à nouveau",
	"Pay":       "Payer",
	"Order":     "Commande",

	"Your order":                         "Votre commande",
	"Your tickets are not paid yet":      "Vos billets ne sont pas encore payés",
	"They are yours once you have paid.": "Ils sont à vous dès que vous aurez payé.",

	"Your payment is under way": "Votre paiement est en cours",
	"Your bank still has to send the money. A direct debit takes a few days. " +
		"Your seats are kept for you until then.": "" +
		"Votre banque doit encore envoyer l’argent. Un prélèvement prend quelques jours. " +
		"Vos places vous sont réservées jusque-là.",
	"Check again": "Vérifier à nouveau",

	"Your tickets are paid":           "Vos billets sont payés",
	"Thank you, and see you tonight!": "Merci, et à ce soir\u00a0!",
	"Return the tickets":              "Rendre les billets",

	"Nothing was paid": "Rien n’a été payé",
	"The payment has ended, and the tickets are for sale again.": "" +
		"Le paiement est terminé et les billets sont remis en vente.",

	"Your money is on its way back": "Votre argent vous est rendu",
	"Your bank will show the refund in a few days.": "" +
		"Le remboursement apparaîtra sur votre compte dans quelques jours.",
	"We are checking your refund": "Nous vérifions votre remboursement",
	"The payment service has not confirmed it yet. You do not have to do anything.": "" +
		"Le service de paiement ne l’a pas encore confirmé. Vous n’avez rien à faire.",

	"Page not found": "Page introuvable",
	"This page or order does not exist. Check the address.": "" +
		"Cette page ou cette commande n’existe pas. Vérifiez l’adresse.",
	"That did not work": "Cela n’a pas fonctionné",
	"The payment service could not do it. Please try again in a few minutes.": "" +
		"Le service de paiement n’a pas pu le faire. Réessayez dans quelques minutes.",
	"Back to the shop": "Retour à la boutique",
}
