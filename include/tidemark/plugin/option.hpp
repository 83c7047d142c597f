// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tidemark::plugin {

/// What a plugin's option holds, and how the host reads it from the config file.
enum class option_type : std::uint8_t {
  text,     ///< any text
  path,     ///< a file; a relative one is relative to the config file, made absolute by the host
  integer,  ///< a whole number
  map,      ///< names to texts
  duration, ///< a length of time, as `30s`; the plugin gets milliseconds
};

constexpr std::string_view to_text(option_type type) {
  constexpr std::string_view words[] = {"text", "path", "integer", "map", "duration"};
  return words[static_cast<std::size_t>(type)];
}

/// One option that a plugin understands, declared once in its manifest. The host checks a config
/// against it, so that a plugin only ever sees options that it declared.
struct option_spec {
  std::string_view name;
  option_type type = option_type::text;
  bool required = false;
  std::string_view help = {};           ///< one sentence; for numbers with unit and range
  std::string_view default_text = {};   ///< what holds when it is not given, in the config's words
  bool secret = false;             ///< its value is never printed
};

using text_map = std::vector<std::pair<std::string, std::string>>;

/// One option as configured.
struct option_value {
  std::string name;
  std::variant<std::string, std::int64_t, text_map> value;
};

/// The options given to one use of a plugin.
class option_values {
 public:
  option_values() = default;
  explicit option_values(std::vector<option_value> values) : values_(std::move(values)) {}

  /// The value of option `name` if it was given and holds a `T` (std::string for `text` and `path`,
  /// std::int64_t for `integer` and `duration`, text_map); nullptr otherwise. Valid as long as this
  /// object.
  template <typename T>
  const T* find(std::string_view name) const {
    for (const auto& one : values_)
      if (one.name == name) return std::get_if<T>(&one.value);
    return nullptr;
  }

  /// The text of option `name`, or `otherwise`.
  std::string text(std::string_view name, std::string_view otherwise = {}) const {
    const auto* found = find<std::string>(name);
    return found ? *found : std::string(otherwise);
  }

  /// The number of option `name`, or `otherwise`.
  std::int64_t integer(std::string_view name, std::int64_t otherwise) const {
    const auto* found = find<std::int64_t>(name);
    return found ? *found : otherwise;
  }

 private:
  std::vector<option_value> values_;
};

}  // namespace tidemark::plugin
