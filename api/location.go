package api

// LocationPart is a step on the way to what is wrong in a request: the name of a member, or an
// index in decimal.
type LocationPart string

// UnmarshalJSON reads a string, or a number as the text it is written with.
func (p *LocationPart) UnmarshalJSON(data []byte) error {
	text, err := stringOrNumber(data, "a location")
	if err == nil {
		*p = LocationPart(text)
	}
	return err
}
