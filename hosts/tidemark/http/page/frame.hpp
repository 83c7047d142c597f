// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/storage/ledger.hpp>

#include "../message.hpp"
#include "../storage_reader.hpp"
#include "html.hpp"
#include "pages.hpp"

/// What all pages have around their content.
namespace tidemark::host {

/// The newest runs of a brand, as far as a page tells of them.
struct run_news {
  std::optional<storage::ledger_entry> latest;
  std::optional<storage::ledger_entry> latest_success;  ///< among the newest runs
};

result<run_news> read_run_news(storage::backend& store, std::int64_t brand_id);

/// The head of a page: the product, the brands to choose from, and how the last run went; a null
/// pointer: that is not known.
html page_top(const page_request& asked, const run_news* news);

/// A whole page. `main` is its content; `top` may be empty.
http_response page_response(unsigned status, std::string_view title, const html& top,
                            const html& main);

/// A message that takes the place of content: what is the matter, and what one can do about it.
html notice(std::string_view heading, const html& text);

/// In a few words, that the storage does not answer, or not in time.
std::string_view failure_heading(const error& what);

/// The page that says so, with status 503. `before` is the content that stands before the message;
/// `again` is the address to try once more.
http_response storage_failed_page(const page_request& asked, const error& what,
                                  const std::string& again, const html& before);

/// The currency of the brand that is asked for.
std::string currency_of(const page_request& asked);

}  // namespace tidemark::host
