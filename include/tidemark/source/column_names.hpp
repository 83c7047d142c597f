// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/source/delivered_column.hpp>
#include <tidemark/value/ascii.hpp>
#include <tidemark/value/nearest.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/value/white_space.hpp>
#include <tidemark/videos/raw_names.hpp>

/// Finds the raw name that the name of a column or key means, or may mean.
namespace tidemark::source {

/// A set of fields, by their index in `videos::raw_names`.
using field_set = std::bitset<videos::raw_names.size()>;

/// `name` in lower case (ASCII) without outer white space: headers with the same folded name are
/// equal.
inline std::string folded_name(std::string_view name) {
  return ascii_lower(without_outer_space(name));
}

/// The index in `videos::raw_names` of the field that `name` resembles, without those in `taken`:
/// the same words in another form (`itemsSold`, `Items sold`), a typing error (`viewss`), or a raw
/// name among other words (`GMV (USD)`). Nothing if it resembles none, or is the usual name of
/// another metric (`CTOR`, `CPM`).
std::optional<std::size_t> find_near_field(std::string_view name, const field_set& taken);

/// How the keys of JSON rows are used: a raw name or alias is read; every other key is not, and has
/// a note if it resembles a raw name that no row has. In the order of `keys`.
template <std::ranges::input_range Keys>
std::vector<delivered_column> describe_keys(const Keys& keys);

/// `; did you mean "gmv"?`, for a note.
inline std::string did_you_mean_field(std::size_t field) {
  return "; did you mean " + in_quotes(videos::raw_names[field].name) + "?";
}

// ---------------------------------------------------------------------------------------------

namespace detail {

/// The words of `name` in lower case, each with a space before and after it: ` items sold `.
inline std::string spaced_words(std::string_view name) {
  std::string words = " ";
  bool after_small = false;
  for (const char letter : name) {
    const char lower = ascii_lower(letter);
    const bool small_or_digit =
        (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    const bool ascii = static_cast<unsigned char>(letter) <= 0x7F;
    const bool in_word = lower != letter || small_or_digit || !ascii;
    const bool new_word = !in_word || (lower != letter && after_small);
    if (new_word && words.back() != ' ') words += ' ';
    if (in_word) words += lower;
    after_small = small_or_digit;
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

/// Whether another word in `name` next to `known` makes it another metric: `Average views`,
/// `GMV refunds`.
inline bool is_of_another(const std::string& name, const std::string& known) {
  constexpr std::array<std::string_view, 17> words{
      " refund ",  " refunds ", " refunded ", " returned ", " reembolso ", " reembolsos ",
      " rate ",    " average ", " avg ",      " growth ",   " change ",    " length ",
      " base ",    " per ",     " ms ",       " target ",   " previous "};
  return std::ranges::any_of(words, [&](std::string_view word) {
    return name.find(word) != name.npos && known.find(word) == known.npos;
  });
}

/// The distance of `name` from `known`, both as spaced words: 0 equal except for two exchanged
/// letters, 1 another typing error, 2 `known` among other words; nothing if they are not similar.
inline std::optional<int> word_distance(const std::string& name, const std::string& known) {
  const auto joined = [](std::string words) {
    std::erase(words, ' ');
    return words;
  };
  std::string a = joined(name);
  const std::string b = joined(known);
  if (a == b) return 0;
  for (std::size_t i = 1; i < a.size() && a.size() == b.size(); ++i) {  // two letters exchanged
    std::swap(a[i - 1], a[i]);
    if (a == b) return 0;
    std::swap(a[i - 1], a[i]);
  }
  constexpr std::size_t short_max = 2, one_error_max = 7;
  const std::size_t errors = edit_distance(a, b);
  if (b.size() > short_max && errors <= (b.size() > one_error_max ? 2u : 1u)) return 1;
  if (b.size() > short_max && name.find(known) != name.npos && !is_of_another(name, known))
    return 2;
  return std::nullopt;
}

}  // namespace detail

inline std::optional<std::size_t> find_near_field(std::string_view name, const field_set& taken) {
  // Click-to-order and conversion rates, costs and revenues per click or mille: one letter away.
  constexpr std::array<std::string_view, 7> others{" ctor ", " cvr ", " cpm ", " rpm ",
                                                   " cpc ",  " cpr ", " roi "};
  constexpr std::size_t bytes_max = 100;  // a longer one is a sentence
  if (name.size() > bytes_max) return std::nullopt;
  const std::string words = detail::spaced_words(name);
  if (std::ranges::find(others, words) != others.end()) return std::nullopt;
  std::optional<std::size_t> nearest;
  int nearest_distance = 3;
  for (std::size_t field = 0; field < videos::raw_names.size(); ++field) {
    if (taken[field]) continue;
    for (const auto known : {videos::raw_names[field].name, videos::raw_names[field].alias}) {
      if (known.empty()) continue;
      const auto distance = detail::word_distance(words, detail::spaced_words(known));
      if (!distance || *distance >= nearest_distance) continue;
      nearest = field;
      nearest_distance = *distance;
    }
  }
  return nearest;
}

template <std::ranges::input_range Keys>
std::vector<delivered_column> describe_keys(const Keys& keys) {
  std::vector<delivered_column> columns;
  field_set read;
  for (const std::string_view key : keys)
    if (const auto field = videos::find_raw_name(key)) read.set(*field);
  for (const std::string_view key : keys) {
    delivered_column column{.name = std::string(key)};
    if (const auto field = videos::find_raw_name(key)) {
      column.read_as = videos::raw_names[*field].name;
    } else if (const auto near = find_near_field(key, read)) {
      column.meant = videos::raw_names[*near].name;
      column.note = "is not a key that is read" + did_you_mean_field(*near);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace tidemark::source
