// SPDX-License-Identifier: Apache-2.0

// The system's zlib: RFC 1951 (deflate) and RFC 1952 (gzip).
#include <zlib.h>
