// Package openapi holds the curated OpenAPI document of the Stancer API, stancer.yaml. Only this
// package reads the document: [Read] returns it as a [Spec], which finds the operation of a request
// and checks values against the schemas.
//
// It is for tests, tools and fakes. Neither package api nor package stancer imports it, so a
// service does not link it.
package openapi

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed stancer.yaml
var document []byte

// Document returns the text of the document, YAML with its comments.
func Document() []byte { return bytes.Clone(document) }

// Load returns the document with its references resolved. Each call returns a new copy, which the
// caller may change. Load does not validate the document; the tests of this package do.
func Load() (*openapi3.T, error) {
	return openapi3.NewLoader().LoadFromData(document)
}

// Read returns the [Spec] of the document. It loads the document once per process. The Spec must
// not be changed.
var Read = sync.OnceValues(func() (*Spec, error) {
	doc, err := Load()
	if err != nil {
		return nil, err
	}
	return New(doc), nil
})
