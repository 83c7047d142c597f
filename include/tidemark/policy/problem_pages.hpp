// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>

#include <tidemark/policy/problem_page.hpp>
#include <tidemark/policy/problem_pages/accepts.hpp>
#include <tidemark/policy/problem_pages/file.hpp>
#include <tidemark/policy/problem_pages/gates.hpp>
#include <tidemark/policy/problem_pages/merge.hpp>
#include <tidemark/policy/problem_pages/rules.hpp>
#include <tidemark/policy/problem_pages/shape.hpp>
#include <tidemark/policy/problem_pages/warnings.hpp>
#include <tidemark/policy/problem_pages/windows.hpp>
#include <tidemark/policy/warning.hpp>

namespace tidemark::policy {

namespace detail {

template <typename... Parts>
constexpr auto joined(const Parts&... parts) {
  std::array<problem_page, (std::tuple_size_v<Parts> + ...)> all{};
  auto at = all.begin();
  ((at = std::copy(parts.begin(), parts.end(), at)), ...);
  return all;
}

}  // namespace detail

/// The page of every problem, in the order of the codes. The list of codes, the pages that
/// `policy explain-error` prints, and rules/errors.md are made from it.
inline constexpr auto problem_pages =
    detail::joined(file_pages, shape_pages, windows_pages, merge_pages, rules_pages, gates_pages,
                   accepts_pages, warnings_pages);

static_assert(std::is_sorted(problem_pages.begin(), problem_pages.end(),
                             [](const auto& a, const auto& b) { return a.kind <= b.kind; }));

/// The codes of all problems, in their order.
inline constexpr auto problem_codes = [] {
  std::array<std::string_view, problem_pages.size()> codes;
  for (std::size_t i = 0; i < codes.size(); ++i)
    codes[i] = diagnostics::to_text(problem_pages[i].kind);
  return codes;
}();

/// The page of the problem with this code, or nullptr.
constexpr const problem_page* find_page(std::string_view code) {
  for (const auto& page : problem_pages)
    if (diagnostics::to_text(page.kind) == code) return &page;
  return nullptr;
}

/// "error", or "warning" for what a valid policy can have.
constexpr std::string_view severity_of(problem_kind kind) {
  return std::find(warning_problems.begin(), warning_problems.end(), kind) !=
                 warning_problems.end()
             ? "warning"
             : "error";
}

}  // namespace tidemark::policy
