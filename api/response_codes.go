package api

// ResponseCode is the answer of a bank, or of Stancer, to a payment: "00" is approved. A SEPA
// payment can have a code of ISO 20022 instead, such as "MS03".
type ResponseCode string

// Text returns the meaning of the code, in English, or "" for an unknown code.
//
// The meanings are those that Stancer published for version 1; that they apply to version 2 is
// inferred. The texts are for logs and for merchants: do not show a customer
// that a card is reported stolen.
func (c ResponseCode) Text() string { return responseTexts[c] }

var responseTexts = map[ResponseCode]string{
	"00": "approved",
	"01": "the cardholder must call the issuer",
	"02": "the cardholder must call the issuer",
	"03": "invalid merchant",
	"04": "pick up the card",
	"05": "do not honor",
	"06": "general error",
	"07": "pick up the card",
	"08": "honor after identification",
	"09": "request in progress",
	"10": "approved for a part of the amount",
	"11": "approved (VIP)",
	"12": "invalid transaction",
	"13": "invalid amount",
	"14": "unknown account",
	"15": "unknown issuer",
	"16": "insufficient funds",
	"17": "canceled by the customer",
	"19": "try again",
	"20": "processing error",
	"21": "processing error",
	"22": "processing error",
	"25": "processing error",
	"28": "processing error",
	"30": "processing error",
	"41": "lost card",
	"43": "stolen card",
	"51": "insufficient funds",
	"52": "no such account",
	"53": "no such account",
	"54": "expired card",
	"55": "wrong PIN",
	"57": "transaction not permitted",
	"58": "transaction not permitted",
	"59": "suspected fraud",
	"61": "limit exceeded",
	"62": "restricted card",
	"63": "security violation",
	"65": "limit exceeded",
	"68": "response received too late",
	"75": "too many wrong PINs",
	"76": "message does not match the first one",
	"77": "message does not match the first one",
	"78": "blocked card",
	"80": "cryptographic or issuer error",
	"81": "cryptographic or issuer error",
	"82": "cryptographic or issuer error",
	"83": "cryptographic or issuer error",
	"85": "no reason to decline",
	"91": "issuer not available",
	"92": "no route to the issuer",
	"93": "transaction is illegal",
	"94": "duplicate transaction",
	"95": "reconciliation error",
	"96": "system error",
	"A0": "chip and PIN required",
	"A1": "3-D Secure required",
	"N7": "wrong CVC",
	"Q1": "card authentication failed",
	"R0": "stop payment order",
	"R1": "authorization revoked",
	"R3": "authorization revoked",
	"XA": "forwarded to the issuer",
	"XD": "forwarded to the issuer",
	"Z1": "declined offline",
	"Z3": "declined offline",

	// Codes of Stancer.
	"7810": "too many refusals of this card or account",
	"7811": "volume exceeded",
	"7840": "lost or stolen card",
	"7898": "the bank's server is not available",
}
