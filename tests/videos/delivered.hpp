// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/videos/row_builder.hpp>

/// Delivered values, as tests write them, and the row that they give.
namespace tidemark::videos::test {

struct delivered {
  raw_kind kind = raw_kind::null;
  std::string text;                                         // of text, number, boolean
  std::vector<std::pair<std::string, delivered>> inside{};  // names are empty in an array
};

using members = std::vector<std::pair<std::string, delivered>>;

inline delivered text(std::string value) { return {raw_kind::text, std::move(value)}; }
inline delivered number(std::string token) { return {raw_kind::number, std::move(token)}; }
inline delivered boolean(bool value) { return {raw_kind::boolean, value ? "true" : "false"}; }
inline delivered null() { return {}; }
inline delivered object(members inside) { return {raw_kind::object, {}, std::move(inside)}; }
inline delivered array(std::vector<delivered> elements) {
  delivered made{raw_kind::array, {}, {}};
  for (auto& element : elements) made.inside.emplace_back(std::string{}, std::move(element));
  return made;
}

inline void feed(raw_row& row, const delivered& value) {
  switch (value.kind) {
    case raw_kind::absent: return row.absent();
    case raw_kind::null: return row.null();
    case raw_kind::boolean: return row.boolean(value.text == "true");
    case raw_kind::number: return row.number(value.text);
    case raw_kind::text: return row.text(value.text);
    case raw_kind::array:
      row.open_array();
      for (const auto& element : value.inside) feed(row, element.second);
      return row.close();
    case raw_kind::object:
      row.open_object();
      for (const auto& member : value.inside) {
        row.key(member.first);
        feed(row, member.second);
      }
      return row.close();
  }
}

/// Feeds `given`, which must live until the row has been used: its texts are not copied.
inline void feed(raw_row& row, const members& given) {
  for (const auto& member : given) {
    row.key(member.first);
    feed(row, member.second);
  }
}
void feed(raw_row&, members&&) = delete;

/// A row, or why it was rejected.
struct outcome {
  video_row row;
  std::optional<std::string> reason;

  std::string payload() const { return row.raw_payload ? row.raw_payload->text : "none"; }
};

/// Builds one row of brand 7, whose currency is USD.
inline outcome build(const members& given, const wall_clock* clock = nullptr) {
  row_builder rows({7, "USD", clock});
  feed(rows.raw(), given);
  outcome made;
  made.reason = rows.finish(made.row);
  return made;
}

/// The same with the id "1" before the given member.
inline outcome build(std::string name, delivered value, const wall_clock* clock = nullptr) {
  return build(members{{"id", text("1")}, {std::move(name), std::move(value)}}, clock);
}

}  // namespace tidemark::videos::test
