// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include <tidemark/plugin/option.hpp>
#include <tidemark/result.hpp>

namespace tidemark::enricher { class video_enricher; }
namespace tidemark::source { class data_source; }
namespace tidemark::storage { class backend; }

namespace tidemark::plugin {

/// What a plugin provides.
enum class kind : std::uint8_t { source, storage, enricher };

inline constexpr std::array<std::string_view, 3> kind_words{"source", "storage", "enricher"};

constexpr std::string_view to_text(kind value) {
  return kind_words[static_cast<std::size_t>(value)];
}

/// The one constant that a plugin exports, under the name `tidemark_manifest`.
///
/// The host reads it only after the stamp in the plugin's symbol table (stamp.hpp) matched its
/// own, so that both sides agree on the layout of everything reachable from here.
struct manifest {
  kind provides = kind::source;
  std::string_view name = {};     ///< the word for `plugin:` in a config
  std::string_view version = {};  ///< for people
  const option_spec* options = nullptr;
  std::size_t option_count = 0;
  /// Creates a source; set if `provides` is `kind::source`. Does not throw.
  result<std::unique_ptr<source::data_source>> (*create_source)(const option_values&) = nullptr;
  /// Opens a storage; set if `provides` is `kind::storage`. Does not throw.
  result<std::unique_ptr<storage::backend>> (*create_storage)(const option_values&) = nullptr;
  /// Creates an enricher; set if `provides` is `kind::enricher`. Does not throw.
  result<std::unique_ptr<enricher::video_enricher>> (*create_enricher)(const option_values&) =
      nullptr;
  /// For a storage: several objects of it, in any number of processes, share their content.
  bool shared = false;
  /// For a storage: checks these options without side effects, that is, without a connection or a
  /// file. `create_storage` refuses everything that this refuses. A message begins with the
  /// option's name, `pool_size: ...`, and holds no secret. Does not throw. Not set: there is
  /// nothing to check beyond the types of the options.
  result<void> (*check_storage_options)(const option_values&) = nullptr;
};

/// Whether the function that creates what `self` provides is set.
constexpr bool can_create(const manifest& self) {
  switch (self.provides) {
    case kind::source: return self.create_source != nullptr;
    case kind::storage: return self.create_storage != nullptr;
    case kind::enricher: return self.create_enricher != nullptr;
  }
  return false;
}

}  // namespace tidemark::plugin
