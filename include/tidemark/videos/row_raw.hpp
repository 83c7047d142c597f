// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/row_number.hpp>
#include <tidemark/videos/row_shape.hpp>
#include <tidemark/videos/row_text.hpp>
#include <tidemark/videos/row_writer.hpp>

namespace tidemark::videos {

/// What kind of JSON value a source delivered; `absent` is an empty CSV cell.
enum class raw_kind : std::uint8_t { absent, null, boolean, number, text, array, object };

/// One delivered value, as the source wrote it.
struct raw_node {
  raw_kind kind = raw_kind::absent;
  bool plain = false;       ///< `text` needs no escape in JSON
  bool plain_name = false;  ///< neither does `name`
  std::uint32_t end = 0;    ///< one past the last value inside this one, counted in its row
  std::string_view name;    ///< its key, when it is in an object
  std::string_view text;    ///< decoded text, number token, or `true` or `false`
};

/// One delivered row: a JSON object (plugins/sources/README.md, "The stored payload").
///
/// A source feeds it in delivered order: `key` then one value, again and again; a value is `null`,
/// `boolean`, `number`, `text`, or what is between `open_array` or `open_object` and `close`.
/// Texts are not copied: they must live until the row has been used. Buffers are kept from row to
/// row, and so are the orders of keys: a row with the keys of an earlier row is not sorted.
class raw_row {
 public:
  /// How deep arrays and objects may stand in each other; the row itself is the first level.
  static constexpr std::size_t depth_max = 256;

  /// Forgets the row.
  void clear();

  void key(std::string_view name);
  void absent() { add(raw_kind::absent, {}, true); }
  void null() { add(raw_kind::null, {}, true); }
  void boolean(bool value) { add(raw_kind::boolean, value ? "true" : "false", true); }
  void number(std::string_view token);  ///< `token`: a number by the grammar of JSON
  void text(std::string_view value);    ///< `value`: without quotes and escapes
  void open_array() { open(raw_kind::array); }
  void open_object() { open(raw_kind::object); }
  void close();

  /// Ends the row: nothing may be fed after it. On error the reason to reject the row.
  std::optional<std::string> finish();

  /// The keys; valid after `finish`.
  const row_shape& shape() const { return shapes_[shape_]; }

  /// The number of that shape among those that are kept, below `row_shapes::kept_max`.
  std::size_t shape_number() const { return shape_; }

  /// The member at `position` of the shape; valid after `finish`.
  const raw_node& member(std::uint32_t position) const { return nodes_[members_[position]]; }

  /// Replaces the text of the member at `position` of the shape by `plain`, which needs no escape
  /// in JSON and lives until the row has been used. Valid after `finish`.
  void replace_text(std::uint32_t position, std::string_view plain) {
    raw_node& node = nodes_[members_[position]];
    node.text = plain;
    node.plain = true;
  }

  /// Calls `use(node)` for each value directly in `parent`, in delivered order.
  template <typename Use>
  void for_each_inside(const raw_node& parent, Use use) const {
    for (auto i = index_of(parent) + 1; i < parent.end; i = nodes_[i].end) use(nodes_[i]);
  }

  /// The row in canonical form: keys sorted by bytes, no white space, of repeated keys the last,
  /// numbers as delivered, strings with the fewest escapes. Valid after `finish`, until the next
  /// call.
  std::string_view canonical();

  /// One value of the row in the same form.
  std::string_view canonical(const raw_node& node);

 private:
  std::uint32_t index_of(const raw_node& node) const {
    return static_cast<std::uint32_t>(&node - nodes_.data());
  }
  void add(raw_kind kind, std::string_view text, bool plain);
  void open(raw_kind kind);
  void reject(std::string reason);
  void write(const raw_node& node);
  void write_array(const raw_node& array);
  void write_object(const raw_node& object);

  std::vector<raw_node> nodes_;            // in delivered order, a container before its content
  std::vector<std::uint32_t> members_;     // the nodes that stand directly in the row
  std::vector<std::string_view> names_;    // their keys
  std::vector<std::uint32_t> open_;        // the containers that are open now
  std::vector<std::uint32_t> sorting_;     // a stack of what write_object sorts
  row_writer writer_;
  std::string_view name_;                  // the key of the next value
  bool plain_name_ = true;
  bool same_shape_ = true;                 // so far this row has the keys of the row before
  row_shapes shapes_;
  std::size_t shape_ = shapes_.number_of({});
  std::optional<std::string> reason_;
};

/// The name of a field as messages show it: bare when it is a plain word.
inline std::string shown_name(std::string_view name) {
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool bare =
      !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), word);
  return bare ? std::string(name) : in_quotes(name);
}

