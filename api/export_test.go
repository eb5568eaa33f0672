package api

var Redacted, Show = redacted, show
