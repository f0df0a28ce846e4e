// SPDX-License-Identifier: Apache-2.0

// The system's libstemmer: the stemming algorithms of the Snowball project.
#include <libstemmer.h>
