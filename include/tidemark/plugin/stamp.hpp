// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <version>

#include <boost/version.hpp>

#include <tidemark/plugin/usual_layout.hpp>

/// The ABI of a binary, as one identifier of five parts:
/// `tidemark_stamp__abi9__gcc12__libstdcxx12__cxx11abi1__boost108100`.
///
/// A plugin exports a symbol of this name, so that the host can compare it with its own without
/// running the plugin: with another compiler or library the same record may have another layout,
/// which would silently give wrong numbers.

/// The version of everything under include/tidemark that crosses the plugin boundary. Raised with
/// each change of an interface or of a value that it passes.
#define TIDEMARK_ABI 9

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
#define TIDEMARK_STAMP_LIBRARY libcxx
#define TIDEMARK_STAMP_LIBRARY_VERSION _LIBCPP_VERSION
#define TIDEMARK_STAMP_FLAGS abi
#define TIDEMARK_STAMP_FLAGS_VALUE _LIBCPP_ABI_VERSION
#else
#define TIDEMARK_STAMP_LIBRARY libstdcxx
#define TIDEMARK_STAMP_LIBRARY_VERSION _GLIBCXX_RELEASE
#if defined(_GLIBCXX_DEBUG)
#define TIDEMARK_STAMP_FLAGS debug_cxx11abi
#else
#define TIDEMARK_STAMP_FLAGS cxx11abi
#endif
#define TIDEMARK_STAMP_FLAGS_VALUE _GLIBCXX_USE_CXX11_ABI
#endif

#define TIDEMARK_STAMP_PASTE_(abi, compiler, compiler_version, library, library_version, flags, \
                              flags_value, boost_version)                                       \
  tidemark_stamp__abi##abi##__##compiler##compiler_version##__##library##library_version##__    \
      ##flags##flags_value##__boost##boost_version
#define TIDEMARK_STAMP_PASTE(abi, compiler, compiler_version, library, library_version, flags, \
                             flags_value, boost_version)                                       \
  TIDEMARK_STAMP_PASTE_(abi, compiler, compiler_version, library, library_version, flags,      \
                        flags_value, boost_version)
#define TIDEMARK_STAMP                                                               \
  TIDEMARK_STAMP_PASTE(TIDEMARK_ABI, TIDEMARK_STAMP_COMPILER,                        \
                       TIDEMARK_STAMP_COMPILER_VERSION, TIDEMARK_STAMP_LIBRARY,      \
                       TIDEMARK_STAMP_LIBRARY_VERSION, TIDEMARK_STAMP_FLAGS,         \
                       TIDEMARK_STAMP_FLAGS_VALUE, BOOST_VERSION)

#define TIDEMARK_STAMP_TEXT_(stamp) #stamp
#define TIDEMARK_STAMP_TEXT(stamp) TIDEMARK_STAMP_TEXT_(stamp)

namespace tidemark::plugin {

/// The stamp of the code that includes this header.
inline constexpr std::string_view own_stamp = TIDEMARK_STAMP_TEXT(TIDEMARK_STAMP);

/// The prefix of every stamp.
inline constexpr std::string_view stamp_prefix = "tidemark_stamp__";

/// The meaning of a stamp's parts, in their order.
inline constexpr std::array<std::string_view, 5> stamp_parts{
    "ABI number", "compiler", "standard library", "ABI of the standard library", "Boost"};

/// The parts of `stamp` that differ from `own`, with both values: `compiler clang16 (here gcc12)`.
/// Empty if the stamps are equal. A stamp of another form is compared as a whole.
std::string stamp_difference(std::string_view stamp, std::string_view own = own_stamp);

// ---------------------------------------------------------------------------------------------

namespace detail {

/// Removes the first part from `stamp` and returns it.
inline std::string_view next_part(std::string_view& stamp) {
  constexpr std::string_view between = "__";
  const auto end = stamp.find(between);
  const auto part = stamp.substr(0, end);
  stamp.remove_prefix(end == stamp.npos ? stamp.size() : end + between.size());
  return part;
}

/// `abi2` as `2`: the name of the part precedes the number.
inline std::string shown_part(std::string_view part) {
  for (const std::string_view word : {"abi", "boost"})
    if (part.starts_with(word)) part.remove_prefix(word.size());
  return std::string(part);
}

}  // namespace detail

inline std::string stamp_difference(std::string_view stamp, std::string_view own) {
  if (stamp == own) return {};
  const std::string whole = "stamp " + std::string(stamp) + " (here " + std::string(own) + ")";
  for (auto* side : {&stamp, &own})
    if (side->starts_with(stamp_prefix)) side->remove_prefix(stamp_prefix.size());
  std::string difference;
  for (const auto name : stamp_parts) {
    const auto theirs = detail::next_part(stamp), ours = detail::next_part(own);
    if (theirs.empty()) return whole;
    if (theirs == ours) continue;
    difference += (difference.empty() ? "" : ", ") + std::string(name) + " " +
                  detail::shown_part(theirs) + " (here " + detail::shown_part(ours) + ")";
  }
  return difference.empty() || !stamp.empty() ? whole : difference;
}

}  // namespace tidemark::plugin
