//go:build tools

// This file pins the generator of package api in go.mod.

package tools

import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
