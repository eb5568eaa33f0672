// Package tools is the root of the Stancer client for Go. It exports nothing. Services import
// package stancer, in the folder wrapper:
//
//	import stancer "github.com/stancer-go/stancer/wrapper"
//
// Read its documentation with "go doc github.com/stancer-go/stancer/wrapper". The fake Stancer for
// tests is github.com/stancer-go/stancer/wrapper/stancertest, and the raw client is
// github.com/stancer-go/stancer/api.
package tools
