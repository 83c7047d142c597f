// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

/// Refuses to compile what a compiler's flags lay out in another way than the platform's ABI says.
/// No stamp can tell of these flags, as no macro does; so there is no plugin, and no host, built with
/// them, and two of one stamp agree.
namespace tidemark::plugin::usual_layout {

enum enumerator { only };
struct padded {
  char first;
  void* second;
};

static_assert(sizeof(enumerator) == sizeof(int),
              "tidemark's plugins pass enumerations of the usual size: build without "
              "-fshort-enums");
static_assert(offsetof(padded, second) == sizeof(void*),
              "tidemark's plugins pass structs with the usual padding: build without "
              "-fpack-struct");
static_assert(sizeof(wchar_t) == 4,
              "tidemark's plugins pass wide characters of the usual size: build without "
              "-fshort-wchar");

}  // namespace tidemark::plugin::usual_layout
