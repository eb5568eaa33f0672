package api

var Redacted, FormatLogged = redacted, formatLogged
