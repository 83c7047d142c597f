// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/record/field_mask.hpp>
#include <tidemark/record/fields.hpp>
#include <tidemark/videos/row_keeper.hpp>

namespace tidemark::memory {

/// The texts of a brand's records. Those of a batch that mostly brings new records stay where the
/// batch has them; of other batches, what is stored is copied.
class kept_texts {
 public:
  /// Keeps all texts of a batch, which are used as they are from now on.
  void take_over(videos::row_keeper texts) { taken_over_.push_back(std::move(texts)); }

  /// Replaces the texts of the fields `fields` of `record` by kept copies.
  template <reflected Record>
  void copy(Record& record, field_mask fields) {
    for_each_text(record, fields, [&](std::string_view& text) { text = copy(text); });
  }
  std::string_view copy(std::string_view text) {
    copied_ += text.size();
    return copies_.join({&text, 1});
  }

  /// Notes that the texts of the fields `fields` of `record` are not used any more.
  template <reflected Record>
  void drop(Record record, field_mask fields) {
    for_each_text(record, fields, [&](std::string_view text) { dropped_ += text.size(); });
  }

  /// Whether more was dropped than is used of what was copied.
  bool is_wasteful() const { return dropped_ > copied_ / 2 + least_waste; }

 private:
  static constexpr std::size_t least_waste = std::size_t{64} << 20;

  template <typename Record, typename Use>
  static void for_each_text(Record& record, field_mask fields, Use use) {
    for_each_field<Record>([&](auto i) {
      using type = field_t<Record, i>;
      if (!fields.has(i)) return;
      auto& value = field<i>(record);
      if constexpr (std::same_as<type, std::string_view>) use(value);
      else if constexpr (type_of<type>() == field_type::text) { if (value) use(*value); }
      else if constexpr (type_of<type>() == field_type::texts) { if (value) use(value->joined); }
      else if constexpr (type_of<type>() == field_type::json) { if (value) use(value->text); }
    });
  }

  std::vector<videos::row_keeper> taken_over_;
  videos::row_keeper copies_;
  std::size_t copied_ = 0;   ///< bytes, those dropped included
  std::size_t dropped_ = 0;
};

}  // namespace tidemark::memory
