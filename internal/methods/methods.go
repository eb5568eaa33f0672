// Package methods reads the tables of OPERATIONS.md: the Go methods of each operation.
package methods

import "regexp"

// Row is a row of a table.
type Row struct {
	// Names are the methods of the client, Payments.List for example.
	Names []string
	// Calls is the route that a deprecated method calls, GET /v2/payments/ for example, or "".
	Calls string
}

var (
	row  = regexp.MustCompile("(?m)^\\| `([A-Z]+ /\\S+)` \\| ([^|]*) \\|(?: `([A-Z]+ /\\S+)` \\|)?$")
	name = regexp.MustCompile("`([\\w.]+)`")
)

// Read returns the rows by the route of the operation, GET /v2/payments/ for example.
func Read(markdown []byte) map[string]Row {
	rows := map[string]Row{}
	for _, cells := range row.FindAllStringSubmatch(string(markdown), -1) {
		found := Row{Calls: cells[3]}
		for _, match := range name.FindAllStringSubmatch(cells[2], -1) {
			found.Names = append(found.Names, match[1])
		}
		rows[cells[1]] = found
	}
	return rows
}
