package stancertest

// handler does the work of an operation. The request is valid, and no other handler runs at the
// same time. The result is encoded as the document defines.
type handler func(*call) (any, error)

// handlers has one entry for each operation of the document.
var handlers = map[string]handler{
	"listCustomers":              (*call).listCustomers,
	"createCustomer":             (*call).createCustomer,
	"getCustomer":                (*call).getCustomer,
	"updateCustomer":             (*call).updateCustomer,
	"deleteCustomer":             (*call).deleteCustomer,
	"listCustomerPaymentIntents": (*call).listCustomerPaymentIntents,
	"listCustomerSubscriptions":  (*call).listCustomerSubscriptions,

	"listAddresses": (*call).listAddresses,
	"createAddress": (*call).createAddress,
	"getAddress":    (*call).getAddress,
	"deleteAddress": (*call).deleteAddress,

	"listCards":  (*call).listCards,
	"createCard": (*call).createCard,
	"getCard":    (*call).getCard,
	"updateCard": (*call).updateCard,
	"deleteCard": (*call).deleteCard,

	"listSepa":       (*call).listSEPA,
	"createSepa":     (*call).createSEPA,
	"getSepa":        (*call).getSEPA,
	"updateSepa":     (*call).updateSEPA,
	"deleteSepa":     (*call).deleteSEPA,
	"createIbanOnly": (*call).createSEPA,
	"getIbanOnly":    (*call).getSEPA,

	"createSepaCheck":       (*call).createSEPACheck,
	"getSepaCheck":          (*call).getSEPACheck,
	"generateSepaCheckIban": (*call).generateSEPACheckIBAN,

	"listMandates":  (*call).listMandates,
	"createMandate": (*call).createMandate,
	"getMandate":    (*call).getMandate,
	"updateMandate": (*call).updateMandate,
	"deleteMandate": (*call).deleteMandate,
	"getMandatePdf": (*call).getMandatePDF,

	"listPaymentIntents":        (*call).listPaymentIntents,
	"createPaymentIntent":       (*call).createPaymentIntent,
	"getPaymentIntent":          (*call).getPaymentIntent,
	"updatePaymentIntent":       (*call).updatePaymentIntent,
	"deletePaymentIntent":       (*call).deletePaymentIntent,
	"capturePaymentIntent":      (*call).capturePaymentIntent,
	"refundPaymentIntent":       (*call).refundPaymentIntent,
	"listPaymentIntentPayments": (*call).listPaymentIntentPayments,
	"listPaymentIntentRefunds":  (*call).listPaymentIntentRefunds,
	"listPaymentIntentDisputes": (*call).listPaymentIntentDisputes,

	"listPayments":        (*call).listPayments,
	"createPayment":       (*call).createPayment,
	"getPayment":          (*call).getPayment,
	"updatePayment":       (*call).updatePayment,
	"capturePayment":      (*call).capturePayment,
	"refundPayment":       (*call).refundPayment,
	"listPaymentRefunds":  (*call).listPaymentRefunds,
	"listPaymentDisputes": (*call).listPaymentDisputes,

	"listCheckoutPayments":        (*call).listPayments,
	"createCheckoutPayment":       (*call).createPayment,
	"getCheckoutPayment":          (*call).getPayment,
	"updateCheckoutPayment":       (*call).updatePayment,
	"captureCheckoutPayment":      (*call).capturePayment,
	"refundCheckoutPayment":       (*call).refundPayment,
	"listCheckoutPaymentRefunds":  (*call).listPaymentRefunds,
	"listCheckoutPaymentDisputes": (*call).listPaymentDisputes,

	"listRefunds":  (*call).listRefunds,
	"createRefund": (*call).createRefund,
	"getRefund":    (*call).getRefund,

	"listDisbursements":  (*call).listDisbursements,
	"createDisbursement": (*call).createDisbursement,
	"getDisbursement":    (*call).getDisbursement,

	"listDisputes": (*call).listDisputes,
	"getDispute":   (*call).getDispute,

	"listPayouts":        (*call).listPayouts,
	"createPayout":       (*call).createPayout,
	"getPayout":          (*call).getPayout,
	"listPayoutPayments": (*call).listPayoutPayments,
	"listPayoutRefunds":  (*call).listPayoutRefunds,
	"listPayoutDisputes": (*call).listPayoutDisputes,

	"listPayoutsV1":     (*call).listPayoutsV1,
	"getPayoutV1":       (*call).getPayoutV1,
	"listPayoutPartsV1": (*call).listPayoutPartsV1,

	"listWebhooks":  (*call).listWebhooks,
	"createWebhook": (*call).createWebhook,
	"getWebhook":    (*call).getWebhook,
	"updateWebhook": (*call).updateWebhook,
	"deleteWebhook": (*call).deleteWebhook,

	"ping": (*call).ping,
}
