// SPDX-License-Identifier: BSL-1.0
#include "period_parameters.hpp"

#include <charconv>
#include <system_error>

#include <fmt/core.h>

#include <tidemark/policy/words.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::host {

namespace {

result<std::int64_t> read_in_range(std::string_view text, std::int64_t max) {
  const auto number = read_integer(text);
  if (!number || *number < 1 || *number > max)
    return usage_error(fmt::format("{} is not an integer from 1 to {}", in_quotes(text), max));
  return *number;
}

result<std::optional<date>> read_day(std::string_view text) {
  const auto day = parse_date(text);
  if (!day) return usage_error(in_quotes(text) + " is not a date (YYYY-MM-DD)");
  return day;
}

result<std::string> read_text(std::string_view text) {
  if (!is_storable_text(text))
    return usage_error(in_quotes(text) + " is not valid UTF-8, or contains NUL");
  return std::string(text);
}

template <typename Word, typename Words>
result<Word> read_word(const Words& words, std::string_view text) {
  if (const auto found = policy::find_word<Word>(words, text)) return *found;
  std::string known;
  for (const auto word : words) known += (known.empty() ? "" : ", ") + std::string(word);
  return usage_error(in_quotes(text) + " is not one of: " + known);
}

/// Moves a value into `target`, or returns the error.
template <typename Target, typename T>
result<void> put(Target& target, result<T> read) {
  if (!read) return read.error();
  target = std::move(*read);
  return {};
}

}  // namespace

bool is_storable_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || text.front() == '\0') return false;
    text.remove_prefix(length);
  }
  return true;
}

result<std::int64_t> read_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size())
    return usage_error(in_quotes(text) + " is not a 64-bit integer");
  return number;
}

result<void> read_parameter(videos::period_query& query, std::string_view name,
                            std::string_view text) {
  if (name == "brand") return put(query.brand_id, read_integer(text));
  if (name == "sort")
    return put(query.sort, read_word<videos::sort_field>(videos::sort_words, text));
  if (name == "dir")
    return put(query.dir, read_word<videos::direction>(videos::direction_words, text));
  if (name == "min_gmv") return put(query.min_gmv_cents, read_integer(text));
  if (name == "posted_after") return put(query.posted_after, read_day(text));
  if (name == "posted_before") return put(query.posted_before, read_day(text));
  if (name == "search") return put(query.search, read_text(text));
  if (name == "creator") return put(query.creator, read_text(text));
  if (name == "hashtag") return put(query.hashtag, read_text(text));
  if (name == "page") return put(query.page, read_in_range(text, page_max));
  return put(query.per_page, read_in_range(text, per_page_max));
}

result<std::optional<std::int32_t>> read_period(std::string_view text,
                                                std::span<const std::int32_t> windows) {
  if (text == "all") return std::optional<std::int32_t>();
  std::string known = "all";
  for (const std::int32_t days : windows) {
    if (text == std::to_string(days)) return std::optional(days);
    known += ", " + std::to_string(days);
  }
  return usage_error(
      fmt::format("{} is not a period of the policy; known: {}", in_quotes(text), known));
}

}  // namespace tidemark::host
