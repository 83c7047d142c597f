// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/videos/raw_names.hpp>
#include <tidemark/videos/row_fields.hpp>
#include <tidemark/videos/row_raw.hpp>
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::videos {

/// What a row means beyond its own values.
struct row_settings {
  std::int64_t brand_id = 0;
  std::string currency;               ///< the brand's
  const wall_clock* clock = nullptr;  ///< for times without an offset; nullptr: UTC. Not owned.
};

/// Makes `video_row`s of delivered rows: plugins/sources/README.md, "Keys of a row".
///
/// Feed `raw()`, or `cell`, then call `finish`; again and again with the same builder, which keeps
/// its buffers. One thread.
class row_builder {
 public:
  explicit row_builder(row_settings settings) : settings_(std::move(settings)) {}

  /// Where the members of the next row go.
  raw_row& raw() { return raw_; }

  /// Feeds one CSV cell: an empty one is missing, `hash_tags` is an array of what is between
  /// `|`, all others are strings. Both texts must live until `finish`; a text that is handed over
  /// (`std::to_string(7)`, `std::move(text)`) is kept until then.
  void cell(std::string_view name, std::string_view text);
  /// The same for a cell that is not of `hash_tags`, in less time.
  void text_cell(std::string_view name, std::string_view text) {
    raw_.key(name);
    text.empty() ? raw_.absent() : raw_.text(text);
  }
  template <std::same_as<std::string> Text>
  void cell(std::string_view name, Text&& text) {
    if (std::exchange(finished_, false)) handed_over_.clear();
    cell(name, std::string_view(handed_over_.emplace_back(std::forward<Text>(text))));
  }

  /// Reads what was fed into `row`, its buffers reused, and forgets it. Returns the reason if the
  /// row must be rejected, naming the raw field; `row` is unspecified then.
  std::optional<std::string> finish(video_row& row);
  /// The same without copies: the texts of `row` are those that were fed, or lie in the builder,
  /// and are valid until the next row is fed.
  std::optional<std::string> finish(row_view& row);

  /// The keys that rows had, as delivered, in byte order: every raw name, and the first `keys_max`
  /// others of up to `key_bytes_max` bytes. Rows whose JSON was refused do not count. Looked at
  /// when a row's keys differ from those of the rows before it.
  const std::set<std::string, std::less<>>& delivered_keys() const { return keys_; }
  static constexpr std::size_t keys_max = 1000;
  static constexpr std::size_t key_bytes_max = 100;

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  struct place {
    std::uint32_t primary = none;
    std::uint32_t alias = none;
  };
  /// The place of each field in rows of one shape.
  struct shape_places {
    std::uint64_t revision = 0;
    std::array<place, raw_names.size()> of_field{};
  };

  std::optional<std::string> read(row_view& row);
  [[gnu::cold]] void keep_offset(std::uint32_t position, timestamp posted_at);
  const shape_places& places();
  [[gnu::cold]] void learn(const row_shape& shape, shape_places& known);  // seldom
  const raw_node* present(std::uint32_t position) const;
  const raw_node* value_of(std::size_t field, place at, std::string_view& name) const;

  row_settings settings_;
  raw_row raw_;
  std::deque<std::string> handed_over_;  // they stay where they are while more come
  std::vector<shape_places> places_;  // by the number of the shape
  std::set<std::string, std::less<>> keys_;
  bool finished_ = false;             // what was handed over is of a row that is finished
  std::string post_time_;             // of the payload, where it is not as delivered
  std::string username_;              // where it is not as delivered
  std::string tags_;
};

// ---------------------------------------------------------------------------------------------

inline void row_builder::cell(std::string_view name, std::string_view text) {
  if (text.empty() || name != "hash_tags") return text_cell(name, text);
  raw_.key(name);
  raw_.open_array();
  for (;;) {
    const auto end = text.find('|');
    raw_.text(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  raw_.close();
}

inline std::optional<std::string> row_builder::finish(row_view& row) {
  auto reason = raw_.finish();
  if (!reason) reason = read(row);
  raw_.clear();
  finished_ = true;
  return reason;
}

inline std::optional<std::string> row_builder::finish(video_row& row) {
  row_view view;
  auto reason = finish(view);
  if (!reason) assign(row, view);
  return reason;
}

inline const row_builder::shape_places& row_builder::places() {
  const row_shape& shape = raw_.shape();
  if (places_.size() <= raw_.shape_number()) places_.resize(raw_.shape_number() + 1);
  shape_places& known = places_[raw_.shape_number()];
  if (known.revision != shape.revision()) learn(shape, known);
  return known;
}

/// Finds the fields in a shape that no row had so far.
inline void row_builder::learn(const row_shape& shape, shape_places& known) {
  known.revision = shape.revision();
  for (std::uint32_t i = 0; i < shape.size(); ++i) {
    const std::string_view key = shape.name(i);
    const bool room = keys_.size() < keys_max && key.size() <= key_bytes_max;
    if ((room || find_raw_name(key)) && !keys_.contains(key)) keys_.emplace(key);
  }
  for (std::size_t i = 0; i < raw_names.size(); ++i) {
    known.of_field[i].primary = shape.find(raw_names[i].name).value_or(none);
    known.of_field[i].alias =
        raw_names[i].alias.empty() ? none : shape.find(raw_names[i].alias).value_or(none);
  }
}

inline const raw_node* row_builder::present(std::uint32_t position) const {
  if (position == none) return nullptr;
  const raw_node& node = raw_.member(position);
  return node.kind == raw_kind::null || node.kind == raw_kind::absent ? nullptr : &node;
}

/// The value of a field, from the alias only where the primary name is missing; sets the `name`
/// that it was delivered under.
inline const raw_node* row_builder::value_of(std::size_t field, place at,
                                             std::string_view& name) const {
  name = raw_names[field].name;
  if (const auto* node = present(at.primary)) return node;
  const auto* node = present(at.alias);
  if (node) name = raw_names[field].alias;
  return node;
}

/// Gives the wall time at `position` its offset, so that the payload can be read without the clock.
inline void row_builder::keep_offset(std::uint32_t position, timestamp posted_at) {
  if (write_with_offset(raw_.member(position).text, posted_at, post_time_))
    raw_.replace_text(position, post_time_);
}

inline std::optional<std::string> row_builder::read(row_view& row) {
  using namespace row_fields;
  const auto& place_of = places().of_field;
  std::size_t next = 0;  // fields are read in the order of raw_names
  std::optional<std::string> reason;
  const auto take = [&](auto& field, auto reader) {
    if (reason) return;
    std::string_view name;
    const raw_node* node = value_of(next, place_of[next], name);
    ++next;
    if (!node) {
      field = {};
    } else if (auto rule = reader(raw_, *node, field)) {
      reason = std::string(name) + ": " + *rule;
    }
  };
  const auto money = [&](raw_row& raw, const raw_node& node, auto& field) {
    return read_money(raw, node, settings_.currency, field);
  };
  const auto moment = [&](raw_row& raw, const raw_node& node, auto& field) {
    return read_moment(raw, node, settings_.clock, field);
  };
  const auto username = [&](raw_row& raw, const raw_node& node, auto& field) {
    return read_username(raw, node, username_, field);
  };
  const auto list = [&](raw_row& raw, const raw_node& node, auto& field) {
    return read_tags(raw, node, tags_, field);
  };

  row.brand_id = settings_.brand_id;
  row.tiktok_video_id = {};
  take(row.tiktok_video_id, read_key_text);
  if (!reason && row.tiktok_video_id.empty())
    return present(place_of[0].primary) ? "id: \"\" is empty" : "id: missing";
  take(row.username, username);
  take(row.title, read_text);
  take(row.posted_at, moment);
  take(row.gmv_cents, money);
  take(row.gpm_cents, money);
  take(row.est_commission_cents, money);
  take(row.views, read_integer);
  take(row.items_sold, read_integer);
  take(row.affiliate_orders, read_integer);
  take(row.likes, read_integer);
  take(row.comments, read_integer);
  take(row.shares, read_integer);
  take(row.ctr, read_percent);
  take(row.duration, read_integer);
  take(row.hash_tags, list);
  if (reason) return reason;

  constexpr std::size_t video_post_time = 3;
  static_assert(raw_names[video_post_time].name == "video_post_time");
  if (settings_.clock && row.posted_at)
    keep_offset(place_of[video_post_time].primary, *row.posted_at);
  row.raw_payload = json_view{raw_.canonical()};
  return std::nullopt;
}

}  // namespace tidemark::videos
