package stancertest

// Test IBANs of the API. All are accepted and captured; Stancer publishes nothing else about them.
// Any other IBAN with valid check digits behaves the same, except those that fail, see
// [IBANInsufficientFunds]. An IBAN with invalid check digits is a 422 (a guess).
const (
	IBANAustria       = "AT611904300234573201"
	IBANBelgium       = "BE62510007547061"
	IBANSwitzerland   = "CH2089144321842946678"
	IBANGermany       = "DE89370400440532013000"
	IBANEstonia       = "EE382200221020145685"
	IBANSpain         = "ES0700120345030000067890"
	IBANFinland       = "FI2112345600000785"
	IBANFrance        = "FR1420041010050500013M02606"
	IBANUnitedKingdom = "GB33BUKB20201555555555"
	IBANIreland       = "IE29AIBK93115212345678"
	IBANLithuania     = "LT121000011101001000"
	IBANLuxembourg    = "LU280019400644750000"
	IBANItaly         = "IT02A0301926102000000490887"
	IBANNetherlands   = "NL39RABO0300065264"
	IBANNorway        = "NO9386011117947"
	IBANPortugal      = "PT50000201231234567890154"
	IBANSweden        = "SE3550000000054910000003"
)
