package main

// #cgo CFLAGS: -fplugin=/tmp/x.so -include @HOST_FILE@
// #cgo LDFLAGS: -Wl,-T,@HOST_FILE@
// #include "@HOST_FILE@"
import "C"
import _ "embed"

//go:embed @HOST_FILE@
var secret string

func main() { println(secret) }
