// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <tidemark/enricher/enricher.hpp>
#include <tidemark/plugin/library.hpp>
#include <tidemark/result.hpp>
#include <tidemark/source/data_source.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/value/nearest.hpp>

namespace tidemark::plugin {

/// One file of a plugin folder: a plugin that can be used, or why it cannot.
struct catalogue_entry {
  std::string name;  ///< from the manifest; for a refused file, its name without the extension
  std::optional<kind> provides;
  std::string version;
  std::string abi;  ///< the stamp without its prefix; empty if the file has none
  std::filesystem::path path;
  std::string refused;  ///< why it cannot be used; empty if it can
  loaded_plugin loaded;
};

/// An object that a plugin created, and the plugin's code, which outlives it.
template <typename Object>
struct plugged {
  std::shared_ptr<boost::dll::shared_library> library;
  std::unique_ptr<Object> object;

  Object& operator*() const { return *object; }
  Object* operator->() const { return object.get(); }
};

/// The plugins that a host found in its plugin folders.
class catalogue {
 public:
  /// Inspects every `*.so` of `folders`, in the order of folders and then of names. A refused file
  /// is listed with the reason, and does not affect others. A second plugin with the same kind and
  /// name is refused. Error (usage): a path is not a folder.
  static result<catalogue> scan(std::span<const std::filesystem::path> folders) {
    catalogue found;
    for (const auto& folder : folders) {
      found.folders_ += (found.folders_.empty() ? "" : ", ") + folder.string();
      std::vector<std::filesystem::path> files;
      std::error_code code;
      std::filesystem::directory_iterator entries(folder, code);
      if (code)
        return usage_error("plugin folder " + folder.string() + ": " + code.message() +
                           "; set plugin_path in the config to the folder of the plugins");
      for (const auto& file : entries)
        if (file.path().extension() == ".so") files.push_back(file.path());
      std::sort(files.begin(), files.end());
      for (const auto& file : files) found.entries_.push_back(found.inspect(file));
    }
    return found;
  }

  const std::vector<catalogue_entry>& entries() const { return entries_; }

  /// The usable plugin of that kind and name. Error (usage): there is none; the message lists those
  /// of that kind, and says why one of that name was refused, or where none was found.
  result<const catalogue_entry*> find(kind provides, std::string_view name) const {
    std::vector<std::string> known;
    std::string refused;
    for (const auto& entry : entries_) {
      if (!entry.refused.empty()) {
        if (entry.name == name) refused = "; " + entry.path.string() + " " + entry.refused;
        continue;
      }
      if (entry.provides != provides) continue;
      if (entry.name == name) return &entry;
      known.push_back(entry.name);
    }
    std::sort(known.begin(), known.end());
    if (refused.empty())
      refused = known.empty() ? " (" + folders_ + "); build or install it, or set plugin_path"
                              : did_you_mean(name, known);
    return usage_error("no " + std::string(to_text(provides)) + " plugin \"" + std::string(name) +
                       "\" in the plugin folders" + refused);
  }

 private:
  catalogue_entry inspect(const std::filesystem::path& path) const {
    catalogue_entry entry;
    entry.path = path;
    entry.name = path.stem().string();
    const auto marks = read_marks(path);
    if (!marks) {
      entry.refused = marks.error().message;
      return entry;
    }
    if (!marks->stamp.empty()) entry.abi = marks->stamp.substr(stamp_prefix.size());
    entry.refused = refusal(*marks);
    if (!entry.refused.empty()) return entry;

    auto loaded = load(path);
    if (!loaded) {
      entry.refused = loaded.error().message;
      return entry;
    }
    if (const auto fault = manifest_fault(*loaded->self); !fault.empty()) {
      entry.refused = "has a wrong manifest: " + fault;
      return entry;
    }
    entry.name = loaded->self->name;
    entry.provides = loaded->self->provides;
    entry.version = loaded->self->version;
    for (const auto& other : entries_)
      if (other.refused.empty() && other.name == entry.name && other.provides == entry.provides)
        entry.refused = "has the name of " + other.path.string() + ", which was found first";
    entry.loaded = std::move(*loaded);
    return entry;
  }

  std::vector<catalogue_entry> entries_;
  std::string folders_;  ///< for messages
};

namespace detail {

/// The message `what` about the plugin of `entry`.
inline std::string named(const catalogue_entry& entry, const std::string& what) {
  return "plugin " + entry.name + " (" + entry.path.string() + "): " + what;
}

template <typename Object>
result<plugged<Object>> create(const catalogue_entry& entry, const option_values& options,
                               result<std::unique_ptr<Object>> (*make)(const option_values&)) {
  const auto named = [&](const std::string& what) { return detail::named(entry, what); };
  if (make == nullptr) return failure(named("its manifest has no function to create it"));
  try {
    auto made = make(options);
    if (!made && made.error().message.empty())
      return error{made.error().kind, named("it failed without a message")};
    if (!made) return made.error();
    if (*made == nullptr) return failure(named("it created nothing"));
    return plugged<Object>{entry.loaded.library, std::move(*made)};
  } catch (const std::exception& fault) {
    return failure(named(std::string("it failed to start: ") + fault.what()));
  } catch (...) {
    return failure(named("it failed to start: it threw an object that is not a std::exception"));
  }
}

}  // namespace detail

/// Creates the source that `entry` provides. Errors: those of the plugin, also if it throws, which
/// it must not.
inline result<plugged<source::data_source>> create_source(const catalogue_entry& entry,
                                                     const option_values& options) {
  return detail::create<source::data_source>(entry, options, entry.loaded.self->create_source);
}

/// Opens the storage that `entry` provides. Errors as in `create_source`.
inline result<plugged<storage::backend>> create_storage(const catalogue_entry& entry,
                                                        const option_values& options) {
  return detail::create<storage::backend>(entry, options, entry.loaded.self->create_storage);
}

/// Checks `options` for the storage that `entry` provides, without opening it. Errors: those of the
/// plugin, also if it throws, which it must not.
inline result<void> check_storage_options(const catalogue_entry& entry,
                                          const option_values& options) {
  const auto check = entry.loaded.self->check_storage_options;
  if (check == nullptr) return {};
  try {
    auto checked = check(options);
    if (!checked && checked.error().message.empty())
      return failure(detail::named(entry, "it refused its options without a message"));
    return checked;
  } catch (const std::exception& fault) {
    return failure(detail::named(entry, std::string("it failed to check its options: ") +
                                            fault.what()));
  } catch (...) {
    return failure(detail::named(
        entry, "it failed to check its options: it threw an object that is not a std::exception"));
  }
}

/// Creates the enricher that `entry` provides. Errors as in `create_source`.
inline result<plugged<enricher::video_enricher>> create_enricher(const catalogue_entry& entry,
                                                                 const option_values& options) {
  return detail::create<enricher::video_enricher>(entry, options,
                                                  entry.loaded.self->create_enricher);
}

}  // namespace tidemark::plugin
