// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "answer.hpp"

/// The videos that the server lists: pages from files, or a shop of any size that is made up.
struct shop {
  /// Pages in order, by the first day that is asked for; `any` is for all other days.
  std::map<std::string, std::vector<std::string>> pages;
  std::int64_t made_up = 0;        ///< videos
  std::int64_t duplicate_every = 0;  ///< every so-manieth comes again on the next page, weaker
  bool short_pages = false;        ///< every second page has half as many rows
  bool repeat_token = false;       ///< the last page gives its own token again

  /// The page that the query of `request` wants.
  answer list(const asked& request) const;

 private:
  answer made_up_page(const asked& request) const;
};
