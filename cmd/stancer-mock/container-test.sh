#!/bin/sh
# Starts the container stancer-mock, and calls it from the host and from another container.
set -eu
network=stancer-mock-test
caller=golang:1.26 # the image of the build, which has curl
settle="curl -sSf --retry 20 --retry-delay 1 --retry-all-errors -X POST -H Content-Type:application/json"

stop() {
	docker rm -f "$network" >/dev/null 2>&1 || true
	docker network rm "$network" >/dev/null 2>&1 || true
}
trap stop EXIT
docker network create "$network" >/dev/null
docker run -d --name "$network" --network "$network" --network-alias stancer-mock \
	-p 127.0.0.1:8400:8400 stancer-mock -log >/dev/null
$settle http://127.0.0.1:8400/_fake/settle
docker run --rm --network "$network" $caller $settle http://stancer-mock:8400/_fake/settle
docker logs "$network"
