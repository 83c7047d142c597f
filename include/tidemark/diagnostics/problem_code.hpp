// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidemark::policy {

/// A kind of error or warning of a policy; its value is the number of its code, from 1 to 199.
/// policy/problem_kind.hpp has the kinds.
enum class problem_kind : std::uint16_t;

}  // namespace tidemark::policy

namespace tidemark::diagnostics {

namespace detail {

inline constexpr auto code_texts = [] {
  std::array<std::array<char, 5>, 200> texts{};
  for (std::size_t i = 0; i < texts.size(); ++i)
    texts[i] = {'T', 'M', static_cast<char>('0' + i / 100), static_cast<char>('0' + i / 10 % 10),
                static_cast<char>('0' + i % 10)};
  return texts;
}();

}  // namespace detail

/// The code of `kind` as users see it, such as `TM012`.
constexpr std::string_view to_text(policy::problem_kind kind) {
  const auto& text = detail::code_texts[static_cast<std::size_t>(kind)];
  return {text.data(), text.size()};
}

}  // namespace tidemark::diagnostics
