package api

var Logged, Printed = logged, printed
