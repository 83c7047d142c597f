// SPDX-License-Identifier: BSL-1.0
// CMake compiles the headers for a target that has a file of code.
#include "precompiled.hpp"
