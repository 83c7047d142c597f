// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tidemark::plugin {

/// The type of a plugin's option, and how the host reads it from the config file.
enum class option_type : std::uint8_t {
  text,     ///< any text
  path,     ///< a file; a relative one is relative to the config file, made absolute by the host
  integer,  ///< a whole number
  map,      ///< names to texts
  duration, ///< a length of time, such as `30s`; the plugin gets milliseconds
  list,     ///< texts, in order
  decimal,  ///< a number with at most six decimals, such as `0.5`; exact
  lists,    ///< names to one or several texts: `{gmv: [GMV, "Total sales"]}`
};

constexpr std::string_view to_text(option_type type) {
  constexpr std::string_view words[] = {"text",     "path", "integer", "map",
                                        "duration", "list", "decimal", "lists"};
  return words[static_cast<std::size_t>(type)];
}

/// Whether a value of `type` is written as one text, not as a list or map.
constexpr bool is_one_text(option_type type) {
  return type != option_type::list && type != option_type::map && type != option_type::lists;
}

/// One option that a plugin understands, declared once in its manifest. The host checks a config
/// against it, so that a plugin only ever sees options that it declared, of the declared type.
struct option_spec {
  std::string_view name;
  option_type type = option_type::text;
  bool required = false;
  std::string_view help = {};  ///< one sentence; for numbers with the range
  /// The default value, as a config writes it; the host passes it on as if it were given. Not for
  /// `map`, `list` and `lists`, which are empty by default.
  std::string_view default_text = {};
  bool secret = false;         ///< its value is never printed
  std::string_view unit = {};  ///< of a number: `requests/s`; the text of a duration has its unit
};

using text_map = std::vector<std::pair<std::string, std::string>>;
using text_list = std::vector<std::string>;
using text_lists = std::vector<std::pair<std::string, text_list>>;

/// A decimal number, exactly: `0.5` is 500,000 millionths.
struct exact_decimal {
  std::int64_t millionths = 0;
  friend constexpr auto operator<=>(exact_decimal, exact_decimal) = default;
};

/// What an option can hold: `text` and `path`, `integer` and `duration` (milliseconds), `map`,
/// `list`, `decimal`, `lists`.
using option_content =
    std::variant<std::string, std::int64_t, text_map, text_list, exact_decimal, text_lists>;

/// One configured option.
struct option_value {
  std::string name;
  option_content value;

  bool operator==(const option_value&) const = default;
};

/// The options given to one use of a plugin, and the defaults of those that were not given.
class option_values {
 public:
  option_values() = default;
  explicit option_values(std::vector<option_value> values) : values_(std::move(values)) {}

  /// The value of option `name` if it is present and holds a `T` (see `option_content`); nullptr
  /// otherwise. Valid as long as this object.
  template <typename T>
  const T* find(std::string_view name) const {
    for (const auto& option : values_)
      if (option.name == name) return std::get_if<T>(&option.value);
    return nullptr;
  }

  /// The text of option `name`, or `otherwise`.
  std::string text(std::string_view name, std::string_view otherwise = {}) const {
    return value_or(name, std::string(otherwise));
  }

  /// The number of option `name`, or `otherwise`.
  std::int64_t integer(std::string_view name, std::int64_t otherwise = 0) const {
    return value_or(name, otherwise);
  }

  /// The length of time of option `name`, or `otherwise`.
  std::chrono::milliseconds duration(std::string_view name,
                                     std::chrono::milliseconds otherwise = {}) const {
    return std::chrono::milliseconds(value_or<std::int64_t>(name, otherwise.count()));
  }

  /// The decimal of option `name`, or `otherwise`.
  exact_decimal decimal(std::string_view name, exact_decimal otherwise = {}) const {
    return value_or(name, otherwise);
  }

  /// The texts of option `name`; empty if it is missing.
  text_list list(std::string_view name) const { return value_or(name, text_list()); }

  /// The names and texts of option `name`; empty if it is missing.
  text_map map(std::string_view name) const { return value_or(name, text_map()); }

  /// The names and their texts of option `name`; empty if it is missing.
  text_lists lists(std::string_view name) const { return value_or(name, text_lists()); }

  const std::vector<option_value>& all() const { return values_; }

  bool operator==(const option_values&) const = default;

 private:
  template <typename T>
  T value_or(std::string_view name, T otherwise) const {
    const auto* found = find<T>(name);
    return found ? *found : std::move(otherwise);
  }

  std::vector<option_value> values_;
};

}  // namespace tidemark::plugin
