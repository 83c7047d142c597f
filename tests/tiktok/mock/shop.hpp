// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "answer.hpp"

/// The videos that the server lists: pages from files, or a generated shop of any size.
struct shop {
  /// Pages in order, by the first requested day; `any` is for all other days.
  std::map<std::string, std::vector<std::string>> pages;
  std::int64_t made_up = 0;        ///< videos
  std::int64_t duplicate_every = 0;  ///< every n-th is repeated on the next page, with lower values
  bool short_pages = false;        ///< every second page has half as many rows
  bool repeat_token = false;       ///< the last page repeats its own token

  /// The page for the query of `request`.
  answer list(const asked& request) const;

 private:
  answer made_up_page(const asked& request) const;
};
