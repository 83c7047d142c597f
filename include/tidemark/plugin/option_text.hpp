// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <tidemark/plugin/option.hpp>
#include <tidemark/result.hpp>
#include <tidemark/value/decimal.hpp>
#include <tidemark/value/duration.hpp>

namespace tidemark::plugin {

/// Reads `text` as the value of an option of `type`. A path is not changed. Errors (usage): it is
/// not such a value, or `type` is `map`, `list` or `lists`, which a single text cannot be. The
/// message is `expected ...` and never holds the text, which may be secret.
result<option_content> read_option(option_type type, std::string_view text);

/// `given`, and the defaults of those `declared` options that are not among them.
/// Error (failed): a default that is not a value of its type; it names the option.
result<option_values> with_defaults(std::span<const option_spec> declared, option_values given);

// ---------------------------------------------------------------------------------------------

namespace detail {

inline result<option_content> read_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault == std::errc{} && end == text.data() + text.size()) return option_content(number);
  return usage_error("expected a whole number of at most 64 bits");
}

inline result<option_content> read_exact_decimal(std::string_view text) {
  constexpr int scale = 6;
  const auto point = text.find('.');
  const bool exact = point == text.npos || text.size() - point - 1 <= scale;
  const auto parsed = parse_decimal(text, scale);
  if (exact && !parsed.error) return option_content(exact_decimal{parsed.scaled});
  return usage_error("expected a number such as 2 or 0.5, with at most six decimals");
}

}  // namespace detail

inline result<option_content> read_option(option_type type, std::string_view text) {
  switch (type) {
    case option_type::text: break;
    case option_type::path:
      if (text.empty()) return usage_error("expected a path, found nothing");
      break;
    case option_type::integer: return detail::read_integer(text);
    case option_type::decimal: return detail::read_exact_decimal(text);
    case option_type::duration:
      if (const auto length = parse_duration(text)) return option_content(length->count());
      return usage_error("expected a duration such as 500ms, 30s, 5m, 1h or 7d, at most 10000d");
    case option_type::map: return usage_error("expected a map of names to texts, found a text");
    case option_type::list: return usage_error("expected a list of texts, found a text");
    case option_type::lists:
      return usage_error("expected a map of names to texts or lists of texts, found a text");
  }
  return option_content(std::string(text));
}

inline result<option_values> with_defaults(std::span<const option_spec> declared,
                                           option_values given) {
  std::vector<option_value> values = given.all();
  for (const auto& spec : declared) {
    const bool is_given = std::any_of(values.begin(), values.end(),
                                      [&](const auto& option) { return option.name == spec.name; });
    if (is_given || spec.default_text.empty()) continue;
    auto content = read_option(spec.type, spec.default_text);
    if (!content)
      return failure("the default of its option \"" + std::string(spec.name) +
                     "\" is wrong: " + content.error().message);
    values.push_back({std::string(spec.name), std::move(*content)});
  }
  return option_values(std::move(values));
}

}  // namespace tidemark::plugin
