// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/storage/ledger.hpp>

#include "../message.hpp"
#include "../reconnecting_storage.hpp"
#include "html.hpp"
#include "pages.hpp"

/// The parts of a page around its content.
namespace tidemark::host {

/// The newest runs of a brand that a page shows.
struct run_news {
  std::optional<storage::ledger_entry> latest;
  std::optional<storage::ledger_entry> latest_success;  ///< among the newest runs
};

result<run_news> read_run_news(storage::backend& store, std::int64_t brand_id);

/// The header of a page: the product, the brands, and the outcome of the last run; a null pointer
/// if that is unknown.
html page_top(const page_request& asked, const run_news* news);

/// A whole page. `main` is its content; `top` may be empty.
http_response page_response(unsigned status, std::string_view title, const html& top,
                            const html& main);

/// A message instead of content: what is wrong, and what to do.
html notice(std::string_view heading, const html& text);

/// A short heading for an error of the storage.
std::string_view failure_heading(const error& what);

/// The page for such an error, with status 503. `before` is the content before the message, and
/// `again` the address for another attempt.
http_response storage_failed_page(const page_request& asked, const error& what,
                                  const std::string& again, const html& before);

/// The currency of the requested brand.
std::string currency_of(const page_request& asked);

}  // namespace tidemark::host
