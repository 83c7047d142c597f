// SPDX-License-Identifier: BSL-1.0
#include "plugin_headers.hpp"
