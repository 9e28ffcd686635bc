#!/bin/sh
# Writes the three lock files from pyproject.toml: hashes for every platform, and no address of any registry.
set -eu
lock() {
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml "$@"
}
UV=$1
lock -o requirements/run.txt
lock --group dev -c requirements/run.txt -o requirements/dev.txt
lock --group dev --group bench -c requirements/dev.txt -o requirements/bench.txt
