// Package influxdb pins the server that the provider influxdb is tried with: the last one without parts in Rust that answers Flux.
//go:build tools

package influxdb

import _ "github.com/influxdata/influxdb/cmd/influxd"
