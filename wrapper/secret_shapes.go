package stancer

import "strings"

// secretShapes are what secrets look like in a text: keys, plain and as Basic authentication encodes them, members that hold a secret, the
// hexadecimal of webhook secrets, card numbers, IBANs, and a CVC behind its name. Each tells where a secret that begins at i ends, or
// returns i when none does. They are written by hand because package regexp alone would make a program 0.25 MB larger.
var secretShapes = []func(text string, i int) (end int){keyAt, encodedKeyAt, memberAt, hexAt, cardAt, ibanAt, cvcAt}

// redact takes out of a text what looks like a secret.
func redact(text string) string {
	var out strings.Builder
	rest := 0
	for i := 0; i < len(text); i++ {
		for _, shape := range secretShapes {
			if end := shape(text, i); end > i {
				out.WriteString(text[rest:i])
				out.WriteString(redacted)
				rest, i = end, end-1
				break
			}
		}
	}
	return out.String() + text[rest:]
}

// keyAt finds stest_… and its like, wherever it stands.
func keyAt(text string, i int) int {
	for _, prefix := range []string{"stest_", "sprod_", "ptest_", "pprod_"} {
		c := cursor{text, i}
		if c.word(prefix) && c.run(wordByte) > 0 {
			return c.at
		}
	}
	return i
}

// encodedKeyAt finds a secret key in base64.
func encodedKeyAt(text string, i int) int {
	c := cursor{text, i}
	if !c.word("c3Rlc3Rf") && !c.word("c3Byb2Rf") {
		return i
	}
	c.run(func(b byte) bool { return wordByte(b) || strings.IndexByte("+/=-", b) >= 0 })
	return c.at
}

// memberAt finds "cvc": "123" and its like: in the quotes of JSON, in escaped ones, in single ones, and cut off.
func memberAt(text string, i int) int {
	c := cursor{text, i}
	c.one(`\`)
	c.one(`"'`)
	if !boundary(text, c.at) || !c.word("number") && !c.word("cvc") && !c.word("iban") && !c.word("secret") {
		return i
	}
	c.one(`\`)
	if !c.one(`"'`) {
		return i
	}
	c.run(space)
	if !c.one(":=") {
		return i
	}
	c.run(space)
	c.one(`\`)
	switch {
	case c.one(`"`):
		c.quoted()
	case c.one("'"):
		c.run(func(b byte) bool { return b != '\'' })
		c.one("'")
	case c.run(digit) == 0:
		return i
	}
	return c.at
}

// hexAt finds 32 hexadecimal digits or more.
func hexAt(text string, i int) int {
	c := cursor{text, i}
	if boundary(text, i) && c.run(func(b byte) bool { return digit(b) || 'a' <= b|0x20 && b|0x20 <= 'f' }) >= 32 && boundary(text, c.at) {
		return c.at
	}
	return i
}

// cardAt finds 13 to 19 digits, between which a space or a hyphen may stand.
func cardAt(text string, i int) int {
	return grouped(text, i, 13, 19, " -", digit)
}

// ibanAt finds two capitals, two digits, and 8 to 30 capitals or digits, between which a space may stand; or the same in any case without
// spaces, if it is longer.
func ibanAt(text string, i int) int {
	c := cursor{text, i}
	if !boundary(text, i) || c.run(letter) != 2 || c.run(digit) < 2 {
		return i
	}
	if end := grouped(text, i, 15, 34, "", wordByte); end > i {
		return end
	}
	return grouped(text, i, 12, 34, " ", func(b byte) bool { return digit(b) || 'A' <= b && b <= 'Z' })
}

// cvcAt finds three or four digits that follow the word.
func cvcAt(text string, i int) int {
	c := cursor{text, i}
	if !boundary(text, i) || !c.one("cC") || !c.one("vV") || !c.one("cCvV") {
		return i
	}
	c.one("2")
	if !boundary(text, c.at) || c.run(func(b byte) bool { return !digit(b) }) > 20 {
		return i
	}
	if n := c.run(digit); n < 3 || n > 4 || !boundary(text, c.at) {
		return i
	}
	return c.at
}

// grouped finds least to most bytes of a kind, with one separator at most between two of them, as a word of its own: the longest.
func grouped(text string, i, least, most int, separators string, kind func(byte) bool) int {
	c, end := cursor{text, i}, i
	if !boundary(text, i) {
		return i
	}
	for n := 1; n <= most; n++ {
		before := c.at
		if n > 1 {
			c.one(separators)
		}
		if c.at == len(text) || !kind(text[c.at]) {
			c.at = before
			break
		}
		c.at++
		if n >= least && boundary(text, c.at) {
			end = c.at
		}
	}
	return end
}

// cursor goes over a text.
type cursor struct {
	text string
	at   int
}

// one goes over a byte that is in the set.
func (c *cursor) one(set string) bool {
	found := c.at < len(c.text) && strings.IndexByte(set, c.text[c.at]) >= 0
	if found {
		c.at++
	}
	return found
}

// word goes over the word.
func (c *cursor) word(word string) bool {
	found := strings.HasPrefix(c.text[c.at:], word)
	if found {
		c.at += len(word)
	}
	return found
}

// run goes over all bytes of a kind, and counts them.
func (c *cursor) run(kind func(byte) bool) (n int) {
	for c.at < len(c.text) && kind(c.text[c.at]) {
		c.at++
		n++
	}
	return n
}

// quoted goes over the rest of a JSON string.
func (c *cursor) quoted() {
	for c.at < len(c.text) {
		switch c.text[c.at] {
		case '"':
			c.at++
			return
		case '\\':
			c.at++
		}
		c.at = min(c.at+1, len(c.text))
	}
}

// boundary tells whether a word begins or ends at i.
func boundary(text string, i int) bool {
	before, after := i > 0 && wordByte(text[i-1]), i < len(text) && wordByte(text[i])
	return before != after
}

func digit(b byte) bool    { return '0' <= b && b <= '9' }
func letter(b byte) bool   { return 'a' <= b|0x20 && b|0x20 <= 'z' }
func wordByte(b byte) bool { return b == '_' || digit(b) || letter(b) }
func space(b byte) bool    { return strings.IndexByte(" \t\r\n", b) >= 0 }
