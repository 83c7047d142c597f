// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

/// Does not compile with compiler flags that change the layout that the platform's ABI defines. A
/// stamp cannot show these flags, because no macro does. So no host and no plugin is built with
/// them, and two binaries with the same stamp agree.
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
