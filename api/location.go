package api

// LocationPart is a step in the path of an invalid member of a request: the name of a member, or
// an index in decimal.
type LocationPart string

// UnmarshalJSON reads a string, or a number as its text.
func (p *LocationPart) UnmarshalJSON(data []byte) error {
	text, err := stringOrNumber(data, "a location")
	if err == nil {
		*p = LocationPart(text)
	}
	return err
}
