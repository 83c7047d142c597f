// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifndef BOOST_DLL_USE_STD_FS
#define BOOST_DLL_USE_STD_FS
#endif
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>

#include <tidemark/plugin/fingerprint.hpp>
#include <tidemark/plugin/manifest.hpp>
#include <tidemark/plugin/stamp.hpp>
#include <tidemark/result.hpp>

namespace tidemark::plugin {

/// What a plugin file says of itself in its symbol names, read without running any of its code.
struct file_marks {
  std::string stamp;        ///< empty: no plugin of tidemark
  std::string fingerprint;  ///< of the records, in decimal
  bool has_manifest = false;
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

/// Reads the marks of the file at `path`. Errors: it is no regular file, or no shared library.
inline result<file_marks> read_marks(const std::filesystem::path& path) {
  std::error_code code;
  // Opening anything else may block for ever (a FIFO) or has no symbols to read.
  if (!std::filesystem::is_regular_file(path, code)) return failure("is no regular file");
  file_marks marks;
  try {
    boost::dll::library_info info(path);
    for (const std::string& symbol : info.symbols()) {
      if (symbol.starts_with(stamp_prefix)) marks.stamp = symbol;
      if (symbol == "tidemark_manifest") marks.has_manifest = true;
      if (auto number = detail::fingerprint_in(symbol)) marks.fingerprint = *number;
    }
  } catch (const std::exception&) {
    return failure("is no shared library, or is cut off: build or copy it again");
  }
  return marks;
}

/// Why a file with `marks` must not be loaded into this program; empty when it may be.
inline std::string refusal(const file_marks& marks) {
  if (marks.stamp.empty() || !marks.has_manifest)
    return "is no tidemark plugin: it exports no stamp and manifest (see TIDEMARK_PLUGIN)";
  const auto shown = [](std::string_view stamp) {
    return std::string(stamp.substr(stamp_prefix.size()));
  };
  if (marks.stamp != own_stamp)
    return "was built as " + shown(marks.stamp) + ", this tidemark as " + shown(own_stamp) +
           ": build it with the same compiler, standard library and tidemark headers";
  const std::string own = std::to_string(record_fingerprint);
  if (marks.fingerprint != own)
    return "was built with records of fingerprint " + marks.fingerprint + ", this tidemark with " +
           own + ": build it with this tidemark's headers";
  return {};
}

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

}  // namespace tidemark::plugin
