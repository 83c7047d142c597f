// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifndef BOOST_DLL_USE_STD_FS
#define BOOST_DLL_USE_STD_FS
#endif
#include <boost/dll/shared_library.hpp>

#include <tidemark/plugin/elf_file.hpp>
#include <tidemark/plugin/fingerprint.hpp>
#include <tidemark/plugin/manifest.hpp>
#include <tidemark/plugin/option_text.hpp>
#include <tidemark/plugin/stamp.hpp>
#include <tidemark/result.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::plugin {

/// What the symbol names of a plugin file say about it, read without running any of its code.
struct file_marks {
  std::string stamp;        ///< empty: not a tidemark plugin
  std::string fingerprint;  ///< of the records, in decimal
  bool has_manifest = false;
  std::vector<std::string> others;  ///< symbols that a plugin should not export
};

namespace detail {

/// The number in a mangled `fingerprint_mark<N>::mark`, or nothing.
inline std::optional<std::string> fingerprint_in(std::string_view symbol) {
  constexpr std::string_view before = "16fingerprint_markILm";
  const auto at = symbol.find(before);
  if (at == std::string_view::npos || !symbol.ends_with("EE4markE")) return std::nullopt;
  symbol.remove_prefix(at + before.size());
  return std::string(symbol.substr(0, symbol.find('E')));
}

}  // namespace detail

/// Reads the marks of the file at `path`. Errors: as `exported_symbols`.
inline result<file_marks> read_marks(const std::filesystem::path& path) {
  file_marks marks;
  try {
    auto symbols = exported_symbols(path);
    if (!symbols) return symbols.error();
    for (std::string& symbol : *symbols) {
      if (symbol.starts_with(stamp_prefix)) marks.stamp = symbol;
      else if (symbol == "tidemark_manifest") marks.has_manifest = true;
      else if (auto number = detail::fingerprint_in(symbol)) marks.fingerprint = *number;
      else marks.others.push_back(std::move(symbol));
    }
  } catch (const std::exception& fault) {
    return failure(std::string("cannot be read: ") + fault.what());
  }
  return marks;
}

/// Why a file with `marks` must not be loaded into this program; empty if it may be. For a
/// different build, it names each part that differs, with both values.
inline std::string refusal(const file_marks& marks) {
  if (marks.stamp.empty() || !marks.has_manifest)
    return "is not a tidemark plugin: it exports no stamp and manifest (see TIDEMARK_PLUGIN)";
  std::string difference = stamp_difference(marks.stamp);
  const std::string own = std::to_string(record_fingerprint);
  if (marks.fingerprint != own)
    difference += (difference.empty() ? "" : ", ") + std::string("records ") +
                  (marks.fingerprint.empty() ? "unknown" : marks.fingerprint) + " (here " + own +
                  ")";
  if (difference.empty()) return {};
  return "is of another build: " + difference +
         "; build it with the compiler, libraries and headers of this tidemark";
}

/// What is wrong with a manifest, so that the plugin cannot be used at all; empty if nothing is.
std::string manifest_fault(const manifest& self);

/// A loaded plugin. Stays loaded as long as any copy of `library` lives.
struct loaded_plugin {
  std::shared_ptr<boost::dll::shared_library> library;
  const manifest* self = nullptr;
};

/// Loads the plugin at `path`, whose marks were not refused.
inline result<loaded_plugin> load(const std::filesystem::path& path) {
  try {
    auto library = std::make_shared<boost::dll::shared_library>(
        path, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    const auto& self = library->get<const manifest>("tidemark_manifest");
    return loaded_plugin{std::move(library), &self};
  } catch (const std::exception& fault) {
    return failure(std::string("cannot be loaded: ") + fault.what());
  }
}

// ---------------------------------------------------------------------------------------------

namespace detail {

/// Lower-case letters, digits and `_`, a letter first: what a config can name without quotes.
inline bool is_name(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

}  // namespace detail

inline std::string manifest_fault(const manifest& self) {
  if (!detail::is_name(self.name))
    return "the name " + in_quotes(self.name) + " is invalid: use a-z, 0-9 and _";
  if (!can_create(self)) return "no function to create what it provides";
  if (self.option_count > 0 && self.options == nullptr) return "options without their list";
  const std::span options(self.options, self.option_count);
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto name = options[i].name;
    if (!detail::is_name(name))
      return "the option name " + in_quotes(name) + " is invalid: use a-z, 0-9 and _";
    if (std::any_of(options.begin(), options.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const auto& other) { return other.name == name; }))
      return "the option " + in_quotes(name) + " is declared twice";
  }
  const auto defaults = with_defaults(options, {});
  return defaults ? std::string() : defaults.error().message;
}

}  // namespace tidemark::plugin