// ---------------------------------------------------------------------------------------------

inline void raw_row::clear() {
  nodes_.clear();
  members_.clear();
  names_.clear();
  open_.clear();
  reason_.reset();
  same_shape_ = true;
}

inline void raw_row::reject(std::string reason) {
  if (!reason_) reason_ = std::move(reason);
}

inline void raw_row::key(std::string_view name) {
  name_ = name;
  if (open_.empty()) {
    same_shape_ = same_shape_ && shape().has(names_.size(), name);
    names_.push_back(name);
    if (same_shape_) return;  // it was scanned when the shape was learnt
  }
  const text_scan scan = scan_text(name);
  plain_name_ = scan.plain;
  if (scan.fault != text_fault::none)
    reject("key " + in_quotes(name) + " " + std::string(to_text(scan.fault)));
}

inline void raw_row::add(raw_kind kind, std::string_view text, bool plain) {
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  if (open_.empty()) members_.push_back(index);
  nodes_.push_back({kind, plain, plain_name_, index + 1, name_, text});
}

inline void raw_row::text(std::string_view value) {
  const text_scan scan = scan_text(value);
  add(raw_kind::text, value, scan.plain);
  if (scan.fault != text_fault::none)
    reject(shown_name(names_.back()) + ": " + in_quotes(value) + " " +
           std::string(to_text(scan.fault)));
}

inline void raw_row::number(std::string_view token) {
  add(raw_kind::number, token, true);
  if (!is_storable_number(token))
    reject(shown_name(names_.back()) + ": the number " + in_quotes(token) +
           " has too many digits to be stored");
}

inline void raw_row::open(raw_kind kind) {
  add(kind, {}, true);
  open_.push_back(static_cast<std::uint32_t>(nodes_.size() - 1));
  if (open_.size() == depth_max)
    reject(shown_name(names_.back()) + ": nested deeper than " + std::to_string(depth_max) +
           " levels");
}

inline void raw_row::close() {
  nodes_[open_.back()].end = static_cast<std::uint32_t>(nodes_.size());
  open_.pop_back();
}

inline std::optional<std::string> raw_row::finish() {
  if (!reason_ && !(same_shape_ && names_.size() == shape().size()))
    shape_ = shapes_.number_of(names_);
  return reason_;
}

inline std::string_view raw_row::canonical() {
  writer_.clear();
  writer_.append('{');
  std::size_t skipped = 1;  // the comma before the first key
  for (const auto position : shape().sorted()) {
    const raw_node& node = member(position);
    if (node.kind == raw_kind::absent) continue;
    writer_.append(shape().quoted(position).substr(skipped));
    skipped = 0;
    write(node);
  }
  writer_.append('}');
  return writer_.text();
}

inline std::string_view raw_row::canonical(const raw_node& node) {
  writer_.clear();
  write(node);
  return writer_.text();
}

inline void raw_row::write(const raw_node& node) {
  switch (node.kind) {
    case raw_kind::absent:
    case raw_kind::null: return writer_.append("null");
    case raw_kind::boolean:
    case raw_kind::number: return writer_.append(node.text);
    case raw_kind::text: return writer_.append_quoted(node.text, node.plain);
    case raw_kind::array: return write_array(node);
    case raw_kind::object: return write_object(node);
  }
}

inline void raw_row::write_array(const raw_node& array) {
  writer_.append('[');
  bool first = true;
  for_each_inside(array, [&](const raw_node& inner) {
    if (!first) writer_.append(',');
    first = false;
    write(inner);
  });
  writer_.append(']');
}

inline void raw_row::write_object(const raw_node& object) {
  const std::size_t base = sorting_.size();
  for_each_inside(object, [&](const raw_node& inner) { sorting_.push_back(index_of(inner)); });
  const auto name_of = [&](std::uint32_t i) { return nodes_[i].name; };
  const auto first = sorting_.begin() + static_cast<std::ptrdiff_t>(base);
  const auto count =
      static_cast<std::size_t>(sort_last_counts(first, sorting_.end(), name_of) - first);
  writer_.append('{');
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) writer_.append(',');
    const raw_node& inner = nodes_[sorting_[base + i]];  // by index: the stack grows below us
    writer_.append_quoted(inner.name, inner.plain_name);
    writer_.append(':');
    write(inner);
  }
  writer_.append('}');
  sorting_.resize(base);
}

}  // namespace tidemark::videos
