# SPDX-License-Identifier: Apache-2.0

.PHONY: demo test setup build bench bench-dense bench-embed bench-lexical bench-maxsim bench-quality bench-queue bench-routing bench-report clean

# Indexes real text and answers questions with it.
demo: build
	@.ci/demo .build-release/release/rag .demo

# Runs every test.
test: setup
	@.ci/test

# Installs the system libraries that are missing.
setup:
	@.ci/setup

build: setup
	@echo "building rag"
	@swift build -c release --product rag -Xswiftc -enable-testing --scratch-path .build-release 2>&1 | tail -n 1

# Measures; see Benchmarks/README.md.
bench bench-dense bench-embed bench-lexical bench-maxsim bench-quality bench-queue bench-routing bench-report: setup
	@$(MAKE) -C Benchmarks $@

clean:
	rm -rf .build .build-* .demo Benchmarks/.build
