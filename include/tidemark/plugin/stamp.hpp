// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>
#include <version>

/// Who built a binary, as one identifier: `tidemark_stamp__abi1__gcc12__libstdcxx_cxx11abi1`.
///
/// A plugin exports a symbol of this name, so that the host can compare it with its own without
/// running the plugin: with another compiler or standard library the same record may have another
/// layout, and wrong numbers would follow in silence.

/// The version of everything under include/tidemark that crosses the plugin boundary. Raised with
/// each change of an interface or of a value that it passes.
#define TIDEMARK_ABI 2

#if defined(__clang__)
#define TIDEMARK_STAMP_COMPILER clang
#define TIDEMARK_STAMP_COMPILER_VERSION __clang_major__
#elif defined(__GNUC__)
#define TIDEMARK_STAMP_COMPILER gcc
#define TIDEMARK_STAMP_COMPILER_VERSION __GNUC__
#else
#error "tidemark plugins are built with GCC or Clang"
#endif

#if defined(_LIBCPP_VERSION)
#define TIDEMARK_STAMP_LIBRARY libcxx_abi
#define TIDEMARK_STAMP_LIBRARY_VERSION _LIBCPP_ABI_VERSION
#else
#define TIDEMARK_STAMP_LIBRARY libstdcxx_cxx11abi
#define TIDEMARK_STAMP_LIBRARY_VERSION _GLIBCXX_USE_CXX11_ABI
#endif

#if defined(_GLIBCXX_DEBUG)
#define TIDEMARK_STAMP_MODE _debug
#else
#define TIDEMARK_STAMP_MODE
#endif

#define TIDEMARK_STAMP_PASTE_(abi, compiler, compiler_version, library, library_version, mode) \
  tidemark_stamp__abi##abi##__##compiler##compiler_version##__##library##library_version##mode
#define TIDEMARK_STAMP_PASTE(abi, compiler, compiler_version, library, library_version, mode) \
  TIDEMARK_STAMP_PASTE_(abi, compiler, compiler_version, library, library_version, mode)
#define TIDEMARK_STAMP                                                               \
  TIDEMARK_STAMP_PASTE(TIDEMARK_ABI, TIDEMARK_STAMP_COMPILER,                        \
                       TIDEMARK_STAMP_COMPILER_VERSION, TIDEMARK_STAMP_LIBRARY,      \
                       TIDEMARK_STAMP_LIBRARY_VERSION, TIDEMARK_STAMP_MODE)

#define TIDEMARK_STAMP_TEXT_(stamp) #stamp
#define TIDEMARK_STAMP_TEXT(stamp) TIDEMARK_STAMP_TEXT_(stamp)

namespace tidemark::plugin {

/// The stamp of the code that includes this header.
inline constexpr std::string_view own_stamp = TIDEMARK_STAMP_TEXT(TIDEMARK_STAMP);

/// What every stamp begins with.
inline constexpr std::string_view stamp_prefix = "tidemark_stamp__";

}  // namespace tidemark::plugin
